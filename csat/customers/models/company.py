"""Our own company: currency, zone, country, working hours. One row an installation."""

from datetime import time

from django.db import models
from django.db.models import Q


class Company(models.Model):
    """What the arithmetic needs to know about us. The name clients see is in surveys' Brand."""

    base_currency = models.CharField(max_length=3, default="EUR", help_text="ISO 4217")
    zone = models.CharField(max_length=64, default="UTC", help_text="IANA name")
    country = models.CharField(max_length=2, default="DE", help_text="ISO 3166, for public holidays")
    fiscal_start_month = models.PositiveSmallIntegerField(default=1)
    work_starts_at = models.TimeField(default=time(9))
    work_ends_at = models.TimeField(default=time(18))
    exclusions_need_approval = models.BooleanField(
        default=True,
        help_text="leaving out a client, or somebody for more than 14 days, is approved by another",
    )
    own_domains = models.JSONField(
        default=list, blank=True, help_text="our mail domains: answers from addresses there are looked into"
    )
    csi_target = models.PositiveSmallIntegerField(null=True, blank=True, help_text="agreed, points of 100")
    demo_seed = models.IntegerField(null=True, blank=True, help_text="set while demo data is loaded")
    demo_anchor_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="company_is_one_row"),
            models.CheckConstraint(condition=Q(csi_target__lte=100), name="company_target_on_the_scale"),
        ]

    def __str__(self) -> str:
        return f"company in {self.zone}"

    @property
    def is_demo(self) -> bool:
        return self.demo_seed is not None
