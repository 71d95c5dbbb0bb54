"""Why a score changed: each verdict in a world where it is true, and what is read of the rows."""

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from csat.findings import stored
from csat.findings.method import Asked
from csat.findings.methods import change
from csat.insight.explaining.decomposition import Decomposition
from csat.scores.models import WeightSet
from tests.csat.answered import heard
from tests.csat.findings.methods import answers
from tests.factories import ContactFactory


def judged(given: change.Inputs) -> change.Change:
    found = change.work(given, 1, lambda share: None)
    assert stored.from_json(change.Change, stored.to_json(found)) == found
    return found


@pytest.mark.parametrize(
    ("world", "verdict"),
    [
        ({}, "same"),
        ({"moved": 5.0}, "real_change"),
        ({"moved": -5.0}, "real_change"),
        ({"newcomers": 40, "their_points": 40.0}, "who_answered"),
        ({"weights": answers.AGREED_ANEW}, "weights"),
        ({"moved": 5.0, "newcomers": 40, "their_points": 40.0}, "mixed"),
        ({"accounts": 3}, "too_little"),
    ],
)
def test_each_verdict_where_it_is_true(world: dict[str, object], verdict: str) -> None:
    found = judged(answers.two_quarters(**world))
    assert (found.verdict, found.months) == (verdict, 3)


def test_the_parts_add_up_to_the_change() -> None:
    found = judged(answers.two_quarters(moved=3.0, newcomers=20, weights=answers.AGREED_ANEW)).spans[0].found
    assert isinstance(found, Decomposition)
    parts = (*found.attributes, found.newcomers, found.leavers, found.shares, found.answered, found.weights)
    assert sum(part.change for part in parts) == pytest.approx(found.after - found.before, abs=1e-9)
    assert found.change.change == pytest.approx(found.after - found.before, abs=1e-9)


def test_a_longer_span_is_shown_where_the_quarter_has_too_little() -> None:
    given = answers.two_quarters(moved=5.0)
    half_a_year = np.timedelta64(180, "D")
    is_first = given.occurred_on < np.datetime64("2026-01-01")
    days = np.where(is_first, given.occurred_on - half_a_year, given.occurred_on)
    found = judged(replace(given, occurred_on=days))
    assert (found.verdict, found.months) == ("real_change", 6)
    assert [one.found.verdict for one in found.spans] == ["too_little", "real_change", "too_little"]


def test_periods_end_with_the_last_closed_quarter() -> None:
    found = judged(answers.two_quarters()).spans
    assert [(one.before_on, one.after_on, one.until_on) for one in found] == [
        (date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1)),
        (date(2025, 4, 1), date(2025, 10, 1), date(2026, 4, 1)),
        (date(2024, 4, 1), date(2025, 4, 1), date(2026, 4, 1)),
    ]
    assert (found[0].answers_before, found[0].answers_after) == (60, 60)


@pytest.mark.django_db
def test_what_is_read_of_the_rows() -> None:
    WeightSet.objects.create(year=2026, weights={"quality": 3, "delivery_dates": 1}, agreed_on="2026-01-01")
    contact = ContactFactory(role="finance")
    heard(contact, 7, at=datetime(2026, 9, 20, tzinfo=UTC), quality=10)
    heard(contact, 7, at=datetime(2026, 10, 2, tzinfo=UTC))  # the quarter that is open
    heard(ContactFactory(), 7, at=datetime(2024, 9, 20, tzinfo=UTC))  # longer ago than two years
    given = change.load(Asked(today=date(2026, 11, 18)))
    assert given.contact_ids.tolist() == [contact.pk] and given.roles.tolist() == ["finance"]
    assert given.until.tolist() == [date(2026, 10, 1)]
    assert given.points[0, given.names.tolist().index("quality")] == 100
    weights = dict(zip(given.names.tolist(), given.weights[given.years == 2026][0].tolist(), strict=True))
    # What the agreed set does not name weighs as much as its mean, as in the scores.
    assert (weights["quality"], weights["delivery_dates"], weights["completeness"]) == (3, 1, 2)
    assert (given.weights[given.years == 2025] == 1).all()
    assert judged(given).verdict == "too_little"


@pytest.mark.django_db
def test_an_empty_installation_has_too_little() -> None:
    assert judged(change.load(Asked(today=date(2026, 11, 18)))).verdict == "too_little"
