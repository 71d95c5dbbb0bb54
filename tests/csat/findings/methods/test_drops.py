from datetime import date, datetime, timedelta

import pytest

from csat.findings.methods.drops import METHOD, RATES, Drops
from tests.csat.answered import heard
from tests.csat.findings import standing_clients as standing
from tests.factories import AccountFactory, ContactFactory, EmployeeFactory, assign

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few_histories(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csat.findings.methods.drops.HISTORIES", 200)


def found(now: datetime) -> Drops:
    result = standing.found(METHOD, now)
    assert isinstance(result, Drops)
    return result


def test_a_client_that_fell_is_found_with_its_month_and_its_people(now: datetime) -> None:
    fell = standing.client([9, 9, 9, 9, 4, 4], now=now, is_key=True)
    standing.client([8, 8, 8, 8, 8, 8], now=now)
    result = found(now)
    assert (result.verdict, result.watched, result.once) == ("fallen", 1, 0)
    first, second = result.falls
    assert (first.account_id, second.probability < 0.5) == (fell.pk, True)
    assert first.probability > 0.95
    assert (first.since, first.others) == ("2026-06-04", ())
    assert (first.same_people, first.new, first.answered) == (3, 0, 3)
    assert first.same_change == pytest.approx(-500 / 9, abs=0.01)
    assert (first.before_n, first.recent_n, first.n, first.people) == (12, 6, 18, 3)
    assert first.size_low < first.size < first.size_high
    assert result.components is not None and result.components.is_default


def test_levels_come_for_each_rate_with_what_they_find(now: datetime) -> None:
    for _ in range(3):
        standing.client([8, 9, 8, 9], now=now, is_key=True)
    result = found(now)
    assert [one.target for one in result.calibrations] == list(RATES)
    levels = [one.level for one in result.calibrations]
    assert levels == sorted(levels, reverse=True) and 0 < levels[-1] < 1
    assert [one.expected for one in result.expected] == pytest.approx(
        [3 * one.rate for one in result.calibrations]
    )
    assert {round(one.fall * 9 / 100) for one in result.calibrations[0].detections} == {1, 2}
    assert result.verdict == "none"


def test_low_answers_of_new_people_prove_less(now: datetime) -> None:
    same, others = AccountFactory(), AccountFactory()
    for account in (same, others):
        standing.rounds(standing.people(account, 2), [9, 9, 9], now=now - timedelta(days=91))
    standing.rounds(list(same.contacts.all()), [6], now=now)
    standing.rounds(standing.people(others, 2), [6], now=now)
    by_id = {one.account_id: one for one in found(now).falls}
    assert by_id[same.pk].probability > by_id[others.pk].probability
    assert (by_id[others.pk].new, by_id[others.pk].answered, by_id[others.pk].same_change) == (2, 2, None)


def test_under_a_new_manager_only_people_known_before_are_compared(now: datetime) -> None:
    account = AccountFactory()
    first, second = EmployeeFactory(), EmployeeFactory()
    handed_over = date(2026, 8, 1)
    assign(account, first, "manager", since=date(2020, 1, 1))
    account.assignments.update(during=(date(2020, 1, 1), handed_over))
    assign(account, second, "manager", since=handed_over)
    [maria] = standing.people(account, 1)
    standing.rounds([maria], [9, 9, 9], now=now)
    heard(ContactFactory(account=account), 1, at=now - timedelta(days=50))
    [mine] = found(now).falls
    assert (mine.n, mine.people) == (3, 1)
    assert mine.probability < 0.5


def test_who_changes_the_language_is_compared_with_nobody(now: datetime) -> None:
    account = AccountFactory()
    [maria] = standing.people(account, 1)
    standing.rounds([maria], [9, 9, 9], now=now - timedelta(days=91))
    response = heard(maria, 4, at=now - timedelta(days=55))
    response.language = "ru"
    response.save()
    [mine] = found(now).falls
    assert (mine.same_change, mine.new, mine.answered, mine.others) == (None, 0, 1, ("language",))


def test_closed_clients_are_not_listed_and_one_round_is_not_enough(now: datetime) -> None:
    standing.client([9, 9, 2, 2], now=now, closed_on=now.date())
    standing.client([9], now=now, count=1)
    result = found(now)
    assert (result.falls, result.once, result.verdict) == ((), 1, "too_little")
    assert result.missing[0].what == "waves"


def test_without_answers_there_is_nothing(now: datetime) -> None:
    AccountFactory(is_key=True)
    result = found(now)
    assert (result.verdict, result.watched, result.calibrations) == ("too_little", 1, ())
