"""What a registered change did: each verdict in a world where it is true, and months counted from its day."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from csat.findings import stored
from csat.findings.method import Asked
from csat.findings.methods import effects
from csat.findings.models import RegisteredChange
from csat.insight.verdict import TooLittle
from tests.csat.answered import heard
from tests.csat.findings.methods import answers
from tests.factories import ContactFactory

TODAY = date(2026, 11, 18)


def seen(given: effects.Inputs) -> effects.EffectFound:
    found = effects.work(given, 1, lambda share: None)
    assert stored.from_json(effects.EffectFound, stored.to_json(found)) == found
    return found


@pytest.mark.parametrize(
    ("world", "verdict"),
    [
        ({}, "no_evidence"),
        ({"effect": 8.0}, "better"),
        ({"effect": -8.0}, "worse"),
        ({"drift": 1.0}, "pre_trend"),
        ({"is_picked_for_low": True}, "pre_trend"),
        ({"accounts": 9}, "too_little"),
        ({"months_after": 0}, "too_little"),
    ],
)
def test_each_verdict_where_it_is_true(world: dict[str, object], verdict: str) -> None:
    assert seen(answers.acted(**world)).verdict == verdict


def test_levels_are_what_was_seen() -> None:
    found = seen(answers.acted(effect=8.0))
    assert found.reached_before.accounts == found.reached_after.accounts == 20
    assert found.others_after.readings == 40 * 4
    assert found.reached_after.mean - found.reached_before.mean == pytest.approx(8, abs=3)
    empty = seen(answers.acted(months_after=0))
    assert empty.reached_after == effects.Level(mean=None, accounts=0, readings=0)


@pytest.fixture
def change(db: None) -> RegisteredChange:
    return RegisteredChange.objects.create(
        name="A new carrier",
        began_on=date(2026, 5, 12),
        recorded_at=datetime(2026, 5, 12, tzinfo=UTC),
        measure="attribute:delivery_dates",
    )


def test_months_count_from_the_day_it_began(change: RegisteredChange) -> None:
    reached, other = ContactFactory(), ContactFactory()
    change.accounts.add(reached.account)
    heard(reached, 5, at=datetime(2026, 5, 11, 9, tzinfo=UTC), delivery_dates=1)
    heard(reached, 5, at=datetime(2026, 5, 12, 9, tzinfo=UTC), delivery_dates=10)
    heard(other, 5, at=datetime(2026, 10, 11, 9, tzinfo=UTC))
    heard(other, 5, at=datetime(2026, 11, 2, 9, tzinfo=UTC))  # the open month
    given = effects.load(Asked(today=TODAY, change=change))
    start = int(given.start[0])
    assert given.account_ids.tolist() == [reached.account_id, other.account_id]
    assert given.treated.tolist() == [True, False]
    assert given.outcome[0, start - 1 : start + 1].tolist() == [0, 100]
    assert np.flatnonzero(given.counts[1]).tolist() == [start + 4]
    assert given.days.tolist() == [date(2024, 5, 1), date(2026, 5, 12), date(2026, 11, 1)]
    assert isinstance(seen(given).found, TooLittle)


def test_a_change_that_lies_ahead_and_a_measure_nobody_was_asked_have_too_little(
    change: RegisteredChange,
) -> None:
    change.began_on, change.measure = date(2027, 2, 1), "attribute:nothing"
    found = seen(effects.load(Asked(today=TODAY, change=change)))
    assert found.verdict == "too_little" and found.until_on <= found.began_on
