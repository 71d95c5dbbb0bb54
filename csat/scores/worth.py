"""The scores that a response is worth, as rows not yet stored: for recording, rebuilding and checking."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from csat.customers import queries as customers
from csat.programs.models import ProgramKind, Touchpoint
from csat.scores import scale
from csat.scores.models import Score, WeightSet
from surveys.models import Response, Verdict
from surveys.rendering import published

COLUMNS = (
    "touchpoint_id",
    "program_id",
    "account_id",
    "contact_id",
    "role",
    "value_milli",
    "given",
    "is_headline",
    "occurred_on",
    "month",
    "weight_set_id",
    "definition",
)


@dataclass(frozen=True)
class Agreed:
    """What scoring needs to know beside the answer: the company's zone, and the weights of each year."""

    zone: ZoneInfo
    weight_sets: Mapping[int, WeightSet]

    @classmethod
    def now(cls) -> "Agreed":
        sets = {row.year: row for row in WeightSet.objects.all()}
        return cls(zone=ZoneInfo(customers.company().zone), weight_sets=sets)


def scores_of(
    response: Response, touchpoint: Touchpoint, first_answers: Mapping[str, Any], agreed: Agreed
) -> dict[str, Score]:
    """Measure -> score. Nothing for an answer that is doubtful, excluded or not submitted.

    Values come from what was first submitted; account, people and role from the touchpoint.
    """
    if response.verdict != Verdict.COUNTS or response.submitted_at is None:
        return {}
    day = response.submitted_at.astimezone(agreed.zone).date()
    weight_set = agreed.weight_sets.get(day.year)
    measured = scale.measure(
        published.questionnaire(response.version_id), first_answers, weight_set.weights if weight_set else {}
    )
    return {
        one.measure: _score(response, touchpoint, one, day=day, weight_set=weight_set) for one in measured
    }


def is_same(one: Score, other: Score) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in COLUMNS)


def _score(
    response: Response,
    touchpoint: Touchpoint,
    measured: scale.Measured,
    *,
    day: date,
    weight_set: WeightSet | None,
) -> Score:
    return Score(
        response_id=response.pk,
        touchpoint_id=touchpoint.pk,
        program_id=touchpoint.program_id,
        account_id=touchpoint.account_id,
        contact_id=touchpoint.contact_id,
        role=touchpoint.role,
        measure=measured.measure,
        value_milli=measured.value_milli,
        given=measured.given,
        is_headline=touchpoint.program.kind == ProgramKind.PERIODIC,
        occurred_on=day,
        month=day.replace(day=1),
        weight_set_id=weight_set.pk if weight_set and measured.measure == "csi" else None,
        definition=scale.DEFINITION,
    )
