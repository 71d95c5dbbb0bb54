from datetime import date, timedelta

import pytest

from csat.alerts import decide
from csat.alerts.models import RuleKey

DAY = date(2026, 11, 18)
LOW = decide.LowAnswerParameters()
DROP = decide.DropParameters()


def history(*pairs: tuple[int, float]) -> list[decide.Heard]:
    """(days ago, points)."""
    return [decide.Heard(DAY - timedelta(days=ago), points) for ago, points in pairs]


STEADY = [(100, 80), (150, 78), (200, 82), (250, 80), (300, 79)]


def test_rules_have_the_names_of_the_table() -> None:
    names = {decide.KEY_ACCOUNT_DROP, decide.LOW_ANSWER, decide.CONTACT_ME, decide.CASE_OVERDUE}
    assert names == set(RuleKey.values)


@pytest.mark.parametrize(("given", "out_of", "rule"), [
    (1, 10, "low_answer"),
    (5, 10, "low_answer"),
    (6, 10, None),
    (10, 10, None),
    (2, 5, "low_answer"),
    (3, 5, None),
    (0, 10, "low_answer"),
    (None, 10, None),
])  # fmt: skip
def test_a_low_answer_is_five_or_less_of_ten(given: int | None, out_of: int, rule: str | None) -> None:
    found = decide.decide_low_answer(decide.Answer(given=given, out_of=out_of), LOW)
    assert (found and found.rule) == rule


@pytest.mark.parametrize("wish", ["yes", "other_person"])
def test_a_content_client_who_asks_for_a_call_gets_one(wish: str) -> None:
    found = decide.decide_low_answer(decide.Answer(given=9, wish=wish), LOW)
    assert found and found.rule == decide.CONTACT_ME


def test_no_contact_wish_does_not_silence_a_low_answer() -> None:
    found = decide.decide_low_answer(decide.Answer(given=4, wish="no"), LOW)
    assert found and found.rule == decide.LOW_ANSWER and found.facts["wish"] == "no"


def test_a_low_answer_with_a_wish_is_one_finding() -> None:
    found = decide.decide_low_answer(decide.Answer(given=2, wish="yes"), LOW)
    assert found and found.rule == decide.LOW_ANSWER and found.facts["wish"] == "yes"


@pytest.mark.parametrize(("given", "is_key", "tells"), [(3, True, True), (4, True, False), (3, False, False)])
def test_the_head_hears_of_key_accounts_at_three_or_less(given: int, is_key: bool, tells: bool) -> None:
    found = decide.decide_low_answer(decide.Answer(given=given, is_key_account=is_key), LOW)
    assert found and found.tells_head is tells


def test_a_clear_fall_of_a_steady_account_is_a_drop() -> None:
    drop = decide.decide_drop(history(*STEADY, (40, 45), (10, 50)), DROP, on=DAY)
    assert isinstance(drop, decide.Drop)
    assert (drop.recent_n, drop.before_n) == (2, 5)
    assert drop.drop_points == pytest.approx(79.8 - 47.5, abs=0.05)
    # pooled spread 2.4 is taken as 10: 32.3 - 2.33 * 10 * sqrt(1/2 + 1/5)
    assert drop.at_least_points == pytest.approx(12.8, abs=0.05)


@pytest.mark.parametrize(("recent", "reason"), [
    ([(10, 20)], "too_few_recent"),
    ([(40, 70), (10, 72)], "small"),
    ([(40, 60), (10, 62)], "may_be_noise"),
    ([(40, 90), (10, 92)], "small"),
])  # fmt: skip
def test_what_is_not_a_drop_says_why(recent: list[tuple[int, float]], reason: str) -> None:
    assert decide.decide_drop(history(*STEADY, *recent), DROP, on=DAY) == decide.NoDrop(reason)


def test_without_a_past_there_is_no_drop() -> None:
    found = decide.decide_drop(history((500, 90), (480, 90), (20, 30), (10, 30)), DROP, on=DAY)
    assert found == decide.NoDrop("too_few_before")


def test_answers_all_over_the_place_are_not_a_drop() -> None:
    wild = [(100, 100), (150, 20), (200, 95), (250, 30), (300, 100)]
    assert decide.decide_drop(history(*wild, (40, 20), (10, 60)), DROP, on=DAY) == decide.NoDrop(
        "may_be_noise"
    )


HOLDERS = decide.Holders(manager=1, manager_head=9, care_owner=2, care_owner_head=8)


def finding(**more: bool) -> decide.Finding:
    return decide.Finding(decide.LOW_ANSWER, **more)


def test_manager_and_care_owner_are_told_together() -> None:
    assert decide.decide_readers(finding(), HOLDERS) == {2: "care_owner", 1: "manager"}


def test_the_head_is_told_by_rule() -> None:
    readers = decide.decide_readers(finding(tells_head=True), HOLDERS)
    assert readers == {2: "care_owner", 1: "manager", 9: "head"}


def test_the_head_is_told_instead_of_a_criticised_manager() -> None:
    assert decide.decide_readers(finding(spares_manager=True), HOLDERS) == {2: "care_owner", 9: "head"}


def test_one_person_in_both_capacities_is_told_once() -> None:
    both = decide.Holders(manager=1, manager_head=9, care_owner=1, care_owner_head=9)
    assert decide.decide_readers(finding(), both) == {1: "care_owner"}
    assert decide.decide_readers(finding(spares_manager=True), both) == {9: "head"}


def test_nobody_is_not_an_answer_where_anybody_is_left() -> None:
    alone = decide.Holders(manager=1)
    assert decide.decide_readers(finding(spares_manager=True), alone) == {1: "manager"}
    assert decide.decide_readers(finding(), decide.Holders()) == {}
