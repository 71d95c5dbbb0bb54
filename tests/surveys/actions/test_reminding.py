"""What an invitation's reminders wait for, and what ends them."""

from datetime import date, datetime, time, timedelta

import pytest

from surveys.actions import inviting, sending
from surveys.actions.sending import Claimed, Result
from surveys.channels import replies
from surveys.models import Invitation, MailEvent, Message
from tests.surveys import invited

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TAKEN = replies.judge(250, "OK")
GONE = replies.judge(550, "5.1.1 No such user")


def claim(now: datetime) -> tuple[Claimed, ...]:
    return sending.claim(owner="w", limit=9, now=now).mails


def send(now: datetime, receipt: replies.Receipt = TAKEN) -> list[int]:
    """What goes out now, by number."""
    mails = claim(now)
    sending.record(results=[Result(mail, receipt) for mail in mails], now=now)
    return [mail.number for mail in mails]


@pytest.fixture
def invitation(now: datetime) -> Invitation:
    """With three reminders, five days apart; a Wednesday."""
    made = invited.invite(now, remind_after_days=5, most_reminders=3, expires_at=now + 40 * DAY)
    assert send(now) == [0]
    return made


def test_each_goes_once_in_its_turn(now: datetime, invitation: Invitation) -> None:
    went = {day: send(now + day * DAY) for day in range(1, 40)}
    assert {day: numbers for day, numbers in went.items() if numbers} == {5: [1], 12: [2], 19: [3]}
    assert claim(now + 39 * DAY) == ()


def test_a_late_one_takes_those_after_it_along(now: datetime, invitation: Invitation) -> None:
    inviting.stop_batch(batch=invitation.batch, because="wait", now=now)
    assert send(now + 10 * DAY) == []
    inviting.resume_batch(batch=invitation.batch, now=now + 13 * DAY)
    assert send(now + 13 * DAY) == [1]  # eight days late
    assert send(now + 19 * DAY) == []
    assert send(now + 20 * DAY) == [2]


@pytest.mark.parametrize("what", ["answered", "unsubscribed", "bounced", "written back", "taken back"])
def test_none_after_the_client_has_spoken(now: datetime, invitation: Invitation, what: str) -> None:
    first = invited.mail(invitation)
    if what == "answered":
        Invitation.objects.update(answered_at=now)
    elif what == "unsubscribed":
        inviting.suppressing.unsubscribe(invitation=invitation, now=now)
    elif what == "bounced":
        Message.objects.filter(id=first.id).update(state="bounced")
    elif what == "taken back":
        inviting.cancel(invitation=invitation, because="returned", now=now)
    else:
        MailEvent.objects.create(
            source="reply", event_id="1", kind="replied", message=first, occurred_at=now, received_at=now
        )
    assert [send(now + day * DAY) for day in range(5, 39)] == [[]] * 34
    ends = set(Message.objects.filter(number__gt=0).values_list("state", flat=True))
    assert ends <= {"cancelled", "suppressed"}


def test_none_after_a_reminder_that_came_back(now: datetime, invitation: Invitation) -> None:
    assert send(now + 5 * DAY) == [1]
    Message.objects.filter(number=1).update(state="bounced")
    assert send(now + 12 * DAY) == []
    assert invited.mail(invitation, 2).reason == "an earlier reminder did not arrive"


def test_one_waits_while_the_one_before_is_on_its_way(now: datetime, invitation: Invitation) -> None:
    (first,) = claim(now + 5 * DAY)
    Message.objects.filter(number=2).update(due_at=now + 5 * DAY)
    assert claim(now + 5 * DAY) == ()
    sending.record(results=[Result(first, TAKEN)], now=now + 5 * DAY)
    assert [mail.number for mail in claim(now + 6 * DAY)] == [2]


def test_a_mail_that_is_late_rests_on_a_holiday_too(now: datetime) -> None:
    christmas = datetime.combine(date(2026, 12, 25), time(10), now.tzinfo)
    batch = invited.batch(now, opens_at=time(9), closes_at=time(18))
    german = invited.invite(now, into=batch, country="DE", expires_at=now + 60 * DAY)
    assert german.quiet_on is not None and christmas.date() in german.quiet_on
    assert claim(christmas) == ()
    assert len(claim(christmas + 3 * DAY)) == 1


def test_people_who_work_on_sundays_get_mail_on_sundays(now: datetime) -> None:
    sunday, friday = now + 4 * DAY, now + 2 * DAY
    batch = invited.batch(now, opens_at=time(9), closes_at=time(18))
    invited.invite(friday, into=batch, country="SA", zone="Asia/Riyadh", expires_at=now + 60 * DAY)
    assert claim(friday) == ()
    assert len(claim(sunday)) == 1
