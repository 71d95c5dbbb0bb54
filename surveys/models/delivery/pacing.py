"""How fast mail goes to each receiving domain, and which channels beside mail there are."""

from django.db import models
from django.db.models import Q

from surveys.models.fields import public_id


class DomainPace(models.Model):
    """A receiving domain in trouble, or that an operator slows down; most domains have no row (D8)."""

    domain = models.CharField(max_length=255, primary_key=True, help_text="in lower case")
    failures = models.PositiveSmallIntegerField(default=0, help_text="in a row; a success sets it to 0")
    paused_until = models.DateTimeField(null=True, blank=True, help_text="nothing is claimed before it")
    reply = models.CharField(max_length=300, blank=True, help_text="what its server said last")
    strikes = models.PositiveSmallIntegerField(default=0, help_text="different recipients put off in a row")
    struck_by = models.BigIntegerField(null=True, blank=True, help_text="the mail put off last, by its id")
    probe = models.BigIntegerField(null=True, blank=True, help_text="the mail by which it is tried again")
    most_an_hour = models.PositiveIntegerField(null=True, blank=True, help_text="empty: no limit of ours")
    next_at = models.DateTimeField(null=True, blank=True, help_text="with a limit: when the next may go")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.domain


class Gateway(models.Model):
    """Where messages of a channel other than mail are handed over: a signed webhook, a bot."""

    uuid = public_id()
    name = models.CharField(max_length=200)
    channel = models.CharField(max_length=20, help_text="as in surveys.channels: sms, chat, telegram ...")
    url = models.URLField(max_length=500, blank=True, help_text="empty where the channel knows its own")
    secret = models.TextField(blank=True, help_text="under the installation's key")
    is_on = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel"], condition=Q(is_on=True), name="gateway_one_a_channel"
            ),
        ]

    def __str__(self) -> str:
        return self.name
