"""What a person answers, question by question, out of how satisfied they are."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from config.demo.story.satisfaction import MEAN
from surveys.definition import conditions
from surveys.definition.questionnaire import CANNOT_JUDGE, MeasureKind, Question, Questionnaire, QuestionType

WORDS: dict[str, Any] = json.loads(Path(__file__).with_name("comments.json").read_text(encoding="utf-8"))
# What the company is good and bad at, in points of ten beside the overall feeling.
STRENGTHS = {
    "quality": 0.5,
    "delivery_dates": -0.7,
    "completeness": 0.2,
    "competence": 0.5,
    "reply_speed": -0.2,
    "problem_handling": -0.5,
    "delivered_as_agreed": 0.4,
    "documents": -0.1,
}
# The fading account misses the visits: the goods stay fine, the attention goes.
FADING = {"quality": 2.6, "completeness": 2.4, "delivery_dates": 1.5, "delivered_as_agreed": 2.4}
# How far an attribute goes along with the overall feeling; the rest is its own. A clear change moves all.
BOUND = {
    "delivery_dates": 0.95,
    "problem_handling": 0.85,
    "quality": 0.6,
    "reply_speed": 0.6,
    "competence": 0.4,
    "completeness": 0.3,
}
OWN_POINTS, FREE_POINTS = 0.9, 1.8
IMPORTANCE = (0.26, 0.24, 0.12, 0.13, 0.12, 0.13)
CANNOT_JUDGE_SHARE, COMMENT_SHARE, COMMENT_SHARE_LOW = 0.03, 0.3, 0.8


@dataclass(frozen=True)
class Person:
    """Who answers. `felt` and `usual`: now and as a rule, points of ten; `story`: fading, dropped or none."""

    felt: float
    usual: float
    language: str
    phone: str
    story: str = ""
    lean: Mapping[str, float] = field(default_factory=dict)  # by attribute, beside everybody's


def give(
    questionnaire: Questionnaire, person: Person, facts: Mapping[str, Any], rng: np.random.Generator
) -> dict[str, Any]:
    """Valid answers to every shown question, by key; an optional one may be left out."""
    given: dict[str, Any] = {}
    for question in questionnaire.questions:
        if conditions.is_shown(question.show_if, given, facts):
            value = _one(question, person, given, rng)
            if value is not None:
                given[question.key] = value
    return given


def _one(question: Question, person: Person, given: Mapping[str, Any], rng: np.random.Generator) -> Any:
    if question.type == QuestionType.SCALE:
        return _scale(question, person, rng)
    if question.type == QuestionType.CONTACT_WISH:
        return _wish(person, rng)
    if question.type == QuestionType.CHOICES:
        return _important(question, rng)
    if question.type == QuestionType.YES_NO:
        return "yes" if rng.random() < 0.02 else "no"
    if question.type == QuestionType.LONG_TEXT:
        return _comment(person, given, rng)
    return None


def _scale(question: Question, person: Person, rng: np.random.Generator) -> int | str | None:
    scale, measure = question.scale, question.measure
    assert scale is not None  # the document's schema demands one
    kind = measure.kind if measure else None
    if question.cannot_judge and rng.random() < CANNOT_JUDGE_SHARE and kind != MeasureKind.OVERALL:
        return CANNOT_JUDGE
    if kind is None:  # worse or better than something: the middle stands for how it usually is
        middle = (scale.lowest + scale.highest) / 2
        return _whole(middle + (person.felt - MEAN) / 2, scale.lowest, scale.highest)
    if kind in (MeasureKind.TREND, MeasureKind.INTENTION):
        change = 0.6 * (person.felt - person.usual) + (0 if kind == MeasureKind.TREND else 0.1)
        return _whole(3 + change + rng.normal(0, 0.5), scale.lowest, scale.highest)
    if kind == MeasureKind.PRESSURE:
        return _whole(
            1.3 + max(0.0, 7 - person.felt) * 0.5 + rng.exponential(0.5), scale.lowest, scale.highest
        )
    if kind == MeasureKind.ATTRIBUTE and measure:
        given = _beside(person, measure.attribute) + rng.normal(0, OWN_POINTS)
        return _whole(given, scale.lowest, scale.highest)
    return _whole(person.felt, scale.lowest, scale.highest)


def _beside(person: Person, attribute: str) -> float:
    lean = STRENGTHS.get(attribute, 0.0) + person.lean.get(attribute, 0.0)
    if person.story == "fading":
        lean += FADING.get(attribute, -0.3) * max(0.0, person.usual - person.felt) / 3
    small = min(max(person.felt - MEAN, -FREE_POINTS), FREE_POINTS)
    return person.felt - (1 - BOUND.get(attribute, 1.0)) * small + lean


def _whole(value: float, lowest: int, highest: int) -> int:
    return int(np.clip(round(float(value)), lowest, highest))


def _wish(person: Person, rng: np.random.Generator) -> dict[str, str] | None:
    draw, wants = rng.random(), 0.30 if person.felt < 5.5 else 0.035
    if person.story == "dropped" and person.felt < 5.5:
        wants = 0.7
    if draw < wants:
        time = {"en": "tomorrow after 10", "ru": "завтра после 10"}[person.language]
        return {"choice": "yes", "phone": person.phone, "time": time}
    return {"choice": "no"} if draw < 0.75 else None


def _important(question: Question, rng: np.random.Generator) -> list[str] | None:
    if rng.random() < 0.15:
        return None
    keys = np.array(question.option_keys)
    odds = np.array(IMPORTANCE) if len(keys) == len(IMPORTANCE) else np.full(len(keys), 1 / len(keys))
    picked = rng.choice(len(keys), size=int(question.most or 3), replace=False, p=odds / odds.sum())
    return [str(keys[i]) for i in sorted(picked)]


def _comment(person: Person, given: Mapping[str, Any], rng: np.random.Generator) -> str | None:
    """Words about what they rated worst or, when content, best; the stories have their own."""
    is_low = person.felt < 6.5
    own = WORDS[person.language].get(person.story, ())
    has_news = person.story and person.usual - person.felt > 1.0
    if has_news and rng.random() < 0.8:
        return str(rng.choice(own))
    if rng.random() > (COMMENT_SHARE_LOW if is_low else COMMENT_SHARE):
        return None
    rated = {k: v for k, v in given.items() if k in STRENGTHS and isinstance(v, int)}
    if not rated:
        return None
    attribute = (
        min(rated, key=lambda k: rated[k])
        if is_low or rng.random() < 0.4
        else max(rated, key=lambda k: rated[k])
    )
    tone = "bad" if rated[attribute] <= 6 or (is_low and rated[attribute] < 8) else "good"
    return str(rng.choice(WORDS[person.language][attribute][tone]))
