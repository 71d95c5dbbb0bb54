"""Survey rules as the API tells and takes them."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from csat.api.asking.serializers.strict import Day, Strict, example, small
from csat.customers.models import ContactRole
from csat.programs.models import CountsFrom, ProgramKind, ProgramState, Sender

RULE = {
    "name": "After a delivery",
    "kind": "post_sale",
    "survey": "post-sale",
    "priority": 3,
    "starts_on": "2026-11-01",
    "roles": ["buyer", "user"],
    "conditions": {"all": [{"fact": "account.country", "in": ["DE", "AT"]}]},
    "sender": "manager",
    "delay_business_days": 3,
    "remind_after_days": 4,
}


@extend_schema_field(OpenApiTypes.OBJECT)
class Tree(serializers.DictField):
    """A JSON object whose form the domain checks."""


class Rule(Strict):
    """All that a rule says; what a kind of rule does not use stays as it is."""

    name = serializers.CharField(max_length=200)
    survey = serializers.CharField(source="survey.key", max_length=60, help_text="its key")
    priority = small(help_text="1 goes first where two rules want the same person")
    owner = serializers.UUIDField(source="owner.uuid", allow_null=True, default=None, help_text="a colleague")
    starts_on = Day(help_text="nothing that happened earlier is asked about")
    ends_on = Day(allow_null=True, help_text="nobody is asked from this day on")
    roles = serializers.ListField(
        child=serializers.ChoiceField(choices=ContactRole.choices), max_length=20, help_text="[]: every role"
    )
    segments = serializers.ListField(
        child=serializers.CharField(max_length=100), max_length=100, help_text="[]: every segment"
    )
    conditions = Tree(
        help_text='on client, contact and order: {"all": [{"fact": "account.is_key", "is": true}]}; {}: none'
    )
    language = serializers.CharField(max_length=35, allow_blank=True, help_text="empty: the contact's own")
    channels = serializers.ListField(
        child=serializers.CharField(max_length=20), max_length=10, help_text="in this order: email, sms ..."
    )
    sender = serializers.ChoiceField(choices=Sender.choices)
    reply_to_address = serializers.EmailField(allow_blank=True, help_text="empty: the sender's")
    contacts_per_account = small()
    delay_business_days = small(help_text="post_sale")
    counts_from = serializers.ChoiceField(choices=CountsFrom.choices, help_text="post_sale")
    asks_first_order = serializers.BooleanField(help_text="post_sale")
    large_order_amount = serializers.DecimalField(
        max_digits=18, decimal_places=4, allow_null=True, min_value=0, help_text="post_sale; null: none"
    )
    asks_repeat_order = serializers.BooleanField(help_text="post_sale")
    cadence_months = small(help_text="periodic")
    key_cadence_months = small(help_text="periodic, key clients")
    is_sampled = serializers.BooleanField(help_text="periodic: as few contacts as the coverage needs")
    role_coverage = serializers.DictField(
        child=serializers.FloatField(min_value=0, max_value=1),
        help_text="wanted share of clients heard, by role",
    )
    revenue_coverage = serializers.DecimalField(
        max_digits=4, decimal_places=3, min_value=0, max_value=1, allow_null=True
    )
    audit_share = serializers.DecimalField(max_digits=4, decimal_places=3, min_value=0, max_value=1)
    event_name = serializers.CharField(
        max_length=60, allow_blank=True, help_text="event: ticket_closed, handover, deal_lost, or yours"
    )
    event_delays_days = serializers.ListField(child=small(), max_length=10, help_text="event: [7, 30]")
    remind_after_days = small(help_text="0: no reminder")
    most_reminders = small()
    expires_after_days = small()
    trial_addresses = serializers.ListField(child=serializers.EmailField(), max_length=20)


@extend_schema_serializer(examples=example({"id": "8d5e2c9c-3f0a-4a55-9d5b-6f1f0a4f5a10", **RULE}))
class ProgramRow(Rule):
    """A survey rule."""

    id = serializers.UUIDField(source="uuid")
    kind = serializers.ChoiceField(choices=ProgramKind.choices)
    state = serializers.ChoiceField(choices=ProgramState.choices)
    planned_at = serializers.DateTimeField(allow_null=True, help_text="when it was last planned")


class Change(Rule):
    """What is to be different; what is left out stays."""

    survey = serializers.CharField(max_length=60, help_text="its key")
    owner = serializers.UUIDField(allow_null=True, help_text="a colleague")
    contacts = serializers.ListField(
        child=serializers.UUIDField(), max_length=5_000, help_text="one_off: whom to ask, instead of the list"
    )

    needed: tuple[str, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.required = name in self.needed


@extend_schema_serializer(examples=example({"priority": 2, "remind_after_days": 5}, is_sent=True))
class ProgramChange(Change):
    """What is to be different; what is left out stays."""


@extend_schema_serializer(examples=example(RULE, is_sent=True))
class NewProgram(Change):
    """A rule to be written; what is left out is as the house recommends it."""

    needed = ("name", "kind", "survey")
    kind = serializers.ChoiceField(choices=ProgramKind.choices)


@extend_schema_serializer(examples=example({"name": "After a delivery, Austria"}, is_sent=True))
class Copy(Strict):
    name = serializers.CharField(max_length=200)


@extend_schema_serializer(examples=example({"despite": ""}, is_sent=True))
class Start(Strict):
    despite = serializers.CharField(
        max_length=300, required=False, allow_blank=True, help_text="why, though a check is red"
    )


class Waiting(serializers.Serializer[Any]):
    """The rule or round, and how many mails wait, or were taken back."""

    mails = serializers.IntegerField()
