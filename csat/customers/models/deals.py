"""Sales to accounts, with the history of their stages."""

from django.db import models

from csat.customers.models.accounts import Account, Contact
from csat.customers.models.people import Employee
from csat.fields import public_id


class DealStage(models.TextChoices):
    OPEN = "open"
    WON = "won"
    DELIVERED = "delivered"
    LOST = "lost"


class Deal(models.Model):
    """An order as the client knows it: its reference and goods are what texts to clients say."""

    uuid = public_id()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="deals")
    manager = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="deals"
    )
    reference = models.CharField(max_length=100, help_text="the order number the client knows")
    goods = models.CharField(max_length=300, blank=True, help_text="in one line")
    amount = models.DecimalField(max_digits=18, decimal_places=4)
    currency = models.CharField(max_length=3, help_text="ISO 4217")
    stage = models.CharField(max_length=12, choices=DealStage.choices, default=DealStage.OPEN)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True, help_text="won or lost on")
    delivered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-closed_on", "reference"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(stage=DealStage.DELIVERED) | models.Q(delivered_on__isnull=False),
                name="deal_delivered_has_date",
            ),
        ]
        indexes = [
            models.Index(fields=["delivered_on"], name="deal_delivered"),
            models.Index(fields=["account", "closed_on"], name="deal_account"),
            models.Index(fields=["reference"], name="deal_reference"),
        ]

    def __str__(self) -> str:
        return self.reference


class DealContact(models.Model):
    """Who at the client took part in a deal: whom a post-sale survey may ask."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="deal_contacts")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="deal_contacts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "contact"], name="deal_contact_once")]


class DealStageChange(models.Model):
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="stage_changes")
    stage = models.CharField(max_length=12, choices=DealStage.choices)
    happened_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at"]
