"""Who may be asked: every reason once, the budgets under random histories, the words in both languages."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csat.programs import eligibility, words
from csat.programs.eligibility import Audience, Budgets, Candidate, Reason

DAY = date(2026, 11, 18)
BUDGETS = Budgets()
AUDIENCE = Audience(
    roles=frozenset({"buyer", "decision_maker"}),
    segments=frozenset({"mid"}),
    starts_on=date(2026, 1, 1),
    contacts_per_account=3,
)
FINE = Candidate(
    address="i@client.example",
    role="buyer",
    segment="mid",
    send_on=DAY,
    occurred_on=DAY - timedelta(days=5),
    has_legal_basis=True,
)
REFUSED = {
    Reason.ACCOUNT_CLOSED: {"account_closed_on": DAY},
    Reason.LEFT: {"left_on": DAY},
    Reason.NO_EMAIL: {"address": ""},
    Reason.NO_LEGAL_BASIS: {"has_legal_basis": False},
    Reason.SUPPRESSED: {"is_suppressed": True},
    Reason.SEGMENT: {"segment": "small"},
    Reason.ROLE: {"role": "logistics"},
    Reason.BEFORE_START: {"occurred_on": date(2025, 12, 31)},
    Reason.NOT_DRAWN: {"is_drawn": False},
    Reason.TOO_OLD: {"occurred_on": DAY - timedelta(days=61)},
    Reason.ASKED_ALREADY: {"is_asked_already": True},
    Reason.ENOUGH_AT_ACCOUNT: {"asked_at_account": 3},
}
OFTEN = tuple(DAY - timedelta(days=60 * n) for n in range(1, 7))
DAYS = st.integers(-400, 60).map(lambda n: DAY + timedelta(days=n))


def test_nothing_against_it() -> None:
    verdict = eligibility.decide(FINE, AUDIENCE, BUDGETS)
    assert (verdict.outcome, verdict.reason, verdict.next_possible_on) == ("asked", Reason.CLEAR, DAY)


@pytest.mark.parametrize("reason", REFUSED)
def test_each_reason_refuses_in_words(reason: Reason) -> None:
    verdict = eligibility.decide(replace(FINE, **REFUSED[reason]), AUDIENCE, BUDGETS)
    assert (verdict.outcome, verdict.reason) == ("not_asked", reason)
    assert verdict.words["en"].startswith("Not asked") and "прашиваем" in verdict.words["ru"]
    assert "{" not in "".join(verdict.words.values()) and "None" not in "".join(verdict.words.values())


def test_every_reason_has_words_in_both_languages() -> None:
    assert set(words.SENTENCES) == set(Reason)
    assert all(set(sentence) == {"en", "ru"} for sentence in words.SENTENCES.values())


def test_a_survey_44_days_ago_defers_by_a_day() -> None:
    near = replace(FINE, sends=(DAY - timedelta(days=44),))
    verdict = eligibility.decide(near, AUDIENCE, BUDGETS)
    assert (verdict.outcome, verdict.reason) == ("deferred", Reason.ASKED_LATELY)
    assert verdict.next_possible_on == DAY + timedelta(days=1)
    assert verdict.words["en"] == "Put off until 19 November 2026: another survey lies within 45 days."
    assert verdict.words["ru"].startswith("Отложено до 19 ноября 2026: ")
    assert eligibility.decide(replace(FINE, sends=(DAY - timedelta(days=45),)), AUDIENCE, BUDGETS).is_clear


def test_a_planned_survey_counts_like_a_sent_one() -> None:
    verdict = eligibility.decide(replace(FINE, sends=(DAY + timedelta(days=10),)), AUDIENCE, BUDGETS)
    assert verdict.next_possible_on == DAY + timedelta(days=55)


def test_the_seventh_in_a_year_waits_for_the_first_to_age() -> None:
    verdict = eligibility.decide(replace(FINE, sends=OFTEN), AUDIENCE, BUDGETS)
    assert verdict.reason == Reason.ASKED_OFTEN
    assert verdict.next_possible_on == OFTEN[-1] + timedelta(days=365)
    assert "6 surveys within a year" in verdict.words["en"]


@settings(deadline=None)
@given(st.lists(DAYS, max_size=20), st.integers(1, 90), st.integers(1, 6))
def test_the_next_possible_day_keeps_both_budgets_and_is_the_first(sends, quiet, often) -> None:
    budgets = Budgets(quiet_days=quiet, surveys_a_year=often)
    found = eligibility.next_possible(DAY, tuple(sends), budgets)
    assert found >= DAY and keeps(found, sends, budgets)
    day = DAY
    while day < found:
        assert not keeps(day, sends, budgets)
        day += timedelta(days=1)


@settings(deadline=None)
@given(st.lists(st.integers(0, 20), min_size=1, max_size=60))
def test_whoever_is_asked_as_soon_as_possible_is_never_asked_too_often(gaps) -> None:
    day, sends = DAY, []
    for gap in gaps:
        day += timedelta(days=gap)
        if eligibility.next_possible(day, tuple(sends), BUDGETS) == day:
            sends.append(day)
    assert all(later - earlier >= timedelta(days=45) for earlier, later in pairwise(sends))
    assert all(sum(0 <= (other - one).days < 365 for other in sends) <= 6 for one in sends)


def keeps(day: date, sends: list[date], budgets: Budgets) -> bool:
    """The budgets in plain words: nothing near, and no span of 365 days that holds too many with this one."""
    if any(abs((sent - day).days) < budgets.quiet_days for sent in sends):
        return False
    spans = (day - timedelta(days=back) for back in range(365))
    return all(
        sum(0 <= (sent - first).days < 365 for sent in sends) < budgets.surveys_a_year for first in spans
    )
