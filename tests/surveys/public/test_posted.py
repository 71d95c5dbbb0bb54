"""Form fields into answers: what was posted is what the judge sees, right or wrong."""

from typing import Any

import pytest
from django.http import QueryDict

from surveys.definition import document
from surveys.public import posted
from tests.surveys.rendering.test_pages import EVERY_TYPE

PAGE = document.parse(EVERY_TYPE).pages[0]


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
    ],
)
def test_fields_become_answers(query: str, answers: dict[str, Any]) -> None:
    assert posted.answers(PAGE, QueryDict(query)) == answers
