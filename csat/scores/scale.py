"""What answers are worth: every measure on 0 to 100 (NPS -100 to 100), in whole thousandths."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from surveys.definition.questionnaire import MeasureKind, Question, Questionnaire

DEFINITION = 1  # raise it when a formula below changes: stored scores carry it
MILLI = 1000
LEAST_ANSWERED_WEIGHT = Fraction(1, 2)
# Lowest satisfied answer by the scale's highest number: 8 of 10, 4 of 5.
SATISFIED_FROM = {10: 8, 5: 4}
PROMOTERS_FROM, PASSIVES_FROM = 9, 7
PLAIN = (
    MeasureKind.OVERALL,
    MeasureKind.EFFORT,
    MeasureKind.TREND,
    MeasureKind.INTENTION,
    MeasureKind.PRESSURE,
)

Weights = Mapping[str, Decimal | float | int]


@dataclass(frozen=True)
class Measured:
    """One value out of a response; `given` is the number ticked, where one was."""

    measure: str
    value_milli: int
    given: int | None = None


def measure(questionnaire: Questionnaire, answers: Mapping[str, Any], weights: Weights) -> list[Measured]:
    """Every measure that the answers give: csi, overall, nps, csat, attribute:<name>, effort, trend, ...

    `weights`: attribute -> agreed importance, any positive numbers; empty: all alike. "Cannot judge" and
    unanswered questions give nothing. A reversed item is turned here, so that 100 is always best.
    """
    found: list[Measured] = []
    attributes: dict[str, Fraction | None] = {}
    for question in questionnaire.questions:
        if question.measure is None or question.scale is None:
            continue
        kind, given = question.measure.kind, _ticked(question, answers)
        if kind == MeasureKind.ATTRIBUTE:
            attributes[question.measure.attribute] = None if given is None else _points(question, given)
        if given is not None:
            found += _of_one(question, kind, given)
    if not any(one.measure == MeasureKind.CSAT for one in found):
        found += _csat_of_overall(questionnaire, answers)
    index = csi(attributes, weights)
    return found if index is None else [*found, Measured("csi", index)]


def csi(attributes: Mapping[str, Fraction | None], weights: Weights) -> int | None:
    """Importance-weighted mean of the answered attributes in thousandths; None below half of the weight.

    CSI = sum(w p) / sum(w) over answered attributes, p = 100 (x - lo) / (hi - lo). An attribute that the
    weights do not name weighs as much as their mean, so that an agreed set never hides a newer question.
    """
    exact = _exact_weights(attributes, weights)
    answered = {name: points for name, points in attributes.items() if points is not None}
    weight = sum((exact[name] for name in answered), Fraction(0))
    if not answered or weight < LEAST_ANSWERED_WEIGHT * sum(exact.values()):
        return None
    return _milli(sum((exact[name] * points for name, points in answered.items()), Fraction(0)) / weight)


def _exact_weights(attributes: Iterable[str], weights: Weights) -> dict[str, Fraction]:
    named = {name: Fraction(str(weight)) for name, weight in weights.items() if weight > 0}
    usual = sum(named.values(), Fraction(0)) / len(named) if named else Fraction(1)
    return {name: named.get(name, usual) for name in attributes}


def _ticked(question: Question, answers: Mapping[str, Any]) -> int | None:
    given = answers.get(question.key)
    is_number = isinstance(given, int) and not isinstance(given, bool)
    return given if is_number and question.scale and given in question.scale.points else None


def _points(question: Question, given: int) -> Fraction:
    """Where the answer stands between the scale's ends, 0 to 100; turned where a high number is bad."""
    assert question.scale is not None and question.measure is not None
    low, high = question.scale.lowest, question.scale.highest
    steps = high - given if question.measure.is_reversed else given - low
    return Fraction(100 * steps, high - low)


def _of_one(question: Question, kind: MeasureKind, given: int) -> list[Measured]:
    assert question.measure is not None
    if kind == MeasureKind.ATTRIBUTE:
        name = f"attribute:{question.measure.attribute}"
        return [Measured(name, _milli(_points(question, given)), given)]
    if kind == MeasureKind.NPS:
        return [Measured("nps", _nps(given), given)]
    if kind == MeasureKind.CSAT:
        return [Measured("csat", _csat(question, given), given)]
    return [Measured(str(kind), _milli(_points(question, given)), given)] if kind in PLAIN else []


def _csat_of_overall(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> list[Measured]:
    """CSAT is the share of the satisfied; without a question of its own it is read from the overall one."""
    for question in questionnaire.measured(MeasureKind.OVERALL):
        given = _ticked(question, answers)
        if given is not None and question.scale and question.scale.highest in SATISFIED_FROM:
            return [Measured("csat", _csat(question, given), given)]
    return []


def _csat(question: Question, given: int) -> int:
    assert question.scale is not None
    satisfied_from = SATISFIED_FROM.get(question.scale.highest, question.scale.highest)
    return 100 * MILLI if given >= satisfied_from else 0


def _nps(given: int) -> int:
    if given >= PROMOTERS_FROM:
        return 100 * MILLI
    return 0 if given >= PASSIVES_FROM else -100 * MILLI


def _milli(points: Fraction) -> int:
    """Thousandths, halves up: the same on every machine, unlike a rounded float."""
    return int((points * MILLI + Fraction(1, 2)).__floor__())
