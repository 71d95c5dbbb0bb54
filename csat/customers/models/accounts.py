"""Client companies, their people, and on what basis we may write to them."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from csat.fields import public_id


class Account(models.Model):
    """A client company; holdings, companies and sites form a tree."""

    uuid = public_id()
    name = models.CharField(max_length=300)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    is_key = models.BooleanField(default=False, help_text="a key account")
    segment = models.CharField(max_length=100, blank=True)
    industry = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166")
    zone = models.CharField(max_length=64, blank=True, help_text="IANA name; empty: the company's")
    tax_number = models.CharField(max_length=40, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="account_is_not_its_own_parent"),
        ]
        indexes = [models.Index(fields=["tax_number"], name="account_tax_number")]

    def __str__(self) -> str:
        return self.name


class ContactRole(models.TextChoices):
    DECISION_MAKER = "decision_maker"
    BUYER = "buyer"
    USER = "user"
    FINANCE = "finance"
    LOGISTICS = "logistics"
    TECHNICAL = "technical"


class Contact(models.Model):
    """A person at an account. Without an e-mail address nobody is asked, but nobody is lost."""

    uuid = public_id()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=200)
    email = models.EmailField(null=True, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20, choices=ContactRole.choices, default=ContactRole.USER)
    language = models.CharField(max_length=35, default="en", help_text="BCP 47")
    zone = models.CharField(max_length=64, blank=True, help_text="IANA name; empty: the account's")
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(Lower("email"), name="contact_email")]

    def __str__(self) -> str:
        return self.name


class LegalBasis(models.Model):
    """On what ground a contact may be asked, with its proof. None in force: nobody is asked."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="legal_bases")
    purpose = models.CharField(max_length=40, default="survey")
    kind = models.CharField(max_length=40, help_text="consent, contract, notice")
    proof = models.CharField(max_length=300, blank=True)
    during = DateRangeField(help_text="half-open: [from, until)")

    class Meta:
        verbose_name_plural = "legal bases"
        indexes = [models.Index(fields=["contact", "purpose"], name="legal_basis_contact")]
