from datetime import UTC, date, datetime, time

import pytest

from csat.cases import deadlines, states
from csat.cases.models import CaseState

BERLIN = deadlines.WorkingTime(zone="Europe/Berlin", country="DE", opens=time(9), closes=time(18))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("opened", "acknowledge", "call"), [
    # Berlin is an hour ahead of UTC in winter.
    ("2026-11-18T09:00", "2026-11-18T13:00", "2026-11-19T09:00"),  # Wednesday 10:00
    ("2026-11-20T16:00", "2026-11-23T11:00", "2026-11-23T16:00"),  # Friday 17:00
    ("2026-11-21T12:00", "2026-11-23T12:00", "2026-11-23T17:00"),  # Saturday
    ("2026-12-24T16:30", "2026-12-28T11:30", "2026-12-28T16:30"),  # Christmas Eve, half past five
])  # fmt: skip
def test_business_time(opened: str, acknowledge: str, call: str) -> None:
    assert deadlines.promised(at(opened), BERLIN) == (at(acknowledge), at(call))


def due(state: str, next_step_on: date | None = None) -> deadlines.Due | None:
    return deadlines.due(
        state,
        acknowledge_due_at=at("2026-11-18T13:00"),
        due_at=at("2026-11-19T09:00"),
        next_step_on=next_step_on,
        work=BERLIN,
    )


def test_what_is_due_next() -> None:
    assert due("open") == deadlines.Due("acknowledge", at("2026-11-18T13:00"))
    assert due("acknowledged") == deadlines.Due("call", at("2026-11-19T09:00"))
    assert due("acknowledged", date(2026, 11, 25)) == deadlines.Due("step", at("2026-11-25T17:00"))
    assert due("closed") is None


def test_the_table_knows_every_state_and_never_leaves_the_end() -> None:
    assert {state for state, _ in states.MOVES} | set(states.MOVES.values()) == set(CaseState.values)
    assert states.verbs_in("closed") == frozenset()
    assert states.verbs_in("open") >= {"acknowledge", "close"}
