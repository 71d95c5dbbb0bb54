"""Form fields into answers: what was posted is what the judge sees, right or wrong."""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from hypothesis import given, settings

from surveys.definition import document, values
from surveys.definition.questionnaire import QuestionType
from surveys.rendering import posted
from tests.surveys.rendering.test_pages import EVERY_TYPE, answers

PAGE = document.parse(EVERY_TYPE).pages[0]
QUESTIONS = {question.key: question for question in PAGE.questions}


@pytest.mark.parametrize(
    ("query", "answers"),
    [
        ("", {}),
        ("row_a=7&row_b=cannot_judge&alone=0", {"row_a": 7, "row_b": "cannot_judge", "alone": 0}),
        ("row_a=seven", {"row_a": "seven"}),
        ("one=other&one.other=mine", {"one": {"other": "mine"}}),
        ("one=x&one.other=ignored", {"one": "x"}),
        ("many=x&many=other&many.other=mine", {"many": ["x", {"other": "mine"}]}),
        ("order.x=2&order.y=1", {"order": ["y", "x"]}),
        ("order.x=1&order.y=1", {"order": {"x": "1", "y": "1"}}),
        ("order.x=&order.y=", {}),
        ("count=12,5", {"count": 12.5}),
        ("count=1+234", {"count": 1234}),
        ("count=cannot_judge", {"count": "cannot_judge"}),
        ("count=dozen", {"count": "dozen"}),
        ("wish=yes&wish.phone=1&wish.time=", {"wish": {"choice": "yes", "phone": "1"}}),
        ("wish.phone=1", {"wish": {"choice": "", "phone": "1"}}),
        ("line=+said+&said=nothing&foreign=1", {"line": "said"}),
        ("paper.remove=1&paper=forged", {"paper": {"remove": True}}),
        ("side_0=7&side_0_importance=2", {"side_0": 7, "side_0_importance": 2}),
    ],
)
def test_fields_become_answers(query: str, answers: dict[str, Any]) -> None:
    assert posted.answers(PAGE, QueryDict(query)) == answers


def test_a_file_comes_as_it_was_uploaded() -> None:
    upload = SimpleUploadedFile("plan.pdf", b"%PDF")

    assert posted.answers(PAGE, QueryDict("paper.remove=1"), {"paper": upload}) == {
        "paper": {"upload": upload}
    }


@settings(deadline=None)
@given(answers)
def test_fields_of_an_answer_post_it_again(given_answers: dict[str, Any]) -> None:
    """What another device gave is filled in by these fields; it must come back as it was."""
    post = QueryDict(mutable=True)
    good = dict(good_ones(given_answers))
    for key, answer in good.items():
        for name, value in posted.fields(QUESTIONS[key], answer):
            post.appendlist(name, value)

    assert dict(good_ones(posted.answers(PAGE, post))) == good


def good_ones(given_answers: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, answer in given_answers.items():
        is_exact = not isinstance(answer, int | float) or abs(answer) < 2**53  # numbers are read as floats
        if key in QUESTIONS and QUESTIONS[key].type != QuestionType.FILE and is_exact:
            with contextlib.suppress(values.WrongValue):
                clean = values.clean(QUESTIONS[key], answer)
                if clean is not None:
                    yield key, clean
