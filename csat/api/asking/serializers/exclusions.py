"""Who is not asked for a time, with reason, end and approval."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from csat.api.asking.serializers.strict import Day, Strict, example
from csat.api.serializers.rows import Row, personal
from csat.programs.models import ExclusionReason, ExclusionState

ASKED = {
    "contact": "3a1d6d1a-2a55-4f7e-9a53-1d8f6a0c7a44",
    "reason": "claim",
    "words": "A claim about order SO-1001 is open.",
    "starts_on": "2026-11-23",
    "ends_on": "2026-12-07",
}


@extend_schema_serializer(examples=example({"id": "5d0d6d1a-2a55-4f7e-9a53-1d8f6a0c7a22", **ASKED}))
class ExclusionRow(Row):
    """A contact or a whole client that is not asked for a time."""

    hides = ("words", "decided_because")

    id = serializers.UUIDField(source="uuid")
    contact = serializers.UUIDField(source="contact.uuid", default=None, allow_null=True)
    account = serializers.SerializerMethodField(help_text="the client, also where one contact is left out")
    is_whole_account = serializers.SerializerMethodField()
    reason = serializers.ChoiceField(choices=ExclusionReason.choices)
    words = personal()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(help_text="asked again from this day on")
    state = serializers.ChoiceField(choices=ExclusionState.choices)
    manager = serializers.UUIDField(source="manager.uuid", default=None, allow_null=True)
    asked_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    decided_because = personal()

    def get_account(self, row: Any) -> str:
        return str((row.account or row.contact.account).uuid)

    def get_is_whole_account(self, row: Any) -> bool:
        return row.account_id is not None


@extend_schema_serializer(examples=example(ASKED, is_sent=True))
class NewExclusion(Strict):
    """Either `contact` or `account`."""

    contact = serializers.UUIDField(required=False, allow_null=True)
    account = serializers.UUIDField(required=False, allow_null=True, help_text="the whole client")
    reason = serializers.ChoiceField(choices=ExclusionReason.choices)
    words = serializers.CharField(max_length=500, help_text="why, for whoever approves and reads it later")
    starts_on = Day()
    ends_on = Day(help_text="asked again from this day on")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool(attrs.get("contact")) == bool(attrs.get("account")):
            raise serializers.ValidationError({"contact": [_("Name a contact, or an account: one of them.")]})
        return attrs


@extend_schema_serializer(examples=example({"approve": False, "because": "It is settled."}, is_sent=True))
class Decided(Strict):
    approve = serializers.BooleanField()
    because = serializers.CharField(
        max_length=500, required=False, allow_blank=True, default="", help_text="needed for a refusal"
    )
