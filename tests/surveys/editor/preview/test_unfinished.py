"""However unfinished a draft is, it can be looked at; what is finished stays as it is."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.actions import library
from surveys.definition import document
from surveys.definition.editing import questions
from surveys.definition.editing.drafts import blank
from surveys.definition.editing.fields import KINDS
from surveys.editor.preview import unfinished

READY = library.documents()


@pytest.mark.parametrize("ready", READY, ids=[one["key"] for one in READY])
def test_a_finished_survey_is_shown_as_it_is(ready: dict[str, Any]) -> None:
    assert unfinished.questionnaire(ready, with_rules=True) == document.parse(ready)


def test_without_rules_every_question_stands_there() -> None:
    ready = next(one for one in READY if one["key"] == "support")
    shown = unfinished.questionnaire(ready, with_rules=False)
    assert shown and not any(question.show_if for question in shown.questions)


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_just_added_is_shown(kind: str) -> None:
    draft = blank(key="s", kind="own", name="New", languages=["en", "ru"])
    draft = questions.add_question(draft, kind, page="page").document
    shown = unfinished.questionnaire(draft, with_rules=True)
    assert shown and shown.questions[0].text["ru"] == unfinished.DOTS


def test_an_empty_draft_is_shown_and_left_as_it_was() -> None:
    draft = blank(key="s", kind="own", name="New", languages=["en", "ru"])
    before = deepcopy(draft)
    assert unfinished.questionnaire(draft, with_rules=True)
    assert draft == before


@given(st.data())
def test_parts_that_are_missing_hide_nothing_else(data: st.DataObject) -> None:
    """Any text, option, scale or setting taken away: the rest is still there to be seen."""
    draft = deepcopy(data.draw(st.sampled_from(READY)))
    for _ in range(data.draw(st.integers(1, 4))):
        page = data.draw(st.sampled_from(draft["pages"]))
        question = data.draw(st.sampled_from(page["questions"]))
        name = data.draw(st.sampled_from(sorted(question.keys() - {"key", "type"})))
        if name in ("text", "help"):
            question[name] = {}
        elif isinstance(question[name], list):
            question[name] = []
        else:
            del question[name]
    shown = unfinished.questionnaire(draft, with_rules=True)
    assert shown
    wanted = {q["key"] for page in draft["pages"] for q in page["questions"] if q["type"] != "grid"}
    assert wanted <= set(shown.by_key)
