"""Why a contact is asked or not, rule by rule."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from csat.api.asking.serializers.strict import example
from csat.programs.models import Outcome


class Decided(serializers.Serializer[Any]):
    """What was decided last about this contact."""

    outcome = serializers.ChoiceField(choices=Outcome.choices)
    reason = serializers.CharField()
    words = serializers.DictField(child=serializers.CharField(), help_text="by language")
    decided_at = serializers.DateTimeField()


@extend_schema_serializer(
    examples=example(
        {
            "program": "8d5e2c9c-3f0a-4a55-9d5b-6f1f0a4f5a10",
            "reason": "asked_lately",
            "words": {"en": "45 days lie between two surveys.", "ru": "Между опросами 45 дней."},
            "is_clear": False,
            "next_possible_on": "2026-12-17",
            "round_month": None,
            "last": None,
        }
    )
)
class Why(serializers.Serializer[Any]):
    """One running rule and the contact: how it stands today, and when it may be next."""

    program = serializers.UUIDField(source="program.uuid")
    reason = serializers.CharField()
    words = serializers.DictField(child=serializers.CharField(), help_text="by language")
    is_clear = serializers.BooleanField(help_text="nothing stands in the way today")
    next_possible_on = serializers.DateField(allow_null=True, help_text="null: not as things stand")
    round_month = serializers.DateField(source="slot_month", allow_null=True, help_text="its next round")
    last = Decided(allow_null=True)
