"""One random questionnaire against the oracle, and one against trying everybody; what was met is counted."""

from collections import Counter
from datetime import date
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from surveys.definition import answers, document, proofs
from surveys.definition.questionnaire import Questionnaire
from tests.surveys.definition.drawn import documents, people
from tests.surveys.definition.drawn.everybody import TODAY, Everybody
from tests.surveys.definition.drawn.oracle import Json, Oracle, Verdict

MOST_PEOPLE = 20_000
QUIET = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))


def judged(examples: int) -> Counter[str]:
    """Draw so many questionnaires with facts and answers; the product's verdict equals the oracle's."""
    met: Counter[str] = Counter()

    @settings(QUIET, max_examples=examples)
    @given(st.data())
    def equals_the_oracle(data: Any) -> None:
        drawn = data.draw(documents.documents())
        facts, posted = data.draw(people.facts()), data.draw(people.answers(drawn))
        met.update(check_verdict(drawn, facts, posted))

    equals_the_oracle()
    return met


def check_verdict(drawn: Json, facts: Json, posted: Json) -> list[str]:
    """Names of what was met in this one. Raises AssertionError where product and oracle differ."""
    questionnaire = document.parse(drawn)
    judge = Oracle(drawn, facts, TODAY)
    expected = judge.verdict(posted)
    found = answers.check_all(questionnaire, posted, facts, today=TODAY)
    missing = [mistake.key for mistake in found.mistakes if mistake.code == "missing"]
    unknown = [mistake.key for mistake in found.mistakes if mistake.code == "unknown_question"]
    wrong = [mistake.key for mistake in found.mistakes if mistake.key not in {*missing, *unknown}]
    assert found.is_good == expected.is_complete
    assert (missing, wrong, unknown) == (expected.missing, expected.wrong, expected.unknown)
    assert dict(found.answers) == expected.stored
    assert all(type(found.answers[key]) is type(value) for key, value in expected.stored.items())
    check_ways(questionnaire, facts, expected)
    by_page(questionnaire, drawn, facts, posted)
    return _met(expected, judge, posted)


def check_ways(questionnaire: Questionnaire, facts: Json, expected: Verdict) -> None:
    """Where a person goes on with what is stored, and what is said at the end."""
    stored = expected.stored
    assert [q.key for q in answers.shown(questionnaire, stored, facts)] == expected.shown
    assert answers.kept(questionnaire, stored, facts) == stored
    assert list(answers.shown_pages(questionnaire, stored, facts)) == expected.pages
    lacking = sorted({*expected.missing, *expected.wrong})
    required = [key for key in lacking if questionnaire.by_key[key].is_required]
    assert sorted(answers.missing(questionnaire, stored, facts)) == required
    if expected.pages:
        assert answers.first_unanswered_page(questionnaire, stored, facts) == expected.next_page
    thanks = answers.thanks(questionnaire, stored, facts)
    assert (questionnaire.thanks.index(thanks) if thanks else None) == expected.thanks


def by_page(questionnaire: Questionnaire, drawn: Json, facts: Json, posted: Json) -> None:
    """Page after page, and after a change on the first: what is kept is what the oracle keeps."""
    stored: Json = {}
    so_far: Json = {}
    for number, page in enumerate(questionnaire.pages):
        here = {question.key for question in page.questions}
        given_here = {key: value for key, value in posted.items() if key in here}
        found = answers.check_page(
            questionnaire, number, given_here, earlier=stored, facts=facts, today=TODAY
        )
        stored = answers.kept(questionnaire, stored | dict(found.answers), facts)
        so_far |= given_here
        assert stored == Oracle(drawn, facts, TODAY).verdict(so_far).stored
    first = {question.key for question in questionnaire.pages[0].questions}
    emptied = {key: value for key, value in stored.items() if key not in first}
    changed = Oracle(drawn, facts, TODAY).verdict(emptied).stored
    assert answers.kept(questionnaire, emptied, facts) == changed


def _met(expected: Verdict, judge: Oracle, posted: Json) -> list[str]:
    hidden = set(posted) & set(judge.questions) - set(expected.shown)
    kinds = {
        "complete": expected.is_complete,
        "something is missing": expected.missing,
        "something is wrong": expected.wrong,
        "an unknown question": expected.unknown,
        "hidden answers dropped": hidden,
        "questions hidden by rules": len(expected.shown) < len(judge.questions),
        "pages passed over": len(expected.pages) < len(judge.document["pages"]),
        "thanks of its own": expected.thanks is not None,
        "goes on at a later page": expected.next_page > 0,
        "cannot judge": "cannot_judge" in map(str, expected.stored.values()),
    }
    types = {f"type {judge.type(key)}" for key in expected.stored}
    return ["questionnaires", *(name for name, is_met in kinds.items() if is_met), *types]


def proved(examples: int) -> Counter[str]:
    """Draw so many small questionnaires; what the proof refuses is what goes wrong for somebody."""
    met: Counter[str] = Counter()

    @settings(QUIET, max_examples=examples)
    @given(documents.documents(is_small=True))
    def equals_trying_everybody(drawn: Json) -> None:
        everybody = Everybody(drawn)
        assume(everybody.number <= MOST_PEOPLE)
        met.update(check_proof(drawn, everybody))

    equals_trying_everybody()
    return met


def check_proof(drawn: Json, everybody: Everybody) -> list[str]:
    """Names of what was met. Raises AssertionError where the proof and the people tried differ."""
    tried = everybody.walk()
    problems = proofs.problems(document.parse(drawn), today=date(2026, 11, 22))
    told = [problem.what for problem in problems]
    unseen = {p.key for p in problems if "can ever see question" in p.what}
    unanswerable = {p.what.values["question"] for p in problems if "no answer fits question" in p.what}
    thanks = {int(p.path[7:-1]) for p in problems if "can ever see these thanks" in p.what}
    never_seen = set(everybody.items.values()) - tried.seen
    assert unanswerable == everybody.unanswerable
    assert tried.stranded <= unanswerable
    assert unseen <= never_seen
    never_thanked = set(range(len(drawn.get("thanks", [])))) - tried.thanks
    assert thanks <= never_thanked
    if not tried.stranded:  # behind a question that strands everybody nothing is reached
        assert (unseen, thanks) == (never_seen, never_thanked)
        assert ("somebody may see nothing on the first page" in told) == tried.first_page_empty
        if not tried.first_page_empty:
            assert ("somebody may be asked nothing at all" in told) == tried.asked_nothing
    bad = never_seen or never_thanked or tried.stranded or tried.first_page_empty or tried.asked_nothing
    assert bool(problems) == bool(bad or everybody.unanswerable)
    assert all(problem.key for problem in problems if "question “" in problem.what)
    return _refused(problems, everybody)


def _refused(problems: list[Any], everybody: Everybody) -> list[str]:
    kinds = {
        "nobody can ever see question": "refused: a question out of reach",
        "no answer fits": "refused: a dead end",
        "nothing on the first page": "refused: an empty first page",
        "asked nothing": "refused: somebody is asked nothing",
        "these thanks": "refused: thanks out of reach",
    }
    met = {name for words, name in kinds.items() if any(words in each.what for each in problems)}
    return ["questionnaires", *met, *([] if problems else ["published"]), f"people {_size(everybody.number)}"]


def _size(number: int) -> str:
    return next(f"up to {limit}" for limit in (10, 100, 1_000, MOST_PEOPLE) if number <= limit)
