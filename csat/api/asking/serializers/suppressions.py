"""Addresses that are not written to: codes, with an address only while an invitation knows it."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from csat.api.asking.serializers.strict import Day, Strict, example
from surveys.actions import suppressing

MOST_ROWS = 5_000
ADDRESS = "elena@alfa.example"
REASONS = [(reason, reason) for reason in suppressing.REASONS if reason != suppressing.ERASED]


@extend_schema_serializer(
    examples=example(
        {
            "id": "5d0d6d1a-2a55-4f7e-9a53-1d8f6a0c7a22",
            "address": ADDRESS,
            "kind": "",
            "reason": "unsubscribed",
            "note": "",
            "created_at": "2026-11-20T15:04:00Z",
            "lifted_at": None,
            "lifted_because": "",
        }
    )
)
class SuppressionRow(serializers.Serializer[Any]):
    """An address that is not written to, for one kind of survey or for all."""

    id = serializers.UUIDField(source="uuid")
    address = serializers.CharField(
        allow_null=True, help_text="null: no invitation knows it any more; look it up by address instead"
    )
    kind = serializers.CharField(help_text="of survey; empty: every kind")
    reason = serializers.CharField(help_text=", ".join(suppressing.REASONS))
    note = serializers.CharField()
    created_at = serializers.DateTimeField()
    lifted_at = serializers.DateTimeField(allow_null=True, help_text="null: it counts")
    lifted_because = serializers.CharField()


@extend_schema_serializer(examples=example({"address": ADDRESS}, is_sent=True))
class LookUp(Strict):
    address = serializers.CharField(max_length=254)


class Standing(serializers.Serializer[Any]):
    """What keeps us from writing to the address; an empty list: nothing does."""

    suppressions = SuppressionRow(many=True)


@extend_schema_serializer(
    examples=example({"address": ADDRESS, "kind": "", "note": "asked on the telephone"}, is_sent=True)
)
class NewSuppression(Strict):
    address = serializers.CharField(max_length=254)
    kind = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    note = serializers.CharField(max_length=300, help_text="why")


class SuppressionSent(Strict):
    address = serializers.CharField(max_length=254)
    kind = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    reason = serializers.ChoiceField(choices=REASONS, required=False, default=suppressing.IMPORTED)
    date = Day(required=False, allow_null=True, default=None, help_text="since when")
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


@extend_schema_serializer(
    examples=example({"rows": [{"address": ADDRESS, "reason": "unsubscribed"}]}, is_sent=True)
)
class SuppressionsSent(Strict):
    rows = SuppressionSent(many=True, allow_empty=False, max_length=MOST_ROWS)  # type: ignore[call-arg]


@extend_schema_serializer(examples=example({"rows": 1, "added": 1, "stopped": 0}))
class SuppressionReport(serializers.Serializer[Any]):
    """`stopped`: waiting mails that are not sent any more."""

    rows = serializers.IntegerField()
    added = serializers.IntegerField()
    stopped = serializers.IntegerField()
