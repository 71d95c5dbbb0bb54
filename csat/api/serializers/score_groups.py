"""Scores by group, as the API asks for them and tells them."""

from typing import Any

from rest_framework import serializers

from csat.insight.intervals.interval import Interval
from csat.reports.period import CHOICES, DEFAULT_MONTHS
from csat.reports.scores import wish
from csat.reports.scores.table import Row


class ScoreGroupsQuery(serializers.Serializer[Any]):
    """What may stand in the address; the filters are those of the pages."""

    by = serializers.ChoiceField(choices=wish.WAYS, default=wish.SEGMENT, help_text="what to group by")
    measure = serializers.CharField(
        default="csi", max_length=60, help_text="csi, overall, nps, csat, effort, attribute:<name>"
    )
    months = serializers.ChoiceField(choices=CHOICES, default=DEFAULT_MONTHS, help_text="closed months back")
    team = serializers.UUIDField(required=False)
    manager = serializers.UUIDField(required=False, help_text="who holds the client today")
    segment = serializers.CharField(required=False, max_length=100)
    client = serializers.CharField(
        required=False, max_length=100, help_text="part of a name; brings what is below"
    )
    after = serializers.CharField(required=False, max_length=400, help_text="`next` of the page before")


class GradeRow(serializers.Serializer[Any]):
    """Points of 0 to 100 (csat: percent; nps: -100 to 100) with the 95 % interval; null where unknown."""

    estimate = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class GroupRow(serializers.Serializer[Any]):
    """One group. Of fewer than 5 answers, other than of a client or person, all but its name is null."""

    key = serializers.CharField(allow_null=True, help_text="public id, role, segment or first day")
    name = serializers.CharField(allow_null=True)
    score = GradeRow(source="*")
    n = serializers.IntegerField(allow_null=True)
    clients = serializers.IntegerField(allow_null=True)
    ticks = serializers.ListField(
        child=serializers.IntegerField(), help_text="how often each number of the scale was ticked"
    )
    reached = serializers.IntegerField(help_text="invitations that did not bounce within 72 hours")
    answered = serializers.IntegerField()

    def to_representation(self, instance: Row) -> dict[str, Any]:
        is_hidden = instance.is_hidden
        return {
            "key": instance.group.key if instance.group else None,
            "name": instance.group.name if instance.group else None,
            "score": grade(instance.score),
            "n": None if is_hidden else instance.score.n,
            "clients": None if is_hidden else instance.clients,
            "ticks": list(instance.ticks),
            "reached": instance.reached,
            "answered": instance.answered,
        }


class WeighingRow(serializers.Serializer[Any]):
    """One way to weigh all answers. `difference` is from the score by person."""

    by = serializers.CharField(source="name", help_text="person, role or revenue")
    score = GradeRow()
    n_eff = serializers.FloatField(allow_null=True, help_text="worth so many equal answers")
    difference = GradeRow(allow_null=True)


class RoleHeardRow(serializers.Serializer[Any]):
    role = serializers.CharField()
    heard = serializers.IntegerField()
    clients = serializers.IntegerField(help_text="that have somebody in this role")


class CoverageRow(serializers.Serializer[Any]):
    """Whose voices are in the scores. Money in minor units, of twelve closed months."""

    heard = serializers.IntegerField()
    clients = serializers.IntegerField()
    roles = RoleHeardRow(many=True)
    heard_minor = serializers.IntegerField()
    minor = serializers.IntegerField()


class ScoreGroupsRow(serializers.Serializer[Any]):
    """A measure by group over the last closed months and the open one."""

    by = serializers.CharField(source="asked.by")
    measure = serializers.CharField(source="asked.measure.key")
    first = serializers.DateField(source="period.first")
    until = serializers.DateField(source="period.until", help_text="without this day")
    method = serializers.CharField(help_text="clustered, pooled, managers, pooled_shares, top_box, nps, own")
    total = GroupRow()
    others = GradeRow(allow_null=True, help_text="all clients not chosen, where they are 5 or more")
    weighings = WeighingRow(source="weighed.ways", many=True)
    weighings_verdict = serializers.CharField(
        source="weighed.verdict", help_text="agree, disagree, cannot_tell"
    )
    coverage = CoverageRow()
    results = GroupRow(source="rows", many=True)
    next = serializers.CharField(help_text="give it as `after`; empty on the last page", allow_blank=True)


def grade(score: Interval) -> dict[str, float | None]:
    return {"estimate": score.estimate, "low": score.low, "high": score.high}
