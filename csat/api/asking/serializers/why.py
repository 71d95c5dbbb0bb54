"""Why a contact is asked or not: rule by rule, with budgets, who left them out, and when they are next."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from csat.api.asking.serializers.exclusions import ExclusionRow
from csat.api.asking.serializers.foresight import OccasionRow
from csat.api.asking.serializers.strict import PARTS, example
from csat.programs.models import BudgetScope, Outcome


class Decided(serializers.Serializer[Any]):
    """What was decided last about this contact."""

    outcome = serializers.ChoiceField(choices=Outcome.choices)
    reason = serializers.CharField()
    words = serializers.DictField(child=serializers.CharField(), help_text="by language")
    decided_at = serializers.DateTimeField()


class GotRow(serializers.Serializer[Any]):
    day = serializers.DateField()
    program = serializers.UUIDField(source="program.uuid")
    occasion = OccasionRow()
    state = serializers.ChoiceField(source="part", choices=PARTS)
    invitation = serializers.UUIDField()
    is_ahead = serializers.BooleanField()


class ComingRow(serializers.Serializer[Any]):
    day = serializers.DateField()
    occasion = OccasionRow()
    is_asked = serializers.BooleanField()
    words = serializers.DictField(child=serializers.CharField(), help_text="by language")
    next_possible_on = serializers.DateField(allow_null=True)


class WhyByRule(serializers.Serializer[Any]):
    """One running rule and the contact: how it stands today, and when it may be next."""

    program = serializers.UUIDField(source="today.program.uuid")
    name = serializers.CharField(source="today.program.name")
    reason = serializers.CharField(source="today.reason")
    words = serializers.DictField(
        source="today.words", child=serializers.CharField(), help_text="by language"
    )
    is_clear = serializers.BooleanField(source="today.is_clear", help_text="nothing stands in the way today")
    next_possible_on = serializers.DateField(
        source="today.next_possible_on", allow_null=True, help_text="null: not as things stand"
    )
    round_month = serializers.DateField(
        source="today.slot_month", allow_null=True, help_text="its next round"
    )
    last = Decided(source="today.last", allow_null=True)
    coming = ComingRow(many=True, help_text="what it will decide in the coming 30 days")


class BudgetUseRow(serializers.Serializer[Any]):
    scope = serializers.ChoiceField(source="budget.scope", choices=BudgetScope.choices)
    survey_kind = serializers.CharField(
        source="budget.survey_kind", help_text="empty: of every kind together"
    )
    most = serializers.IntegerField(source="budget.most")
    days = serializers.IntegerField(source="budget.days")
    spent = serializers.IntegerField(help_text="planned ones counted too")
    left = serializers.IntegerField()
    free_on = serializers.DateField(help_text="the first day with room for one more")


class RefusedRow(serializers.Serializer[Any]):
    address = serializers.CharField()
    kind = serializers.CharField(help_text="of survey; empty: every kind")
    reason = serializers.CharField()
    since = serializers.DateField()


@extend_schema_serializer(
    examples=example(
        {
            "contact": "3a1d6d1a-2a55-4f7e-9a53-1d8f6a0c7a44",
            "next_on": None,
            "possible_on": "2026-12-17",
            "rules": [
                {
                    "program": "8d5e2c9c-3f0a-4a55-9d5b-6f1f0a4f5a10",
                    "name": "After a delivery",
                    "reason": "asked_lately",
                    "words": {"en": "45 days lie between two surveys.", "ru": "Между опросами 45 дней."},
                    "is_clear": False,
                    "next_possible_on": "2026-12-17",
                    "round_month": None,
                    "last": None,
                    "coming": [],
                }
            ],
            "got": [],
            "budgets": [],
            "exclusions": [],
            "not_written_to": [],
        }
    )
)
class WhyPage(serializers.Serializer[Any]):
    """Everything that decides whether and when a contact is asked."""

    contact = serializers.UUIDField(source="contact.uuid")
    next_on = serializers.DateField(
        source="next.day",
        default=None,
        allow_null=True,
        help_text="as things stand, within 30 days",
    )
    possible_on = serializers.DateField(
        allow_null=True, help_text="the first day on which some rule could ask; null: no rule could"
    )
    rules = WhyByRule(many=True)
    got = GotRow(many=True, help_text="the latest first")
    budgets = BudgetUseRow(many=True)
    exclusions = ExclusionRow(many=True)
    not_written_to = RefusedRow(source="refused", many=True)
