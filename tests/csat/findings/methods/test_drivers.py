"""What goes together with satisfaction: each verdict, and what is read of the rows, picks and weights too."""

from datetime import UTC, date, datetime

import pytest

from csat.findings import stored
from csat.findings.method import Asked
from csat.findings.methods import drivers
from csat.insight.drivers.result import Drivers
from csat.insight.drivers.within import WithinAccounts
from csat.scores.models import WeightSet
from tests.csat.answered import answer, heard, periodic, score
from tests.csat.findings.methods import answers
from tests.factories import AccountFactory, ContactFactory

TODAY = date(2026, 11, 18)


def found_in(given: drivers.Inputs) -> drivers.DriversFound:
    found = drivers.work(given, 7, lambda share: None)
    assert stored.from_json(drivers.DriversFound, stored.to_json(found)) == found
    return found


@pytest.mark.parametrize(
    ("world", "verdict"),
    [
        ({}, "ranked"),
        ({"slopes": (0.0, 0.0, 0.0)}, "order_not_reliable"),
        ({"accounts": 12, "people": 2}, "correlations_only"),
        ({"accounts": 5}, "too_little"),
    ],
)
def test_each_verdict_where_it_is_true(world: dict[str, object], verdict: str) -> None:
    assert found_in(answers.judged(**world)).verdict == verdict


def test_a_ranking_with_its_check_within_clients_and_what_people_say() -> None:
    found = found_in(answers.judged())
    assert isinstance(found.found, Drivers)
    assert found.found.drivers[0].name == "delivery_dates" and found.found.drivers[0].first > 0.95
    assert isinstance(found.found.within, WithinAccounts) and found.found.within.verdict == "confirmed"
    assert [one.name for one in found.stated] == ["delivery_dates", "quality", "reply_speed"]
    assert found.stated[0].picked.estimate == pytest.approx(0.8, abs=0.08) and found.stated[0].picked.is_known
    assert [(one.name, one.share) for one in found.agreed] == [
        ("delivery_dates", 0.5),
        ("quality", 0.25),
        ("reply_speed", 0.25),
    ]


def test_the_same_data_and_seed_give_the_same_numbers() -> None:
    assert found_in(answers.judged()) == found_in(answers.judged())


@pytest.mark.django_db
def test_what_is_read_of_the_rows() -> None:
    WeightSet.objects.create(year=2025, weights={"quality": 2}, agreed_on="2025-01-01")
    contact = ContactFactory(account=AccountFactory(segment="large"))
    at = datetime(2026, 9, 20, 9, tzinfo=UTC)
    picks = ["quality", "competence", "delivery_dates"]
    score(answer(contact, periodic(8, quality=4) | {"importance": picks}, at=at))
    heard(ContactFactory(), 6, at=at)
    given = drivers.load(Asked(today=TODAY))
    assert given.segments.tolist() == ["large", "mid"]
    assert given.rounds.tolist() == [2026 * 12 + 8] * 2
    assert given.pick_account_ids.tolist() == [contact.account_id]
    assert given.options.tolist() == sorted(picks) and given.picked.all()
    assert given.agreed_year.tolist() == [2025]
    assert dict(zip(given.names.tolist(), given.agreed.tolist(), strict=True))["quality"] == 2
    assert found_in(given).verdict == "too_little"


@pytest.mark.django_db
def test_doubtful_answers_pick_nothing_and_an_empty_installation_has_too_little() -> None:
    doubtful = periodic(8) | {"importance": ["quality", "competence", "delivery_dates"]}
    answer(ContactFactory(), doubtful, at=datetime(2026, 9, 20, tzinfo=UTC), verdict="doubtful")
    found = found_in(drivers.load(Asked(today=TODAY)))
    assert (found.verdict, found.stated_answers, found.agreed_year) == ("too_little", 0, None)
