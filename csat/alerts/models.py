"""Rules, the signals they raise, and who has to be told."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from csat.customers.models import Account, Contact, Employee
from csat.fields import public_id
from surveys.models import Response


class RuleKey(models.TextChoices):
    KEY_ACCOUNT_DROP = "key_account_drop"
    LOW_ANSWER = "low_answer"
    CONTACT_ME = "contact_me"
    CASE_OVERDUE = "case_overdue"


class Rule(models.Model):
    """What raises a signal, with its thresholds. Missing parameters take the decision's defaults."""

    key = models.CharField(max_length=30, choices=RuleKey.choices, unique=True)
    is_on = models.BooleanField(default=True)
    parameters = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return self.key


class Signal(models.Model):
    """Something worth a look, found in the data. One open signal per account and rule."""

    uuid = public_id()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="signals")
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="signals")
    facts = models.JSONField(help_text="what the rule saw: numbers, n, dates")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    was_real = models.BooleanField(null=True, blank=True, help_text="what people found; null: not said yet")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "rule"],
                condition=Q(closed_at__isnull=True),
                name="signal_one_open_per_rule",
            ),
        ]


class SignalEvidence(models.Model):
    """An answer that a signal rests on; later ones join the open signal."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="evidence")
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at"]
        constraints = [models.UniqueConstraint(fields=["signal", "response"], name="evidence_once")]


class Assessed(models.Model):
    """Which revision of a response the rules have looked at: what the sweep compares."""

    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField()
    assessed_at = models.DateTimeField()


class NotificationState(models.TextChoices):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Notification(models.Model):
    """One mail to one of our people about one signal: at least once, with a stable id (D7)."""

    uuid = public_id()
    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="notifications")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="notifications")
    because = models.CharField(max_length=20, help_text="manager, care_owner, head, owner")
    state = models.CharField(
        max_length=8, choices=NotificationState.choices, default=NotificationState.WAITING
    )
    due_at = models.DateTimeField()
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signal", "employee"], name="notification_once"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="notification_due", condition=Q(state__in=["waiting", "sending"])
            ),
        ]
