"""Single values: what is stored, and the name of what is wrong."""

from datetime import date
from typing import Any

import pytest

from surveys.definition import document, values
from surveys.definition.questionnaire import Question
from tests.surveys.definition.test_document import changed

OPTIONS = [{"key": key, "text": {"en": key}} for key in ("x", "y", "z")]


def question(**fields: Any) -> Question:
    return document.parse(changed(**fields)).questions[1]


SCALE = question(type="scale", scale="ten", cannot_judge=True)
CHOICE = question(type="choice", options=OPTIONS, other=True)
CHOICES = question(type="choices", options=OPTIONS, other=True, least=2, most=2)
RANKING = question(type="ranking", options=OPTIONS)
NUMBER = question(type="number", least=1, most=5, whole=True)
WISH = question(type="contact_wish")
TEXT = question(type="text")
SHORT = question(type="text", least=3, most=5)
SPRING = question(type="date", earliest="2026-03-01", latest="2026-05-31")
PAST = question(type="date", latest="today")
COMING = question(type="date", earliest="today")
FILE = question(type="file", formats=["pdf", "jpg"], most_mb=2)
UPLOAD = {"file": "6F9619FF-8b86-4d01-b42d-00cf4fc964ff", "name": "Скан 1.JPEG", "size": 2 * 1024 * 1024}
TODAY = date(2026, 4, 15)


@pytest.mark.parametrize(
    ("asked", "given", "stored"),
    [
        (SCALE, 10, 10),
        (SCALE, "cannot_judge", "cannot_judge"),
        (SCALE, None, None),
        (CHOICE, "x", "x"),
        (CHOICE, {"other": "  mine "}, {"other": "mine"}),
        (CHOICES, ["z", "x"], ["x", "z"]),
        (CHOICES, [{"other": "mine"}, "y"], ["y", {"other": "mine"}]),
        (CHOICES, [], None),
        (RANKING, ["z", "x", "y"], ["z", "x", "y"]),
        (NUMBER, 3.0, 3.0),
        (TEXT, "  said\r\nso  ", "said\nso"),
        (TEXT, "   ", None),
        (question(type="date"), "2026-11-03", "2026-11-03"),
        (question(type="yes_no"), "yes", "yes"),
        (SHORT, " four ", "four"),
        (SPRING, "2026-03-01", "2026-03-01"),
        (SPRING, "2026-05-31", "2026-05-31"),
        (PAST, "2026-04-15", "2026-04-15"),
        (COMING, "2026-04-15", "2026-04-15"),
        (FILE, UPLOAD, UPLOAD | {"file": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"}),
        (
            WISH,
            {"choice": "yes", "phone": " +7 912  555 ", "who": "x"},
            {"choice": "yes", "phone": "+7 912 555"},
        ),
        (WISH, {"choice": "no", "phone": "1"}, {"choice": "no"}),
        (WISH, {"choice": "other_person", "who": "Olga"}, {"choice": "other_person", "who": "Olga"}),
    ],
    ids=str,
)
def test_a_good_value_is_stored_clean(asked: Question, given: Any, stored: Any) -> None:
    assert values.clean(asked, given, today=TODAY) == stored


@pytest.mark.parametrize(
    ("asked", "given", "code"),
    [
        (SCALE, 0, "not_on_scale"),
        (SCALE, 11, "not_on_scale"),
        (SCALE, True, "not_on_scale"),
        (SCALE, 7.0, "not_on_scale"),
        (SCALE, "7", "not_on_scale"),
        (question(type="scale", scale="ten"), "cannot_judge", "not_on_scale"),
        (CHOICE, "unheard", "not_an_option"),
        (CHOICE, {"other": " "}, "other_empty"),
        (CHOICE, {"other": "nul\x00"}, "not_an_option"),
        (question(type="choice", options=OPTIONS), {"other": "mine"}, "not_an_option"),
        (CHOICES, ["x"], "too_few"),
        (CHOICES, ["x", "y", "z"], "too_many"),
        (CHOICES, ["x", "x"], "repeated"),
        (CHOICES, "x", "wrong_shape"),
        (CHOICES, [["x"], "y"], "not_an_option"),
        (RANKING, ["x", "y"], "incomplete_ranking"),
        (RANKING, ["x", "y", "y"], "incomplete_ranking"),
        (RANKING, {"x": "1", "y": "1"}, "incomplete_ranking"),
        (NUMBER, "12", "not_a_number"),
        (NUMBER, float("nan"), "not_a_number"),
        (NUMBER, float("inf"), "not_a_number"),
        (NUMBER, 2.5, "not_whole"),
        (NUMBER, 0, "number_too_small"),
        (NUMBER, 6, "number_too_large"),
        (TEXT, "x" * 301, "too_long"),
        (NUMBER, 10**400, "not_a_number"),
        (TEXT, "nul\x00", "wrong_shape"),
        (TEXT, "half a letter \ud83d", "wrong_shape"),
        (TEXT, 7, "wrong_shape"),
        (question(type="date"), "03.11.2026", "not_a_date"),
        (question(type="date"), 7, "not_a_date"),
        (question(type="yes_no"), "perhaps", "not_an_option"),
        (SHORT, "ab", "too_short"),
        (SHORT, "abcdef", "too_long"),
        (question(type="text", most=9000), "x" * 301, "too_long"),
        (SPRING, "2026-02-28", "date_too_early"),
        (SPRING, "2026-06-01", "date_too_late"),
        (PAST, "2026-04-16", "date_too_late"),
        (COMING, "2026-04-14", "date_too_early"),
        (FILE, UPLOAD | {"name": "run.exe"}, "file_format"),
        (FILE, UPLOAD | {"name": "jpg"}, "file_format"),
        (FILE, UPLOAD | {"size": 2 * 1024 * 1024 + 1}, "file_too_large"),
        (FILE, UPLOAD | {"size": 0}, "file_empty"),
        (FILE, UPLOAD | {"size": "1"}, "wrong_shape"),
        (FILE, UPLOAD | {"file": "../../etc/passwd"}, "wrong_shape"),
        (FILE, UPLOAD | {"path": "/etc"}, "wrong_shape"),
        (FILE, UPLOAD | {"name": "x" * 201 + ".pdf"}, "wrong_shape"),
        (FILE, "photo.jpg", "wrong_shape"),
        (question(type="statement"), "hello", "takes_no_answer"),
        (WISH, {"choice": "perhaps"}, "not_an_option"),
        (WISH, {"choice": "other_person", "who": " "}, "who_missing"),
        (WISH, {"choice": "yes", "phone": "nul\x00"}, "wrong_shape"),
        (WISH, {"choice": "yes", "phone": 7}, "wrong_shape"),
        (WISH, {"choice": "yes", "salary": "7"}, "wrong_shape"),
        (WISH, "yes", "wrong_shape"),
        (WISH, {"choice": ["yes"]}, "wrong_shape"),
    ],
    ids=str,
)
def test_a_wrong_value_is_named(asked: Question, given: Any, code: str) -> None:
    with pytest.raises(values.WrongValue) as caught:
        values.clean(asked, given, today=TODAY)

    assert caught.value.code == code
