"""One edit of a survey of forty questions with rules: sent, checked, stored, and the page made anew."""

import statistics
import time
from typing import Any

import pytest

from surveys.actions.drafting import starting
from surveys.models import Survey
from tests.conftest import NOW
from tests.surveys.editor import desks, forms

EDITS = 20


def document() -> dict[str, Any]:
    """Forty scales on four pages in two languages; those of the last page depend on three earlier ones."""
    scale = {"from": 1, "to": 10, "low": {"en": "not", "ru": "нет"}, "high": {"en": "very", "ru": "да"}}
    pages = [{"key": f"page_{p}", "questions": [_question(p, n) for n in range(10)]} for p in range(4)]
    texts = {"en": "Forty questions", "ru": "Сорок вопросов"}
    return {
        "format": 1,
        "key": "forty",
        "kind": "own",
        "name": texts,
        "title": texts,
        "minutes": 6,
        "languages": ["en", "ru"],
        "scales": {"satisfaction": scale},
        "pages": pages,
    }


def _question(page: int, number: int) -> dict[str, Any]:
    words = {"en": f"How satisfied are you with side {page} {number}?", "ru": f"Сторона {page} {number}?"}
    made = {"key": f"q{page}_{number}", "type": "scale", "scale": "satisfaction", "text": words}
    if page == 3:
        both = [{"answer": f"q1_{number}", "at_most": 5}, {"answer": f"q2_{number}", "at_least": 7}]
        made["show_if"] = {"any": [{"answer": f"q0_{number}", "at_most": 5}, {"all": both}]}
    return made


def test_one_edit_of_forty_questions(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    writer = desks.writer()
    library = desks.survey("support", by=writer)
    survey: Survey = starting.copy_mine(survey=library, document=document(), by=writer, now=NOW)
    client, path = desks.client(writer), desks.path(survey, "questions.q2_3")
    fields = dict(forms.fields(client.get(path).content.decode()))
    seconds: list[float] = []
    for number in range(EDITS):
        fields |= {"text:questions.q2_3.text:en": f"Side {number}?", "base_revision": str(number + 1)}
        began = time.perf_counter()
        reply = client.post(path, fields | {"act": "save"}, headers={"X-Requested-With": "fetch"})
        seconds.append(time.perf_counter() - began)
        assert reply.status_code == 200
    with capsys.disabled():
        print(
            f"\none edit of 40 questions: median {statistics.median(seconds) * 1000:.0f} ms, "
            f"slowest {max(seconds) * 1000:.0f} ms, {len(reply.content) / 1000:.0f} kB back"
        )
