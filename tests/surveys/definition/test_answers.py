"""The judge on the library's surveys; test_drawn.py tries it on random ones."""

from typing import Any

from surveys.actions import library
from surveys.definition import answers, document
from surveys.definition.questionnaire import Questionnaire
from tests.surveys.definition.test_document import changed

PERIODIC = document.parse(next(each for each in library.documents() if each["key"] == "periodic-csi"))
NPS = document.parse(next(each for each in library.documents() if each["key"] == "nps"))
SIX = ("quality", "delivery_dates", "completeness", "competence", "reply_speed", "problem_handling")
COMPLETE = {"overall": 8, "trend": 4, "intention": "cannot_judge"} | dict.fromkeys(SIX, 7)


def complete(questionnaire: Questionnaire, given_so_far: dict[str, Any]) -> answers.Judged:
    return answers.check_all(questionnaire, given_so_far, {})


def test_cannot_judge_is_an_answer_and_not_a_gap() -> None:
    assert complete(PERIODIC, COMPLETE).is_good
    assert answers.missing(PERIODIC, {"overall": "cannot_judge"}, {})[0] == "quality"


def test_a_partial_answer_is_never_complete() -> None:
    for key in COMPLETE:
        part = {name: value for name, value in COMPLETE.items() if name != key}
        assert [mistake.key for mistake in complete(PERIODIC, part).mistakes] == [key]


def test_a_hidden_answer_is_dropped() -> None:
    promoter = {"nps": 10, "disappointed": "from before the change of mind", "valued": "people"}

    judged = complete(NPS, promoter)

    assert judged.is_good
    assert dict(judged.answers) == {"nps": 10, "valued": "people"}


def test_importance_is_asked_unless_it_is_known() -> None:
    def is_asked(facts: dict[str, str]) -> bool:
        return "importance" in [q.key for q in answers.shown(PERIODIC, {}, facts)]

    assert is_asked({})
    assert not is_asked({"importance": "known"})


def test_people_go_on_where_they_stopped() -> None:
    assert answers.first_unanswered_page(PERIODIC, {}, {}) == 0
    assert answers.first_unanswered_page(PERIODIC, {"overall": 7}, {}) == 1
    assert answers.first_unanswered_page(PERIODIC, {"overall": 7} | dict.fromkeys(SIX, 5), {}) == 2
    assert answers.first_unanswered_page(PERIODIC, COMPLETE, {}) == 2


def test_a_page_takes_its_own_questions_only() -> None:
    judged = answers.check_page(PERIODIC, 0, {"overall": 7, "quality": 3}, earlier={}, facts={})

    assert [(mistake.key, mistake.code) for mistake in judged.mistakes] == [("quality", "unknown_question")]


def test_a_change_on_an_earlier_page_hides_later_answers() -> None:
    stored = {"nps": 3, "disappointed": "late", "valued": "people"}

    assert answers.kept(NPS, stored, {}) == {"nps": 3, "disappointed": "late"}
    assert answers.kept(NPS, stored | {"nps": 10}, {}) == {"nps": 10, "valued": "people"}


def test_the_first_thanks_that_hold_are_said() -> None:
    made = changed() | {
        "thanks": [
            {"show_if": {"answer": "a", "at_most": 4}, "text": {"en": "Sorry."}},
            {"show_if": {"answer": "a", "at_most": 8}, "text": {"en": "Thanks."}},
        ]
    }
    questionnaire = document.parse(made)

    def said(given: int) -> str | None:
        thanks = answers.thanks(questionnaire, {"a": given}, {})
        return thanks.text["en"] if thanks else None

    assert [said(given) for given in (4, 5, 9)] == ["Sorry.", "Thanks.", None]
