"""What happened at clients, as other systems tell it and as the API tells it on."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from csat.api.asking.serializers.programs import Tree
from csat.api.asking.serializers.strict import Strict, example
from csat.api.serializers.rows import Row

MOST_ROWS = 5_000
CLOSED = {
    "external_id": "T-1042",
    "name": "ticket_closed",
    "account": "A-17",
    "contact": "C-331",
    "occurred_at": "2026-11-20T15:04:00+01:00",
    "facts": {"order": "SO-1001"},
}


@extend_schema_serializer(examples=example({"id": "5d0d6d1a-2a55-4f7e-9a53-1d8f6a0c7a22", **CLOSED}))
class EventRow(Row):
    """Something that happened at a client; a survey rule may ask about it."""

    hides = ("facts",)

    id = serializers.UUIDField(source="uuid")
    source = serializers.CharField()  # type: ignore[assignment]
    external_id = serializers.CharField()
    name = serializers.CharField()
    account = serializers.UUIDField(source="account.uuid")
    contact = serializers.UUIDField(source="contact.uuid", default=None, allow_null=True)
    deal = serializers.UUIDField(source="deal.uuid", default=None, allow_null=True)
    occurred_at = serializers.DateTimeField()
    received_at = serializers.DateTimeField()
    facts = Tree(allow_null=True, help_text="null without access to personal data")


class EventSent(Strict):
    """One event. `account`, `contact` and `deal` are ids of the source, or ids of this API."""

    external_id = serializers.CharField(max_length=200, help_text="told again, it changes the same event")
    name = serializers.CharField(max_length=60, help_text="ticket_closed, handover, deal_lost, or yours")
    occurred_at = serializers.CharField(max_length=40, help_text="ISO 8601 with a zone")
    account = serializers.CharField(max_length=200)
    contact = serializers.CharField(max_length=200, required=False, allow_null=True)
    deal = serializers.CharField(max_length=200, required=False, allow_null=True)
    facts = Tree(required=False, help_text="values of piped text and show-if rules")
    source_time = serializers.CharField(
        max_length=40, required=False, allow_null=True, help_text="an older one never overwrites a newer"
    )


@extend_schema_serializer(examples=example({"source": "helpdesk", **CLOSED}, is_sent=True))
class NewEvent(EventSent):
    source = serializers.CharField(max_length=60, help_text="the system that tells it")  # type: ignore[assignment]


@extend_schema_serializer(examples=example({"source": "helpdesk", "rows": [CLOSED]}, is_sent=True))
class EventsSent(Strict):
    source = serializers.CharField(max_length=60, help_text="the system that tells it")  # type: ignore[assignment]
    rows = EventSent(many=True, allow_empty=False, max_length=MOST_ROWS)  # type: ignore[call-arg]


@extend_schema_serializer(examples=example({"created": 1, "changed": 0, "unchanged": 0, "older": 0}))
class EventReportRow(serializers.Serializer[Any]):
    """What came of it. `older` rows were left alone because something newer is known."""

    created = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    older = serializers.IntegerField()
