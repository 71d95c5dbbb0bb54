"""Signals with their evidence and the case about them, as the API tells them."""

from typing import Any

from rest_framework import serializers

from csat.alerts.models import RuleKey
from csat.api.serializers.rows import Row, personal
from csat.cases.models import CaseState, RootCause


class CaseRow(Row):
    hides = ("next_step", "action")

    id = serializers.UUIDField(source="uuid")
    owner = serializers.UUIDField(source="owner.uuid", default=None, allow_null=True)
    state = serializers.ChoiceField(choices=CaseState.choices)
    opened_at = serializers.DateTimeField()
    acknowledge_due_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(help_text="the client is called by then")
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    root_cause = serializers.ChoiceField(choices=RootCause.choices, allow_blank=True)
    next_step = personal()
    next_step_on = serializers.DateField(allow_null=True)
    action = personal()


class EvidenceRow(serializers.Serializer[Any]):
    response = serializers.UUIDField(source="response.uuid")
    contact = serializers.UUIDField(source="contact.uuid")
    added_at = serializers.DateTimeField()


class SignalRow(Row):
    id = serializers.UUIDField(source="uuid")
    account = serializers.UUIDField(source="account.uuid")
    rule = serializers.ChoiceField(source="rule.key", choices=RuleKey.choices)
    facts = serializers.DictField(help_text="what the rule saw: numbers, n, dates")
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    was_real = serializers.BooleanField(allow_null=True, help_text="what people found; null: not said")
    reviewed_at = serializers.DateTimeField(allow_null=True)
    evidence = EvidenceRow(many=True)
    case = CaseRow(default=None, allow_null=True)


class ReviewSerializer(serializers.Serializer[Any]):
    """Whether a fall was real. Only for signals of the rule key_account_drop."""

    was_real = serializers.BooleanField(allow_null=True, help_text="null takes the answer back")
