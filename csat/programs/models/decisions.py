"""Why somebody was asked or not; who is left out for a time, by whom and until when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from csat.customers.models import Account, Contact, Deal, Employee, Event
from csat.fields import public_id
from csat.programs.models.programs import Program, Wave


def one_subject() -> Q:
    """Exactly one occasion: an order, a round, or an event."""
    none = {"deal__isnull": True, "wave__isnull": True, "event__isnull": True}
    return (
        Q(**none | {"deal__isnull": False})
        | Q(**none | {"wave__isnull": False})
        | Q(**none | {"event__isnull": False})
    )


class Outcome(models.TextChoices):
    ASKED = "asked"
    DEFERRED = "deferred"
    NOT_ASKED = "not_asked"


class Decision(models.Model):
    """Why a contact was asked or not asked about one occasion, in words; the last one counts."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="decisions")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="decisions")
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, null=True, blank=True, related_name="decisions")
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, null=True, blank=True, related_name="decisions")
    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, null=True, blank=True, related_name="decisions"
    )
    after_days = models.PositiveSmallIntegerField(default=0, help_text="event: which of the program's delays")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=40, help_text="the rule's name")
    words = models.JSONField(help_text='{"en": ..., "ru": ...}')
    next_possible_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=one_subject(),
                name="decision_has_one_subject",
            ),
            models.UniqueConstraint(
                fields=["program", "contact", "deal"],
                condition=Q(deal__isnull=False),
                name="decision_once_a_deal",
            ),
            models.UniqueConstraint(
                fields=["program", "contact", "wave"],
                condition=Q(wave__isnull=False),
                name="decision_once_a_wave",
            ),
            models.UniqueConstraint(
                fields=["program", "contact", "event", "after_days"],
                condition=Q(event__isnull=False),
                name="decision_once_an_event",
            ),
        ]
        indexes = [models.Index(fields=["contact", "-decided_at"], name="decision_contact")]


class ExclusionReason(models.TextChoices):
    CLAIM = "claim"
    LAWSUIT = "lawsuit"
    PAYMENT_DISPUTE = "payment_dispute"
    NOT_NOW = "not_now"
    NOT_THE_RIGHT_PERSON = "not_the_right_person"
    OTHER = "other"


class ExclusionState(models.TextChoices):
    WAITING = "waiting"
    ACTIVE = "active"
    REFUSED = "refused"
    LIFTED = "lifted"


class Exclusion(models.Model):
    """A contact or a whole account that is not asked for a time, with the reason and who asked for it."""

    uuid = public_id()
    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="exclusions"
    )
    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, null=True, blank=True, related_name="exclusions"
    )
    reason = models.CharField(max_length=24, choices=ExclusionReason.choices)
    words = models.CharField(max_length=500, help_text="why, for whoever approves and reads it later")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="asked again from this day on")
    state = models.CharField(max_length=8, choices=ExclusionState.choices, default=ExclusionState.WAITING)
    manager = models.ForeignKey(
        Employee,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="who held the account",
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True, help_text="approved, refused or lifted")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contact__isnull=False, account__isnull=True)
                | Q(contact__isnull=True, account__isnull=False),
                name="exclusion_of_one",
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="exclusion_has_an_end"),
        ]
        indexes = [
            models.Index(fields=["contact", "ends_on"], name="exclusion_contact"),
            models.Index(fields=["account", "ends_on"], name="exclusion_account"),
        ]
