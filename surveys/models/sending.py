"""Invitations and their mails: the rows that are the sending queue."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower

from surveys.models.fields import public_id
from surveys.models.questionnaires import SurveyVersion


class Batch(models.Model):
    """Invitations sent together by one sender: a wave's or one day's."""

    uuid = public_id()
    name = models.CharField(max_length=200)
    sender_name = models.CharField(max_length=200)
    sender_title = models.CharField(max_length=200, blank=True)
    sender_address = models.EmailField()
    reply_to_address = models.EmailField()
    opens_at = models.TimeField(
        null=True, blank=True, help_text="quiet before it, on the client's clock; empty: no quiet hours"
    )
    closes_at = models.TimeField(null=True, blank=True, help_text="quiet from it on, and at weekends")
    channel = models.CharField(max_length=20, db_default="email", help_text="as in surveys.channels")
    is_stopped = models.BooleanField(default=False)
    stopped_because = models.CharField(max_length=300, blank=True)
    resumed_at = models.DateTimeField(null=True, blank=True, help_text="refusals count from then on")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="stopped for good")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True, closes_at__isnull=True) | Q(opens_at__lt=F("closes_at")),
                name="batch_hours_are_a_span",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MailTemplate(models.Model):
    """A mail with holes for the personal parts, frozen at its first use.

    A hole is a text with pipes between ⟦ and ⟧; the subject is one such text. A repeat after a crash is
    rendered from the same row, hence the same to the byte.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="mail_templates")
    version = models.ForeignKey(SurveyVersion, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=35)
    is_reminder = models.BooleanField()
    sender = models.CharField(max_length=420, help_text="the name in From")
    subject = models.TextField()
    html = models.TextField()
    text = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "version", "language", "is_reminder"], name="mail_template_once"
            ),
        ]


class Invitation(models.Model):
    """One address asked once. Knows nothing of accounts: what it needs to say is in `facts`."""

    uuid = public_id()
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="invitations")
    version = models.ForeignKey(SurveyVersion, on_delete=models.PROTECT, related_name="invitations")
    address = models.CharField(max_length=254, help_text="as its batch's channel writes it")
    domain = models.GeneratedField(
        expression=Lower(Func(F("address"), Value("@"), Value(2), function="split_part")),
        output_field=models.CharField(max_length=255),
        db_persist=True,
    )
    address_hmac = models.CharField(
        max_length=64, default="", editable=False, help_text="Suppression's key; empty is never sent"
    )
    language = models.CharField(max_length=35)
    kind = models.CharField(max_length=40)
    facts = models.JSONField(default=dict, help_text="values of piped text and show-if rules")
    zone = models.CharField(max_length=64, default="UTC", help_text="IANA name")
    quiet_on = ArrayField(
        models.DateField(),
        null=True,
        blank=True,
        help_text="days of its window on which nobody works there; empty list: none, NULL: weekends",
    )
    not_before_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("not_before_at")), name="invitation_window_is_open"
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], name="invitation_created"),
            # How often a mailbox was asked lately, over all surveys.
            models.Index(Lower("address"), "not_before_at", name="invitation_address"),
            # An opt-out reaches what still waits for its address.
            models.Index(fields=["address_hmac"], name="invitation_address_hmac"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.uuid}"


class MessageState(models.TextChoices):
    PLANNED = "planned"
    QUEUED = "queued"
    SENDING = "sending"
    IN_DOUBT = "in_doubt"
    DEFERRED = "deferred"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    SUPPRESSED = "suppressed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


WAITING = (MessageState.PLANNED, MessageState.QUEUED, MessageState.DEFERRED)
LEGAL_MOVES = [
    *((a, b) for a in WAITING for b in ("sending", "suppressed", "expired", "cancelled")),
    ("planned", "queued"),
    ("deferred", "queued"),
    ("queued", "planned"),
    *((a, "deferred") for a in ("planned", "queued")),  # its domain is paused
    *(("sending", b) for b in ("accepted", "deferred", "bounced", "in_doubt", "expired")),
    *(("in_doubt", b) for b in ("accepted", "deferred", "expired", "cancelled", "suppressed")),
    *(("accepted", b) for b in ("delivered", "bounced", "complained")),
    *(("delivered", b) for b in ("bounced", "complained")),
    ("bounced", "complained"),
]


class Message(models.Model):
    """A mail of an invitation: number 0 invites, 1 and more remind. Its state is the queue (D1)."""

    uuid = public_id()
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="messages")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=MessageState.choices, default=MessageState.PLANNED)
    due_at = models.DateTimeField(help_text="when it may next be claimed, hinted or looked up")
    attempt = models.PositiveSmallIntegerField(default=0)
    owner = models.CharField(max_length=100, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    dated_at = models.DateTimeField(null=True, blank=True, help_text="the Date header, once set")
    accepted_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invitation", "number"], name="message_number_once"),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(lease_until__isnull=False),
                name="message_sending_has_lease",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="message_waiting",
                condition=Q(state__in=["planned", "queued", "deferred"]),
            ),
            models.Index(
                fields=["lease_until"],
                name="message_unsettled",
                condition=Q(state__in=["sending", "in_doubt"]),
            ),
        ]
        triggers = [
            # A condition instead of pgtrigger.FSM: its function costs more than all else of a claim.
            pgtrigger.Trigger(
                name="message_moves_are_legal",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("state"),
                condition=pgtrigger.Condition(
                    "OLD.state IS DISTINCT FROM NEW.state AND OLD.state || ':' || NEW.state <> ALL "
                    f"('{{{','.join(map(':'.join, LEGAL_MOVES))}}}'::text[])"
                ),
                func="RAISE EXCEPTION 'illegal move of message % from % to %', OLD.id, OLD.state, NEW.state;",
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.uuid} ({self.state})"


class Outcome(models.TextChoices):
    """How one try ended. Only `in_doubt` leaves open whether the mail is on its way."""

    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    REFUSED = "refused"
    NOT_SENT = "not_sent"
    IN_DOUBT = "in_doubt"


class Attempt(models.Model):
    """One try to hand a mail over: the delivery ledger, line by line."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    owner = models.CharField(max_length=100)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    reply = models.CharField(max_length=300, blank=True, help_text="what the mail server said")
    may_have_been_sent = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "number"], name="attempt_number_once"),
        ]


class Suppression(models.Model):
    """An address that is not written to: by HMAC, so that it outlives erasure of the address.

    Lifting one needs a reason and leaves the row; what counts are those not lifted.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    address_hmac = models.CharField(max_length=64)
    kind = models.CharField(max_length=40, blank=True, help_text="empty: every kind of survey")
    reason = models.CharField(max_length=40, help_text="unsubscribed, bounced, complained, imported, by_hand")
    note = models.CharField(max_length=300, blank=True, help_text="where it came from, or the server's words")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_because = models.CharField(max_length=300, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address_hmac", "kind"], condition=Q(lifted_at__isnull=True), name="suppression_once"
            ),
        ]
