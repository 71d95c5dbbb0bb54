"""How many surveys a mailbox and a client bear."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from csat.api.asking.serializers.strict import Strict, example
from csat.programs.models import BudgetScope

HOUSE = {
    "budgets": [
        {"scope": "contact", "survey_kind": "", "most": 1, "days": 45, "counts_reminders": False},
        {"scope": "contact", "survey_kind": "", "most": 6, "days": 365, "counts_reminders": False},
    ]
}


class BudgetRow(Strict):
    """At most `most` surveys of a kind in any `days` days."""

    scope = serializers.ChoiceField(choices=BudgetScope.choices)
    survey_kind = serializers.CharField(
        max_length=40, required=False, allow_blank=True, default="", help_text="empty: of every kind together"
    )
    most = serializers.IntegerField(min_value=1, max_value=100)
    days = serializers.IntegerField(min_value=1, max_value=730)
    counts_reminders = serializers.BooleanField(required=False, default=False)


@extend_schema_serializer(examples=[*example(HOUSE), *example(HOUSE, is_sent=True)])
class Budgets(Strict):
    """All budgets; an empty list puts those of the house in force."""

    budgets = BudgetRow(many=True, max_length=50)  # type: ignore[call-arg]


class BudgetsNow(serializers.Serializer[Any]):
    """What is in force. `is_house`: nobody has set budgets of one's own."""

    budgets = BudgetRow(many=True)
    is_house = serializers.BooleanField()
