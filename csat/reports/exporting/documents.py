"""The same as JSON: a list of objects, answers by the keys of their questions, written piece by piece."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from csat.reports.exporting.columns import PERSONAL
from csat.reports.exporting.reading import Told
from csat.reports.exporting.rows import ByAnswer, Progress, Rows
from surveys.definition.questionnaire import OTHER, Question, QuestionType

SMALL = 100  # objects in one piece


def pieces(rows: Rows, progress: Progress | None = None) -> Iterator[bytes]:
    """A JSON document; valid only when it is complete."""
    objects = _answers(rows, progress) if isinstance(rows, ByAnswer) else _responses(rows, progress)
    waiting, is_first = [], True
    yield b"["
    for one in objects:
        waiting.append(("" if is_first else ",") + "\n" + json.dumps(one, ensure_ascii=False, default=_plain))
        is_first = False
        if len(waiting) >= SMALL:
            yield "".join(waiting).encode()
            waiting.clear()
    yield ("".join(waiting) + "\n]\n").encode()


def _responses(rows: Rows, progress: Progress | None) -> Iterator[Mapping[str, Any]]:
    for one in rows.told(progress):
        yield known(rows, one) | {"answers": dict(_given(rows, one))}


def _answers(rows: Rows, progress: Progress | None) -> Iterator[Mapping[str, Any]]:
    for one in rows.told(progress):
        about = known(rows, one)
        for key, value in _given(rows, one):
            yield about | {"question": key, "given": value}


def known(rows: Rows, one: Told) -> dict[str, Any]:
    """What is known of an answer; only what there is."""
    hidden = () if rows.shown.with_people else PERSONAL
    about = rows.about.of(one) | {"survey": rows.versions.numbers[one.response.version_id][0]}
    about["submitted_at"] = one.response.submitted_at
    del about["submitted_at_utc"]
    return {name: value for name, value in about.items() if name not in hidden and value not in (None, "")}


def _given(rows: Rows, one: Told) -> Iterator[tuple[str, Any]]:
    for question in rows.versions.questionnaire(one.response.version_id).questions:
        if question.key in one.answers and rows.shown.may_read(question):
            yield (
                question.key,
                _shown(question, one.answers[question.key], with_people=rows.shown.with_people),
            )


def _shown(question: Question, value: Any, *, with_people: bool) -> Any:
    """The value as it is stored; without people without their words."""
    if with_people:
        return value
    if question.type == QuestionType.CONTACT_WISH:
        return {"choice": value.get("choice")} if isinstance(value, Mapping) else value
    if isinstance(value, list):
        return [OTHER if isinstance(part, Mapping) else part for part in value]
    return OTHER if isinstance(value, Mapping) else value


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)
