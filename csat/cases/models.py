"""The work on a signal: owner, due times, root cause, action, history."""

from datetime import time
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.expressions import CombinedExpression

from csat.alerts.models import Signal
from csat.customers.models import Account, Employee
from csat.fields import public_id


class CaseState(models.TextChoices):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class RootCause(models.TextChoices):
    PRODUCT_QUALITY = "product_quality"
    DELIVERY = "delivery"
    DOCUMENTS = "documents"
    PRICE = "price"
    COMMUNICATION = "communication"
    TECHNICAL_SUPPORT = "technical_support"
    CLIENT_SIDE = "client_side"
    OTHER = "other"


class CaseQuerySet(models.QuerySet["Case"]):
    def with_subject(self) -> "CaseQuerySet":
        """With what every list and page of cases shows of them."""
        return self.select_related("account", "owner", "signal__rule")

    def unsettled(self) -> "CaseQuerySet":
        return self.exclude(state=CaseState.CLOSED)

    def by_next_due(self, *, zone: str, closes: time) -> models.QuerySet[Any]:
        """In order of `next_due_at`: by when the next thing must be done, as deadlines.due says it."""
        end_of_step = Func(
            Value(zone),
            CombinedExpression(F("next_step_on"), "+", Value(closes), output_field=models.DateTimeField()),
            function="timezone",
            output_field=models.DateTimeField(),
        )
        return self.annotate(
            next_due_at=models.Case(
                models.When(state=CaseState.CLOSED, then=None),
                models.When(state=CaseState.OPEN, then=F("acknowledge_due_at")),
                models.When(next_step_on__isnull=False, then=end_of_step),
                default=F("due_at"),
                output_field=models.DateTimeField(),
            )
        ).order_by("next_due_at", "id")


class Case(models.Model):
    """One case per signal, under its uuid. Closing needs a root cause and an action; the database insists."""

    uuid = public_id()
    signal = models.OneToOneField(Signal, on_delete=models.PROTECT, related_name="case")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="cases")
    owner = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    state = models.CharField(max_length=12, choices=CaseState.choices, default=CaseState.OPEN)
    opened_at = models.DateTimeField()
    acknowledge_due_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="the client is called by then")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    root_cause = models.CharField(max_length=30, choices=RootCause.choices, blank=True)
    next_step = models.CharField(max_length=500, blank=True)
    next_step_on = models.DateField(null=True, blank=True)
    action = models.TextField(blank=True, help_text="what was done")

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", acknowledged_at__isnull=True, closed_at__isnull=True)
                | Q(state="acknowledged", acknowledged_at__isnull=False, closed_at__isnull=True)
                | Q(state="closed", acknowledged_at__isnull=False, closed_at__isnull=False),
                name="case_state_and_times_agree",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | (~Q(root_cause="") & ~Q(action="")),
                name="case_closed_with_cause_and_action",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="case_due")]


class CaseEvent(models.Model):
    """What happened to a case, in order; rows are only added."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, help_text="opened, acknowledged, assigned, noted, ...")
    note = models.TextField(blank=True)
    details = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    happened_at = models.DateTimeField()

    class Meta:
        ordering = ["happened_at", "id"]
