"""The register of operational changes: what we changed, for whom, since when."""

from django.conf import settings
from django.db import models

from csat.customers.models import Account
from csat.fields import public_id


class RegisteredChange(models.Model):
    """One thing done differently for some accounts from a day on. Its effect is asked of the data later."""

    uuid = public_id()
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    department = models.CharField(max_length=120, blank=True, help_text="who is responsible for it")
    measure = models.CharField(max_length=60, default="csi", help_text="what it should move")
    began_on = models.DateField()
    accounts = models.ManyToManyField(Account, related_name="+", help_text="for whom; all others compare")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-began_on", "-id"]

    def __str__(self) -> str:
        return self.name
