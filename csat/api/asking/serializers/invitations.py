"""An invitation's ledger as the API tells it: every line, every mail, in the order of time."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from csat.api.asking.serializers.strict import PARTS, example
from surveys.models import MessageState

LEDGER = {
    "id": "5d0d6d1a-2a55-4f7e-9a53-1d8f6a0c7a22",
    "state": "delivered",
    "zone": "Europe/Berlin",
    "held_because": "",
    "mails": [
        {
            "id": "7b1d6d1a-2a55-4f7e-9a53-1d8f6a0c7a33",
            "number": 0,
            "state": "delivered",
            "attempts": 1,
            "may_be_double": False,
        }
    ],
    "lines": [
        {
            "at": "2026-11-23T09:00:04Z",
            "kind": "tried_accepted",
            "number": 0,
            "said": "250 2.0.0 Ok: queued",
            "worded": {},
            "until": None,
            "is_ahead": False,
            "response": None,
        }
    ],
}


class LedgerLine(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    kind = serializers.CharField(
        help_text="decided, planned, due, trying_again, tried_<outcome>, event_<kind>, suppressed, expired, "
        "not_sent, begun, answered, answer_<cause>, cancelled"
    )
    number = serializers.IntegerField(help_text="of the mail: 0 invites, 1 and more remind")
    said = serializers.CharField(help_text="the mail server's words, or a colleague's")
    worded = serializers.DictField(child=serializers.CharField(), help_text="the decision by language")
    until = serializers.DateTimeField(allow_null=True)
    is_ahead = serializers.BooleanField(help_text="it has not happened yet")
    response = serializers.UUIDField(source="link", allow_null=True)


class LedgerMail(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="uuid", help_text="stands in its Message-ID")
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=MessageState.choices)
    attempts = serializers.IntegerField()
    may_be_double = serializers.BooleanField(help_text="it may have been sent twice")


@extend_schema_serializer(examples=example(LEDGER))
class LedgerPage(serializers.Serializer[Any]):
    """All that happened to an invitation, and what is to come."""

    id = serializers.UUIDField(source="invitation.uuid")
    state = serializers.ChoiceField(source="part", choices=PARTS)
    zone = serializers.CharField(help_text="the client's clock")
    held_because = serializers.CharField(help_text="why what waits does not go out; empty: it does")
    mails = LedgerMail(many=True)
    lines = LedgerLine(many=True)
