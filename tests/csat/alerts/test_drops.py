"""The drop behind the alert: when it is told, what it carries, and what people say about it later."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from csat.alerts import actions, decide, queries
from csat.alerts.models import Notification, Rule, Signal
from csat.customers.models import Contact
from csat.findings import stored
from csat.findings.methods.drops import METHOD, Drops
from csat.findings.models import Finding, FindingInputs, Question, Study
from csat.insight.change.components import Components
from surveys.models import Response
from tests.csat.alerts.test_decide import calibration
from tests.csat.answered import answer, heard, score
from tests.csat.reports import business
from tests.factories import Cast, ContactFactory

pytestmark = pytest.mark.django_db


SPREADS = Components(mean=75.0, account=8.0, person=9.0, residual=9.0)
WATCH = decide.Watch(components=SPREADS)


def assess(response: Response, now: datetime) -> list[Signal]:
    return actions.assess(response_id=response.id, now=now)


def people(cast: Cast, count: int = 2) -> list[Contact]:
    return ContactFactory.create_batch(count, account=cast.account)


def content(persons: list[Contact], now: datetime, *, given: int = 9) -> None:
    """Good answers in each quarter of the year before."""
    for days in (380, 290, 200, 110):
        for person in persons:
            at = now - timedelta(days=days)
            assess(heard(person, given, at=at), at)


def fallen(persons: list[Contact], now: datetime, *, given: int = 6) -> list[Signal]:
    """What the last of their low answers raised; none is low enough to be a call by itself."""
    found: list[Signal] = []
    for days, person in enumerate(reversed(persons)):
        at = now - timedelta(days=len(persons) - 1 - days)
        found = assess(heard(person, given, at=at), at)
    return found


def calibrated(now: datetime, *, level: float = 0.3, watched: int = 40) -> None:
    result = Drops(
        verdict="none",
        falls=(),
        components=SPREADS,
        calibrations=tuple(calibration(rate, level) for rate in (0.02, 0.05, 0.1)),
        expected=(),
        watched=watched,
        once=0,
    )
    finding = Finding.objects.create(
        question=Question.DROPS, verdict="none", result=stored.to_json(result), until_on=now.date(),
        inputs=FindingInputs.objects.create(data_hash="h", content=b"", stored_at=now), took_seconds=1,
        method_version=METHOD.version, seed=1, data_mark="m", computed_at=now,
    )  # fmt: skip
    Study.objects.create(question=Question.DROPS, finding=finding)


def test_a_key_account_that_fell_raises_one_signal_with_all_its_numbers(cast: Cast, now: datetime) -> None:
    calibrated(now)
    business.year(cast.account, now, 1000)
    business.settle(now)
    persons = people(cast)
    content(persons, now)
    [signal] = fallen(persons, now)
    assert signal.rule.key == "key_account_drop"
    facts = signal.facts
    assert facts["probability"] > 0.3 and facts["since"] == (now - timedelta(days=1)).date().isoformat()
    assert (facts["before_n"], facts["recent_n"]) == (8, 1), "told at the first answer that was enough"
    assert facts["same_change"] == pytest.approx(-300 / 9, abs=0.01)
    assert (facts["new"], facts["level"], facts["watched"]) == (0, 0.3, 40)
    assert facts["is_calibrated"] and facts["false_alarms"] == 0.05
    assert facts["rank_minor"] == round(facts["probability"] * 12_00_000)
    assert {row.because for row in Notification.objects.all()} == {"manager", "care_owner"}


def test_one_alarm_until_it_is_closed_and_then_none_for_the_same_fall(cast: Cast, now: datetime) -> None:
    persons = people(cast)
    content(persons, now)
    [signal] = fallen(persons, now)
    again = now + timedelta(days=30)
    assert assess(heard(persons[0], 6, at=again), again) == [signal]
    actions.settle(signal=signal, now=again)
    for days in (90, 91, 180, 181):
        later = now + timedelta(days=days)
        assert assess(heard(persons[days % 2], 6, at=later), later) == []
    worse = now + timedelta(days=270)
    assert len(fallen(persons, worse, given=2)) >= 1
    assert Signal.objects.filter(rule__key="key_account_drop").count() == 2


def test_a_false_alarm_makes_the_answers_before_it_the_usual_ones(cast: Cast, now: datetime) -> None:
    persons = people(cast)
    content(persons, now)
    [signal] = fallen(persons, now)
    actions.settle(signal=signal, now=now)
    assert queries.settled_on(cast.account).isoformat() == signal.facts["since"]
    actions.review(signal=signal, was_real=False, by=cast.anna.user, now=now)
    assert queries.settled_on(cast.account) == signal.opened_at.date()


def test_answers_to_other_surveys_are_not_in_the_series(cast: Cast, now: datetime) -> None:
    persons = people(cast)
    content(persons, now)
    for days, person in enumerate(persons):
        sold = answer(person, {"overall": 6}, at=now - timedelta(days=days), key="post-sale")
        score(sold)
        assert assess(sold, now) == []


def test_an_account_that_is_not_key_raises_no_drop(cast: Cast, now: datetime) -> None:
    cast.account.is_key = False
    cast.account.save()
    persons = people(cast)
    content(persons, now)
    assert fallen(persons, now) == []


def test_the_rule_can_be_switched_off_and_old_thresholds_do_no_harm(cast: Cast, now: datetime) -> None:
    persons = people(cast)
    rule = Rule.objects.create(key="key_account_drop", parameters={"least_drop_points": 3, "recent_days": 9})
    content(persons, now)
    assert len(fallen(persons, now)) == 1
    Signal.objects.all().delete()
    rule.is_on = False
    rule.save()
    assert assess(heard(persons[0], 6, at=now + timedelta(days=1)), now + timedelta(days=1)) == []


def test_a_level_set_after_reviews_decides(cast: Cast, now: datetime) -> None:
    actions.use_level(level=0.999999, by=cast.anna.user, now=now)
    persons = people(cast)
    content(persons, now)
    assert fallen(persons, now, given=7) == []
    actions.choose_false_alarms(rate=0.1, by=cast.anna.user, now=now)
    rule = Rule.objects.get(key="key_account_drop")
    assert rule.parameters["false_alarms"] == 0.1 and "level" not in rule.parameters
    actions.use_level(level=0.5, by=cast.anna.user, now=now)
    rule.refresh_from_db()
    assert (rule.parameters["false_alarms"], rule.parameters["level"]) == (0.1, 0.5)
    for refused in (
        lambda: actions.choose_false_alarms(rate=0.03, by=cast.anna.user, now=now),
        lambda: actions.use_level(level=1.0, by=cast.anna.user, now=now),
    ):
        with pytest.raises(actions.NotCalibrated):
            refused()


def test_people_say_whether_it_was_real_and_may_take_it_back(cast: Cast, now: datetime) -> None:
    persons = people(cast)
    content(persons, now)
    [signal] = fallen(persons, now)
    actions.review(signal=signal, was_real=True, by=cast.boris.user, now=now)
    signal.refresh_from_db()
    assert (signal.was_real, signal.reviewed_at, signal.reviewed_by) == (True, now, cast.boris.user)
    actions.review(signal=signal, was_real=None, by=cast.boris.user, now=now)
    signal.refresh_from_db()
    assert (signal.was_real, signal.reviewed_at, signal.reviewed_by) == (None, None, None)
    [low] = assess(heard(persons[0], 2, at=now), now)[:1]
    with pytest.raises(actions.NotReviewable):
        actions.review(signal=low, was_real=True, by=cast.boris.user, now=now)


def test_more_answers_cost_no_more_queries(
    cast: Cast, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    calibrated(now)
    for count in (2, 6):
        for person in people(cast, count):
            for days in (300, 200, 100):
                heard(person, 9, at=now - timedelta(days=days))
        with django_assert_num_queries(2):
            queries.fall_of(cast.account, WATCH, until=now.date())
