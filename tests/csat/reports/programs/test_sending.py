"""Sending as a whole: held and released, what is stuck, stopped, slowed, in doubt or possibly double."""

from datetime import datetime, timedelta

import pytest

from csat.reports.programs import sending
from surveys.actions import holding, inviting
from surveys.actions.pacing import domains
from surveys.models import Attempt, Brand, Message
from tests import factories
from tests.surveys import invited

pytestmark = pytest.mark.django_db


def test_nothing_to_report_where_nothing_is_sent(db: None, now: datetime) -> None:
    found = sending.build(now=now)
    assert found.is_well and (found.due, found.waiting, found.doubles_in_all) == (0, 0, 0)


def test_hold_says_why_and_by_whom_and_release_what_goes_at_once(now: datetime) -> None:
    operator = factories.UserFactory(username="olga@ours.example")
    with pytest.raises(holding.CannotHold):
        holding.hold(because="x", by=operator, now=now)
    invited.invite(now)
    invited.invite(now, not_before_at=now + timedelta(days=1))
    holding.hold(because="wrong  wording", by=operator, now=now)
    found = sending.build(now=now)
    assert found.held_because == f"wrong wording (olga@ours.example, {now:%Y-%m-%d %H:%M} UTC)"
    assert (found.due, found.waiting) == (1, 2) and not found.is_well
    with pytest.raises(holding.CannotHold):
        holding.hold(because="again", by=operator, now=now)
    holding.release(by=operator, now=now)
    assert sending.build(now=now).held_because is None and Brand.objects.get().sending_held_because == ""
    with pytest.raises(holding.CannotHold):
        holding.release(by=operator, now=now)


def test_what_is_due_for_long_without_moving_is_not_well(now: datetime) -> None:
    invited.invite(now - timedelta(hours=2))
    found = sending.build(now=now)
    assert found.is_stuck and not found.is_well and found.oldest_due_seconds == pytest.approx(7200)
    assert not sending.build(now=now - timedelta(hours=1, minutes=50)).is_stuck


def test_stopped_batches_slow_domains_doubts_and_doubles(now: datetime) -> None:
    stopped = invited.batch(now, name="November")
    invited.invite(now, into=stopped)
    empty = invited.batch(now, name="nothing waits")
    for batch in (stopped, empty):
        inviting.stop_batch(batch=batch, because="5 of the last 20 refused", now=now)
    slow = invited.invite(now, address="a@slow.example")
    domains.limit(domain="slow.example", most_an_hour=5, now=now)
    mail = invited.mail(slow)
    Attempt.objects.create(
        message=mail, number=1, owner="w", started_at=now, outcome="in_doubt", may_have_been_sent=True
    )
    for state, attempt in (("sending", 1), ("in_doubt", 1), ("deferred", 1), ("sending", 2), ("in_doubt", 2)):
        Message.objects.filter(pk=mail.pk).update(state=state, attempt=attempt, lease_until=now)
    found = sending.build(now=now)
    assert [(row.name, row.waiting) for row in found.stopped] == [("November", 1)]
    assert [(row.name, row.most_an_hour, row.is_paused) for row in found.domains] == [
        ("slow.example", 5, False)
    ]
    assert [row.message_uuid for row in found.in_doubt] == [mail.uuid]
    assert found.doubles_in_all == 1 and found.doubles[0].invitation_uuid == slow.uuid
    assert found.doubles[0].contact == ""  # it is about no client of ours
