"""Rounds as the API tells them: where their invitations stand, who answers, what sampling chose."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from csat.api.asking.serializers.programs import Tree
from csat.api.asking.serializers.strict import PARTS, example
from csat.programs.models import Outcome, Wave

STATES = [(state, state) for state in ("open", "going", "paused", "ended", "done")]
ROUND = {
    "id": "0e9f6c1e-9c3b-4f0f-8a63-0b8f6b1a7c11",
    "program": "8d5e2c9c-3f0a-4a55-9d5b-6f1f0a4f5a10",
    "month": "2026-11-01",
    "starts_on": None,
    "announced_at": "2026-10-26T08:00:00Z",
    "held_at": None,
    "held_because": "",
    "ended_at": None,
    "seed": 2026,
}


@extend_schema_serializer(examples=example(ROUND))
class WaveRow(serializers.Serializer[Any]):
    """A round of a survey rule."""

    id = serializers.UUIDField(source="uuid")
    program = serializers.UUIDField(source="program.uuid")
    month = serializers.DateField(help_text="its first day")
    starts_on = serializers.DateField(allow_null=True, help_text="null: from the month's first")
    announced_at = serializers.DateTimeField(allow_null=True, help_text="when account managers were told")
    held_at = serializers.DateTimeField(allow_null=True, help_text="pauses since")
    held_because = serializers.CharField()
    ended_at = serializers.DateTimeField(allow_null=True, help_text="stopped for good")
    seed = serializers.IntegerField(allow_null=True, help_text="draws the same choice again")


class PartRow(serializers.Serializer[Any]):
    part = serializers.ChoiceField(choices=PARTS)
    n = serializers.IntegerField()


class RateRow(serializers.Serializer[Any]):
    """A group of at least five; smaller ones say only how many were reached."""

    key = serializers.CharField(help_text="a role; others: too small to be told apart; empty: all")
    reached = serializers.IntegerField()
    answered = serializers.IntegerField(allow_null=True)
    share = serializers.FloatField(source="share.estimate", default=None, allow_null=True)
    share_low = serializers.FloatField(source="share.low", default=None, allow_null=True)
    share_high = serializers.FloatField(source="share.high", default=None, allow_null=True)


class DayRateRow(RateRow):
    key = None  # type: ignore[assignment]
    day = serializers.DateField()


class LeftRow(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    reason = serializers.CharField()
    n = serializers.IntegerField()


class HeldRow(serializers.Serializer[Any]):
    name = serializers.CharField()
    because = serializers.CharField()
    is_ended = serializers.BooleanField()


class ProgressRow(serializers.Serializer[Any]):
    due = serializers.IntegerField(help_text="mails that could go now")
    due_for_seconds = serializers.SerializerMethodField(help_text="the longest waiting of them")
    sent_lately = serializers.IntegerField(help_text="in the last ten minutes")
    left_seconds = serializers.SerializerMethodField(help_text="until all due ones went; null: unknown")
    next_at = serializers.DateTimeField(allow_null=True)
    is_stuck = serializers.BooleanField()

    def get_due_for_seconds(self, progress: Any) -> float:
        return float(progress.due_for.total_seconds())

    def get_left_seconds(self, progress: Any) -> float | None:
        return None if progress.left is None else float(progress.left.total_seconds())


@extend_schema_serializer(
    examples=example(ROUND | {"state": "open", "planned": 12, "parts": [{"part": "answered", "n": 5}]})
)
class WavePage(serializers.Serializer[Any]):
    """A round as far as it concerns the caller's clients. The parts add up to what was planned."""

    wave = WaveRow(source="chosen.wave")
    state = serializers.ChoiceField(choices=STATES)
    planned = serializers.IntegerField(source="parts.planned")
    answered = serializers.IntegerField(source="parts.answered")
    reached = serializers.IntegerField(source="parts.reached")
    reminded = serializers.IntegerField(source="parts.reminded")
    parts = PartRow(source="parts.counts", many=True)
    progress = ProgressRow()
    rate = RateRow(source="rates.total")
    by_role = RateRow(source="rates.roles", many=True)
    by_day = DayRateRow(source="rates.days", many=True)
    not_asked = LeftRow(source="left", many=True, help_text="who was put off or not asked, by reason")
    held = HeldRow(many=True, help_text="batches that do not go out")
    sampling = Tree(help_text="what was wanted and reached; {} where everybody is asked")


class WaveNow(serializers.Serializer[Any]):
    """The round after what was done to it, and how many mails wait or were taken back."""

    wave: Any = WaveRow()
    mails = serializers.IntegerField()


def now(wave: Wave, mails: int) -> Any:
    return WaveNow({"wave": wave, "mails": mails}).data
