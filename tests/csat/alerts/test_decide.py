import pytest

from csat.alerts import decide
from csat.alerts.models import RuleKey
from csat.findings.rounds.falls import ClientFall
from csat.insight.change.calibration import Calibration
from csat.insight.verdict import Missing, TooLittle

LOW = decide.LowAnswerParameters()


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


FALL = ClientFall(
    account_id=5,
    probability=0.81,
    since="2026-08-12",
    size=22.0,
    size_low=9.0,
    size_high=36.0,
    before_points=80.0,
    before_n=9,
    recent_points=58.0,
    recent_n=3,
    same_change=-12.0,
    same_people=1,
    new=2,
    answered=3,
    others=("manager",),
    n=12,
    people=5,
)


def calibration(target: float, level: float, *, is_default: bool = False) -> Calibration:
    return Calibration(
        level=level, target=target, rate=target, rate_low=0.0, rate_high=1.0, alarms=5, histories=100,
        account_years=100.0, patterns=10, curve=(), detections=(), is_default=is_default, seed=1,
    )  # fmt: skip


WATCH = decide.Watch(calibrations=(calibration(0.02, 0.9), calibration(0.05, 0.7)), watched=120)


def test_a_fall_above_the_level_is_an_alarm_with_all_that_is_said_about_it() -> None:
    alarm = decide.decide_alarm(WATCH, decide.DropParameters())
    assert (alarm.level, alarm.expected, alarm.is_calibrated) == (0.7, 6.0, True)
    found = decide.decide_drop(FALL, alarm, year_minor=1_000_000)
    assert found and found.rule == decide.KEY_ACCOUNT_DROP
    for name, value in {
        "probability": 0.81, "since": "2026-08-12", "same_change": -12.0, "new": 2, "answered": 3,
        "level": 0.7, "false_alarms": 0.05, "watched": 120, "rank_minor": 810_000, "others": ("manager",),
    }.items():  # fmt: skip
        assert found.facts[name] == value
    assert "account_id" not in found.facts


def test_fewer_false_alarms_need_a_surer_fall() -> None:
    alarm = decide.decide_alarm(WATCH, decide.DropParameters(false_alarms=0.02))
    assert decide.decide_drop(FALL, alarm, year_minor=0) is None


def test_reviews_have_the_last_word_on_the_level() -> None:
    alarm = decide.decide_alarm(WATCH, decide.drop_parameters({"level": 0.81, "set_by": "otto"}))
    assert alarm.level == 0.81
    assert decide.decide_drop(FALL, alarm, year_minor=0) is None


@pytest.mark.parametrize("watch", [
    decide.Watch(),
    decide.Watch(calibrations=(calibration(0.05, 0.6, is_default=True),)),
])  # fmt: skip
def test_before_there_are_answers_enough_the_level_is_a_default_and_says_so(watch: decide.Watch) -> None:
    alarm = decide.decide_alarm(watch, decide.DropParameters())
    assert not alarm.is_calibrated and 0 < alarm.level < 1


def test_thresholds_of_a_rule_that_is_no_more_are_left_aside() -> None:
    assert decide.drop_parameters({"recent_days": 30, "false_alarms": 0.1}) == decide.DropParameters(0.1)


def test_an_account_heard_once_cannot_have_fallen() -> None:
    alarm = decide.decide_alarm(WATCH, decide.DropParameters())
    assert decide.decide_drop(TooLittle((Missing("waves", 1, 2),)), alarm, year_minor=0) is None


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
