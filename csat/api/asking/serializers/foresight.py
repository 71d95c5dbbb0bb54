"""What rules will ask, and would have asked, as the API tells it."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from csat.api.asking.serializers.strict import example
from csat.programs.models import Outcome

RULE = "8d5e2c9c-3f0a-4a55-9d5b-6f1f0a4f5a10"


class OccasionRow(serializers.Serializer[Any]):
    """One of an order (its reference), a round (its month), an event (its name)."""

    order = serializers.CharField()
    month = serializers.DateField(allow_null=True)
    event = serializers.CharField()
    occurred_on = serializers.DateField(allow_null=True)
    after_days = serializers.IntegerField()


class PersonOfDay(serializers.Serializer[Any]):
    """Somebody asked on the day, or put off on it until another one."""

    day = serializers.DateField()
    at = serializers.DateTimeField()
    program = serializers.UUIDField(source="program.uuid")
    account = serializers.UUIDField(source="account.uuid")
    contact = serializers.UUIDField(source="contact_uuid")
    role = serializers.CharField()
    occasion = OccasionRow()
    reason = serializers.CharField()
    words = serializers.DictField(child=serializers.CharField(), help_text="by language")
    put_off_until = serializers.DateField(source="until", allow_null=True)
    invitation = serializers.UUIDField(allow_null=True, help_text="null: foreseen, not planned yet")


class RuleOfSpan(serializers.Serializer[Any]):
    program = serializers.UUIDField(source="program.uuid")
    name = serializers.CharField(source="program.name")
    asked = serializers.IntegerField()
    put_off = serializers.IntegerField()
    is_as_if = serializers.BooleanField(help_text="it does not run yet")
    likely_more = serializers.FloatField(source="more.n.estimate", default=None, allow_null=True)
    likely_more_low = serializers.FloatField(source="more.n.low", default=None, allow_null=True)
    likely_more_high = serializers.FloatField(source="more.n.high", default=None, allow_null=True)


class DayRow(serializers.Serializer[Any]):
    day = serializers.DateField()
    asked = serializers.IntegerField(source="total")
    put_off = serializers.IntegerField()
    is_off = serializers.BooleanField(help_text="nobody works")
    holiday = serializers.CharField(help_text="its name")


class NotAskedRow(serializers.Serializer[Any]):
    reason = serializers.CharField()
    people = serializers.IntegerField(source="n")


@extend_schema_serializer(
    examples=example(
        {
            "first": "2026-11-23",
            "last": "2026-12-22",
            "asked": 41,
            "people": 40,
            "rules": [{"program": RULE, "name": "After a delivery", "asked": 41, "put_off": 2}],
            "days": [{"day": "2026-11-23", "asked": 4, "put_off": 0, "is_off": False, "holiday": ""}],
            "day": "2026-11-23",
            "of_day": [],
            "put_off": [],
            "not_asked": [{"reason": "no_address", "people": 3}],
        }
    )
)
class CalendarPage(serializers.Serializer[Any]):
    """The coming 30 days at the caller's clients; `of_day` are the people of one day, all else staying."""

    first = serializers.DateField()
    last = serializers.DateField()
    asked = serializers.IntegerField()
    people = serializers.IntegerField()
    rules = RuleOfSpan(many=True)
    days = DayRow(many=True)
    day = serializers.DateField(allow_null=True, help_text="the one wanted, else the first with anybody")
    of_day = PersonOfDay(many=True)
    put_off = PersonOfDay(many=True, help_text="at most 100, of the wanted day or of all")
    put_off_in_all = serializers.IntegerField()
    not_asked = NotAskedRow(many=True)


class CalendarQuery(serializers.Serializer[Any]):
    as_if = serializers.BooleanField(default=False, help_text="as if drafts and paused rules ran as well")
    rule = serializers.UUIDField(required=False, help_text="only what this rule does")
    day = serializers.DateField(required=False, help_text="whose people are listed")


class WeekRow(serializers.Serializer[Any]):
    monday = serializers.DateField()
    asked = serializers.IntegerField()
    put_off = serializers.IntegerField()


class AskedGroupRow(serializers.Serializer[Any]):
    key = serializers.CharField()
    asked = serializers.IntegerField()
    people = serializers.IntegerField()


class ReasonOfRun(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    reason = serializers.CharField()
    n = serializers.IntegerField()


class CoveredRow(serializers.Serializer[Any]):
    asked = serializers.IntegerField(help_text="clients")
    clients = serializers.IntegerField()
    clients_share = serializers.FloatField(allow_null=True)
    revenue_share = serializers.FloatField(allow_null=True, help_text="of twelve closed months")


@extend_schema_serializer(
    examples=example(
        {
            "program": RULE,
            "first": "2026-08-01",
            "last": "2026-10-31",
            "asked": 120,
            "people": 112,
            "a_week": 9.2,
            "weeks": [{"monday": "2026-08-03", "asked": 9, "put_off": 1}],
            "roles": [{"key": "buyer", "asked": 80, "people": 75}],
            "segments": [{"key": "mid", "asked": 120, "people": 112}],
            "covered": {"asked": 60, "clients": 90, "clients_share": 0.667, "revenue_share": 0.81},
            "reasons": [{"outcome": "deferred", "reason": "asked_lately", "n": 12}],
        }
    )
)
class DryRunPage(serializers.Serializer[Any]):
    """A rule on the last three closed months, as if it had run."""

    program = serializers.UUIDField(source="program.uuid")
    first = serializers.DateField()
    last = serializers.DateField()
    asked = serializers.IntegerField()
    people = serializers.IntegerField()
    a_week = serializers.FloatField()
    weeks = WeekRow(many=True)
    roles = AskedGroupRow(many=True)
    segments = AskedGroupRow(many=True)
    covered = CoveredRow()
    reasons = ReasonOfRun(many=True, help_text="decisions: somebody may be put off several times")
