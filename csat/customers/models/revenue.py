"""What accounts bring: money by month, plan and fact, in its own currency."""

from django.db import models

from csat.customers.models.accounts import Account
from csat.fields import public_id


class RevenueKind(models.TextChoices):
    FACT = "fact"
    PLAN = "plan"


class Revenue(models.Model):
    """An account's amount in a month. A credit note is a negative row that names its original."""

    uuid = public_id()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="revenues")
    month = models.DateField(help_text="first day")
    kind = models.CharField(max_length=4, choices=RevenueKind.choices, default=RevenueKind.FACT)
    amount = models.DecimalField(max_digits=18, decimal_places=4)
    margin_amount = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=3, help_text="ISO 4217")
    source = models.CharField(max_length=60)
    credits = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="credit_notes"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "month", "currency", "kind", "source"],
                condition=models.Q(credits__isnull=True),
                name="revenue_month_once",
            ),
            models.CheckConstraint(condition=models.Q(month__day=1), name="revenue_month_first_day"),
            models.CheckConstraint(
                condition=models.Q(credits__isnull=True) | models.Q(amount__lt=0),
                name="revenue_credit_is_negative",
            ),
        ]
        indexes = [models.Index(fields=["month"], name="revenue_month")]


class Rate(models.Model):
    """What one unit of a currency is worth in the company's base currency, in a month."""

    currency = models.CharField(max_length=3)
    month = models.DateField(help_text="first day")
    rate = models.DecimalField(max_digits=18, decimal_places=8)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["currency", "month"], name="rate_once")]
