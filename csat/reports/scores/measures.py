"""Which measures can be shown, of what kind they are, and on which scale they were ticked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from csat.scores.scale import SATISFIED_FROM
from surveys.definition.questionnaire import MeasureKind, Question, Questionnaire
from surveys.models import SurveyVersion
from surveys.rendering import published

POINTS, SHARE, NPS = "points", "share", "nps"
CSI, OVERALL, CSAT = "csi", "overall", "csat"
PREFIX = "attribute:"
# One series: only periodic surveys count in these, whatever else asks for them.
HEADLINE = (CSI, OVERALL)
ORDER = (CSI, OVERALL, "nps", CSAT, "effort")
TEN = (1, 10)


@dataclass(frozen=True)
class Measure:
    """`kind`: points of 0 to 100, a share of the satisfied in points, or NPS from -100 to 100. `ticked`: the
    measure whose ticked numbers, `lowest` to `highest`, show the spread of the answers.
    """

    key: str
    kind: str = POINTS
    ticked: str = ""
    lowest: int = TEN[0]
    highest: int = TEN[1]

    @property
    def is_headline(self) -> bool:
        return self.key in HEADLINE

    @property
    def attribute(self) -> str:
        return self.key.removeprefix(PREFIX) if self.key.startswith(PREFIX) else ""

    @property
    def bounds(self) -> tuple[float, float]:
        return (-100.0, 100.0) if self.kind == NPS else (0.0, 100.0)


def questionnaires() -> tuple[Questionnaire, ...]:
    """The latest published version of every survey, by survey; one query once they were read."""
    latest = SurveyVersion.objects.order_by("survey_id", "-number").distinct("survey_id")
    return tuple(published.questionnaire(pk) for pk in latest.values_list("id", flat=True))


def available(*, with_pressure: bool) -> tuple[Measure, ...]:
    """What the published surveys measure: the indices, then attributes as they are asked.

    Trend and intention are no grades and left out; being pressed is read `with_pressure` only.
    """
    asked = questionnaires()
    scales: dict[str, tuple[int, int]] = {}
    for key, lowest, highest in (found for one in asked for found in _scales(one)):
        before = scales.get(key, (lowest, highest))
        scales[key] = min(lowest, before[0]), max(highest, before[1])
    if any(key.startswith(PREFIX) for key in scales):
        scales[CSI] = scales.get(OVERALL, TEN)
    if CSAT not in scales and scales.get(OVERALL, (0, 0))[1] in SATISFIED_FROM:
        scales[CSAT] = scales[OVERALL]
    names = [*(key for key in ORDER if key in scales), *(key for key in scales if key.startswith(PREFIX))]
    if with_pressure and MeasureKind.PRESSURE in scales:
        names.append(MeasureKind.PRESSURE)
    return tuple(_measure(name, scales[name]) for name in names)


def _scales(questionnaire: Questionnaire) -> Iterator[tuple[str, int, int]]:
    for question in questionnaire.questions:
        if question.measure and question.scale:
            yield _key(question), question.scale.lowest, question.scale.highest


def _key(question: Question) -> str:
    assert question.measure is not None
    kind = question.measure.kind
    return f"{PREFIX}{question.measure.attribute}" if kind == MeasureKind.ATTRIBUTE else str(kind)


def _measure(key: str, scale: tuple[int, int]) -> Measure:
    kind = NPS if key == MeasureKind.NPS else SHARE if key == CSAT else POINTS
    return Measure(
        key=key, kind=kind, ticked=OVERALL if key == CSI else key, lowest=scale[0], highest=scale[1]
    )


def asks(questionnaire: Questionnaire, measure: Measure) -> bool:
    """Whether a survey asks for what the measure is made of."""
    keys: Iterable[str] = {key for key, _, _ in _scales(questionnaire)}
    if measure.key == CSI:
        return any(key.startswith(PREFIX) for key in keys)
    return measure.key in keys or (measure.key == CSAT and OVERALL in keys)
