"""The judge, against an oracle that was written apart from it, on random small questionnaires."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from surveys.actions import library
from surveys.definition import answers, document
from surveys.definition.questionnaire import Questionnaire

PERIODIC = document.parse(next(each for each in library.documents() if each["key"] == "periodic-csi"))
NPS = document.parse(next(each for each in library.documents() if each["key"] == "nps"))
SIX = ("quality", "delivery_dates", "completeness", "competence", "reply_speed", "problem_handling")
COMPLETE = {"overall": 8, "trend": 4, "intention": "cannot_judge"} | dict.fromkeys(SIX, 7)

# --- random questionnaires of up to four pages, one question each, with rules on earlier ones -------------


@st.composite
def questionnaires(draw: st.DrawFn) -> dict[str, Any]:
    pages: list[dict[str, Any]] = []
    for number in range(draw(st.integers(2, 4))):
        asked: dict[str, Any] = {
            "key": f"q{number}",
            "type": draw(st.sampled_from(["scale", "yes_no"])),
            "text": {"en": "?"},
            "required": draw(st.booleans()),
            "cannot_judge": draw(st.booleans()),
        }
        if asked["type"] == "scale":
            asked["scale"] = "five"
        if number and draw(st.booleans()):
            asked["show_if"] = draw(rules_on([page["questions"][0]["key"] for page in pages]))
        pages.append({"key": f"p{number}", "questions": [asked]})
    return {
        "format": 1,
        "key": "random",
        "kind": "periodic",
        "name": {"en": "r"},
        "title": {"en": "r"},
        "minutes": 1,
        "languages": ["en"],
        "scales": {"five": {"from": 1, "to": 5, "low": {"en": "l"}, "high": {"en": "h"}}},
        "pages": pages,
    }


def rules_on(keys: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    comparison = st.one_of(
        st.fixed_dictionaries({"at_most": st.integers(0, 6)}),
        st.fixed_dictionaries({"at_least": st.integers(0, 6)}),
        st.fixed_dictionaries({"is": st.sampled_from(["yes", "no", 3, "cannot_judge"])}),
        st.fixed_dictionaries({"one_of": st.lists(st.sampled_from(["yes", 1, 5]), min_size=1)}),
        st.fixed_dictionaries({"given": st.booleans()}),
    )
    source = st.sampled_from([*({"answer": key} for key in keys), {"fact": "segment"}])
    leaf = st.builds(lambda where, what: {**where, **what}, source, comparison)
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.fixed_dictionaries({"not": inner}),
            st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=2)}),
            st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=2)}),
        ),
        max_leaves=4,
    )


values = st.sampled_from([1, 2, 3, 4, 5, 0, 6, "yes", "no", "cannot_judge", "nonsense", "", None, True])
given_answers = st.dictionaries(st.sampled_from(["q0", "q1", "q2", "q3", "zz"]), values)
facts_known = st.fixed_dictionaries({}, optional={"segment": st.sampled_from(["yes", "no", ""])})

# --- the oracle: works on the raw document, question by question -------------------------------------------


def oracle(
    raw: dict[str, Any], posted: dict[str, Any], facts: dict[str, Any]
) -> tuple[dict[str, Any], set[str]]:
    """What is stored, and keys of what is wrong."""
    stored: dict[str, Any] = {}
    wrong = {key for key in posted if key not in {page["questions"][0]["key"] for page in raw["pages"]}}
    for page in raw["pages"]:
        (asked,) = page["questions"]
        if "show_if" in asked and not truth(asked["show_if"], stored, facts):
            continue
        value = posted.get(asked["key"])
        if value in (None, ""):
            if asked["required"]:
                wrong.add(asked["key"])
        elif fits(asked, value):
            stored[asked["key"]] = value
        else:
            wrong.add(asked["key"])
    return stored, wrong


def fits(asked: dict[str, Any], value: Any) -> bool:
    if asked["cannot_judge"] and value == "cannot_judge":
        return True
    if asked["type"] == "scale":
        return type(value) is int and value in (1, 2, 3, 4, 5)
    return value in ("yes", "no")


def truth(rule: dict[str, Any], stored: dict[str, Any], facts: dict[str, Any]) -> bool:
    (first, *_) = rule
    if first == "not":
        return not truth(rule["not"], stored, facts)
    if first in ("all", "any"):
        outcomes = [truth(part, stored, facts) for part in rule[first]]
        return False not in outcomes if first == "all" else True in outcomes
    value = stored.get(rule["answer"]) if "answer" in rule else (facts.get(rule["fact"]) or None)
    if "given" in rule:
        return (value is not None) == rule["given"]
    if "at_most" in rule:
        return type(value) is int and value <= rule["at_most"]
    if "at_least" in rule:
        return type(value) is int and value >= rule["at_least"]
    return value is not None and value in (rule["one_of"] if "one_of" in rule else [rule["is"]])


@given(raw=questionnaires(), posted=given_answers, facts=facts_known)
def test_the_judge_agrees_with_the_oracle(
    raw: dict[str, Any], posted: dict[str, Any], facts: dict[str, Any]
) -> None:
    stored, wrong = oracle(raw, posted, facts)

    judged = answers.check_all(document.parse(raw), posted, facts)

    assert dict(judged.answers) == stored
    assert {mistake.key for mistake in judged.mistakes} == wrong


@given(raw=questionnaires(), posted=given_answers, facts=facts_known)
def test_going_page_by_page_stores_the_same(
    raw: dict[str, Any], posted: dict[str, Any], facts: dict[str, Any]
) -> None:
    """Whoever walks the pages in order ends with what a single judgement stores."""
    questionnaire = document.parse(raw)
    stored: dict[str, Any] = {}
    for number, page in enumerate(questionnaire.pages):
        here = {q.key: posted[q.key] for q in page.questions if q.key in posted}
        judged = answers.check_page(questionnaire, number, here, earlier=stored, facts=facts)
        stored |= judged.answers

    assert stored == oracle(raw, posted, facts)[0]


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
