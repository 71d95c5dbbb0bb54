"""Who may be asked: every reason once, the budgets under random histories, the words in both languages."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from csat.programs import eligibility, words
from csat.programs.budgets import ACCOUNT, HOUSE, Budget, Had, Send, Wish
from csat.programs.eligibility import Audience, Block, Candidate
from csat.programs.models import ExclusionReason
from csat.programs.reasons import DEFERRALS, FINAL, MENDABLE, OF_THE_RULE, Reason

DAY = date(2026, 11, 18)
AUDIENCE = Audience(
    roles=frozenset({"buyer", "decision_maker"}),
    segments=frozenset({"mid"}),
    starts_on=date(2026, 1, 1),
    contacts_per_account=3,
    ends_on=date(2027, 6, 1),
    conditions={"fact": "account.country", "in": ["DE", "AT"]},
)
FINE = Candidate(
    address="i@client.example",
    role="buyer",
    segment="mid",
    send_on=DAY,
    occurred_on=DAY - timedelta(days=5),
    has_legal_basis=True,
    facts={"account.country": "DE"},
    wish=Wish("post_sale", lambda day: [day]),
    remembered_until=DAY + timedelta(days=55),
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
    Reason.TOO_OLD: {"remembered_until": DAY - timedelta(days=1)},
    Reason.CONDITIONS: {"facts": {"account.country": "FR"}},
    Reason.NO_ADDRESS: {"address": "", "lacks_mail_only": False},
    Reason.NOT_SAMPLED: {"is_sampled": False},
    Reason.AFTER_END: {"send_on": date(2027, 6, 1), "remembered_until": None},
    Reason.ASKED_ALREADY: {"is_asked_already": True},
    Reason.ENOUGH_AT_ACCOUNT: {"asked_at_account": 3},
}
OFTEN = tuple(DAY - timedelta(days=60 * n) for n in range(1, 7))


def had(*days: date) -> Had:
    return Had([Send(day, "periodic", 0, number) for number, day in enumerate(days, 1)])


def test_nothing_against_it() -> None:
    verdict = eligibility.decide(FINE, AUDIENCE, HOUSE)
    assert (verdict.outcome, verdict.reason, verdict.next_possible_on) == ("asked", Reason.CLEAR, DAY)


@pytest.mark.parametrize("reason", REFUSED)
def test_each_reason_refuses_in_words(reason: Reason) -> None:
    verdict = eligibility.decide(replace(FINE, **REFUSED[reason]), AUDIENCE, HOUSE)
    assert (verdict.outcome, verdict.reason) == ("not_asked", reason)
    assert verdict.words["en"].startswith("Not asked") and "прашиваем" in verdict.words["ru"]
    assert "{" not in "".join(verdict.words.values()) and "None" not in "".join(verdict.words.values())


def test_every_reason_has_words_in_both_languages() -> None:
    assert set(words.SENTENCES) == set(Reason)
    assert all(set(sentence) == {"en", "ru"} for sentence in words.SENTENCES.values())
    assert set(words.EXCLUSIONS) == set(ExclusionReason.values)


def test_every_reason_is_of_one_sort() -> None:
    assert {*FINAL, *MENDABLE, *DEFERRALS, Reason.CLEAR} == set(Reason)
    assert not set(FINAL) & (MENDABLE | DEFERRALS) and not MENDABLE & DEFERRALS
    assert not OF_THE_RULE & DEFERRALS


def test_a_survey_44_days_ago_defers_by_a_day() -> None:
    near = replace(FINE, had=had(DAY - timedelta(days=44)))
    verdict = eligibility.decide(near, AUDIENCE, HOUSE)
    assert (verdict.outcome, verdict.reason) == ("deferred", Reason.ASKED_LATELY)
    assert verdict.next_possible_on == DAY + timedelta(days=1)
    assert verdict.words["en"] == "Put off until 19 November 2026: another survey lies within 45 days."
    assert verdict.words["ru"].startswith("Отложено до 19 ноября 2026: ")
    assert eligibility.decide(replace(FINE, had=had(DAY - timedelta(days=45))), AUDIENCE, HOUSE).is_clear


def test_a_planned_survey_counts_like_a_sent_one() -> None:
    verdict = eligibility.decide(replace(FINE, had=had(DAY + timedelta(days=10))), AUDIENCE, HOUSE)
    assert verdict.next_possible_on == DAY + timedelta(days=55)


def test_the_seventh_in_a_year_waits_for_the_first_to_age() -> None:
    verdict = eligibility.decide(replace(FINE, had=had(*OFTEN), remembered_until=None), AUDIENCE, HOUSE)
    assert verdict.reason == Reason.ASKED_OFTEN
    assert verdict.next_possible_on == OFTEN[-1] + timedelta(days=365)
    assert "6 surveys within a year" in verdict.words["en"]


BLOCKED = (Block(DAY - timedelta(days=3), DAY + timedelta(days=9), "claim"),)


def test_whoever_is_left_out_is_put_off_until_its_end() -> None:
    verdict = eligibility.decide(replace(FINE, blocks=BLOCKED), AUDIENCE, HOUSE)
    assert (verdict.outcome, verdict.reason) == ("deferred", Reason.EXCLUDED)
    assert verdict.next_possible_on == DAY + timedelta(days=9)
    assert verdict.words["en"] == "Put off until 27 November 2026: left out for a time, an open claim."
    assert verdict.words["ru"].endswith("временно не опрашиваем, открытая претензия.")


def test_after_an_exclusion_the_budgets_still_hold() -> None:
    near = replace(FINE, blocks=BLOCKED, had=had(DAY - timedelta(days=20)))
    assert eligibility.decide(near, AUDIENCE, HOUSE).next_possible_on == DAY + timedelta(days=25)


def test_what_comes_too_late_is_refused_with_both_reasons() -> None:
    late = replace(FINE, had=had(DAY - timedelta(days=5)), remembered_until=DAY + timedelta(days=30))
    verdict = eligibility.decide(late, AUDIENCE, HOUSE)
    assert (verdict.outcome, verdict.reason) == ("not_asked", Reason.TOO_OLD_BY_THEN)
    assert verdict.words["en"] == (
        "Not asked: another survey lies within 45 days; on 28 December 2026 the occasion of 13 November 2026"
        " lies too far back."
    )
    ending = replace(AUDIENCE, ends_on=DAY + timedelta(days=10))
    verdict = eligibility.decide(replace(late, remembered_until=None), ending, HOUSE)
    assert verdict.reason == Reason.ENDED_BY_THEN and "from 28 November 2026 on" in verdict.words["en"]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "1 день"),
        (2, "2 дня"),
        (5, "5 дней"),
        (11, "11 дней"),
        (21, "21 день"),
        (34, "34 дня"),
        (365, "год"),
    ],
)
def test_russian_counts_its_days(days: int, said: str) -> None:
    facts = {"next": DAY, "most": 2, "span": days, "kind": "", "counts": ""}
    assert words.of("account_asked", facts)["ru"].endswith(f" на клиента за {said}.")


def test_a_rule_that_goes_first_is_named() -> None:
    foreseen = Had([Send(DAY + timedelta(days=20), "nps", goes_first="Half-yearly")])
    fresh = replace(FINE, had=foreseen, remembered_until=None)
    verdict = eligibility.decide(fresh, AUDIENCE, HOUSE)
    assert (verdict.outcome, verdict.reason) == ("deferred", Reason.GOES_FIRST)
    assert verdict.next_possible_on == DAY + timedelta(days=65)
    assert verdict.words["en"] == (
        "Put off until 22 January 2027: the survey rule “Half-yearly” goes first and asks on 8 December 2026."
    )


def test_a_budget_of_one_s_own_is_said_as_it_is() -> None:
    rules = [Budget(ACCOUNT, 2, 30, "post_sale", True)]
    sends = [Send(DAY - timedelta(days=n), "post_sale", 0, n) for n in (1, 2)]
    verdict = eligibility.decide(replace(FINE, had=Had((), sends)), AUDIENCE, rules)
    assert verdict.reason == Reason.ACCOUNT_ASKED
    assert verdict.words["en"].endswith(
        "at most 2 surveys of the kind “post_sale” a client within 30 days (reminders counted)."
    )
