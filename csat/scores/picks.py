"""What clients said matters most to them: the "pick three" of regular surveys, a row an answer."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from csat.customers.models import Account
from csat.programs.models import ProgramKind, Touchpoint
from csat.scores.columns import calendar
from surveys.definition.questionnaire import MeasureKind, Question, Questionnaire
from surveys.models import Verdict
from surveys.rendering import published

FIRST_REVISION = 1
RESPONSE = "invitation__response"


@dataclass(frozen=True)
class Picks:
    """r answers; `picked` (r, q): whether each picked the attribute with that name."""

    account_ids: NDArray[np.int64]
    names: tuple[str, ...]
    picked: NDArray[np.bool_]


def picks(accounts: QuerySet[Account], *, first: date, until: date) -> Picks:
    """A row a counted periodic answer of [first, until) that picked something, by time; as first submitted.

    An option stands for the attribute that its question rates, or for the attribute with its own name.
    A query for the versions asked, and one a version that asks what matters.
    """
    zone = calendar.zone()
    answered: Any = Touchpoint.objects.filter(
        account__in=accounts.values("id"),
        program__kind=ProgramKind.PERIODIC,
        invitation__response__verdict=Verdict.COUNTS,
        invitation__response__submitted_at__gte=calendar.start_of(first, zone),
        invitation__response__submitted_at__lt=calendar.start_of(until, zone),
        invitation__response__revisions__revision=FIRST_REVISION,
    ).order_by(f"{RESPONSE}__submitted_at", "id")
    versions = answered.order_by().values_list(f"{RESPONSE}__version", flat=True).distinct()
    rows = [row for version in sorted(versions) for row in _picked(answered, version)]
    names = tuple(sorted({name for _, chosen in rows for name in chosen}))
    return Picks(
        account_ids=np.array([account for account, _ in rows], dtype=np.int64),
        names=names,
        picked=np.array([[name in chosen for name in names] for _, chosen in rows], dtype=bool).reshape(
            len(rows), len(names)
        ),
    )


def _picked(answered: Any, version: int) -> list[tuple[int, frozenset[str]]]:
    questionnaire = published.questionnaire(version)
    found = []
    for question in questionnaire.measured(MeasureKind.IMPORTANCE):
        meaning = _meaning(question, questionnaire)
        given = f"{RESPONSE}__revisions__answers__{question.key}"
        asked = answered.filter(**{f"{RESPONSE}__version": version, f"{given}__isnull": False})
        for account, chosen in asked.values_list("account_id", given):
            names = frozenset(meaning[key] for key in _keys(chosen) if key in meaning)
            if names:
                found.append((account, names))
    return found


def _keys(chosen: Any) -> list[str]:
    return [key for key in chosen if isinstance(key, str)] if isinstance(chosen, list) else []


def _meaning(question: Question, questionnaire: Questionnaire) -> dict[str, str]:
    """Option -> attribute."""
    rated = {
        one.key: one.measure.attribute
        for one in questionnaire.measured(MeasureKind.ATTRIBUTE)
        if one.measure is not None
    }
    return {key: rated.get(key, key) for key in question.option_keys}
