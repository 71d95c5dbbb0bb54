"""What happened between a client and us, as other systems tell it: tickets closed, handovers, and more."""

from django.db import models
from django.db.models import Q

from csat.customers.models.accounts import Account, Contact
from csat.customers.models.deals import Deal
from csat.fields import public_id

TICKET_CLOSED, HANDOVER, DEAL_LOST = "ticket_closed", "handover", "deal_lost"


class Event(models.Model):
    """Something that happened at an account; a survey rule may ask about it. Told twice, it is one."""

    uuid = public_id()
    name = models.CharField(max_length=60, help_text="ticket_closed, handover, deal_lost, or a name of yours")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="events")
    contact = models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        help_text="who took part",
    )
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    source = models.CharField(max_length=60, help_text="the system that tells it")
    external_id = models.CharField(max_length=200, help_text="its id there")
    occurred_at = models.DateTimeField()
    facts = models.JSONField(default=dict, blank=True, help_text="values of piped text and show-if rules")
    received_at = models.DateTimeField()
    source_time = models.DateTimeField(
        null=True, blank=True, help_text="when the source wrote it: an older one never overwrites a newer"
    )

    class Meta:
        ordering = ["-occurred_at"]
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="event_once"),
            models.CheckConstraint(condition=~Q(name=""), name="event_has_a_name"),
        ]
        indexes = [
            models.Index(fields=["name", "occurred_at"], name="event_name"),
            models.Index(fields=["account", "occurred_at"], name="event_account"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.external_id}"


class ContactAddress(models.Model):
    """Where a contact is reached by a channel other than mail: a phone number, a chat id."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="addresses")
    channel = models.CharField(max_length=20, help_text="as in surveys.channels")
    address = models.CharField(max_length=254)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "channel"], name="contact_address_once"),
        ]
