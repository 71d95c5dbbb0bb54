from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from surveys.actions import inviting, sending, suppressing
from surveys.models import Batch, Invitation, Message, MessageState, Token
from tests.surveys import asked, invited

pytestmark = pytest.mark.django_db


def test_an_invitation_has_its_mail_its_reminder_and_its_links(now: datetime) -> None:
    invitation = invited.invite(now, remind_after_days=5)
    mails = list(Message.objects.filter(invitation=invitation).order_by("number"))
    assert [mail.number for mail in mails] == [0, 1]
    assert mails[0].due_at == now
    assert mails[1].due_at == now + timedelta(days=5)
    assert mails[0].uuid != mails[1].uuid
    assert sorted(Token.objects.values_list("purpose", flat=True)) == [
        "answer",
        "my_data",
        "unsubscribe",
    ]


def test_our_name_is_frozen_in_the_invitation(now: datetime) -> None:
    facts = {name: value for name, value in asked.FACTS.items() if name != "supplier"}
    assert invited.invite(now, facts=facts).facts["supplier"] == "Meridian Supply"


@pytest.mark.parametrize(
    ("days", "due"),
    [
        (0, []),
        (3, ["2026-11-23 10:00"]),  # a Saturday: the Monday after
        (5, ["2026-11-23 10:00"]),
        (14, []),  # after the end
    ],
)
def test_a_reminder_is_never_due_at_a_weekend_or_after_the_end(
    now: datetime, days: int, due: list[str]
) -> None:
    invitation = invited.invite(now, remind_after_days=days)  # Wednesday, 10:00 in Berlin
    reminders = Message.objects.filter(invitation=invitation, number=1)
    berlin = ZoneInfo("Europe/Berlin")
    assert [f"{reminder.due_at.astimezone(berlin):%Y-%m-%d %H:%M}" for reminder in reminders] == due


@hypothesis.settings(max_examples=25, deadline=None)
@given(
    start=st.datetimes(datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2027-12-31")),
    zone=st.sampled_from(["Europe/Berlin", "Asia/Yekaterinburg", "America/New_York", "Australia/Lord_Howe"]),
    days=st.integers(1, 10),
)
def test_a_reminder_keeps_the_local_time_of_day(start: datetime, zone: str, days: int) -> None:
    begin = start.replace(tzinfo=ZoneInfo(zone), second=0, microsecond=0)
    wish = inviting.Wish(
        version=None,  # type: ignore[arg-type]
        address="elena@alfa.example",
        language="en",
        kind="post_sale",
        facts={},
        zone=zone,
        not_before_at=begin,
        expires_at=begin + timedelta(days=30),
        remind_after_days=days,
    )
    _, reminder = inviting._due_moments(wish)
    assert reminder.weekday() < 5
    assert (reminder.hour, reminder.minute) == (begin.hour, begin.minute)
    assert days <= (reminder.date() - begin.date()).days <= days + 2


@pytest.mark.parametrize(
    ("different", "words"),
    [
        ({"address": "nobody"}, "no e-mail address"),
        ({"address": "a@b.example\r\nBcc: c@d.example"}, "no e-mail address"),
        ({"language": "fr"}, "no wording in 'fr'"),
        ({"zone": "Mars/Olympus"}, "no time zone"),
        ({"zone": "../../etc/passwd"}, "no time zone"),
        ({"expires_at": datetime(2026, 11, 18, 9, 0, tzinfo=ZoneInfo("UTC"))}, "would expire"),
    ],
)
def test_what_cannot_be_sent_is_refused_in_words(
    now: datetime, different: dict[str, Any], words: str
) -> None:
    with pytest.raises(inviting.CannotInvite, match=words):
        invited.invite(now, **different)
    assert not Invitation.objects.exists()


def test_a_batch_needs_hours_that_span(now: datetime) -> None:
    with pytest.raises(inviting.CannotInvite, match="do not span"):
        invited.batch(now, opens_at=time(18), closes_at=time(9))
    with pytest.raises(inviting.CannotInvite, match="do not span"):
        invited.batch(now, opens_at=time(9))
    with pytest.raises(inviting.CannotInvite, match="no e-mail address"):
        invited.batch(now, reply_to_address="-")


def test_many_are_invited_in_as_many_statements_as_few(now: datetime) -> None:
    batch = invited.batch(now)
    version = asked.published("post-sale", now=now)

    def statements(count: int, prefix: str) -> int:
        wishes = [
            inviting.Wish(
                version=version,
                address=f"{prefix}{number}@alfa.example",
                language="ru",
                kind="post_sale",
                facts={},
                zone="UTC",
                not_before_at=now,
                expires_at=now + timedelta(days=1),
            )
            for number in range(count)
        ]
        with CaptureQueriesContext(connection) as queries:
            inviting.invite_all(batch=batch, wishes=wishes, now=now)
        return len(queries)

    assert statements(2, "few") == statements(200, "many")


def test_cancelling_stops_what_waits_and_says_why(now: datetime) -> None:
    invitation = invited.invite(now, remind_after_days=5)
    assert inviting.cancel(invitation=invitation, because="the order was returned", now=now) == 2
    assert inviting.cancel(invitation=invitation, because="again", now=now) == 0
    invitation.refresh_from_db()
    assert invitation.cancelled_because == "the order was returned"
    for number in (0, 1):
        mail = invited.mail(invitation, number)
        assert (mail.state, mail.reason) == (MessageState.CANCELLED, "the order was returned")


def test_a_stopped_batch_waits_until_it_goes_on(now: datetime) -> None:
    batch = invited.batch(now)
    invited.invite(now, into=batch)
    assert inviting.stop_batch(batch=batch, because="wrong wording", now=now)
    assert not inviting.stop_batch(batch=batch, because="again", now=now)
    assert sending.claim(owner="w", limit=9, now=now).mails == ()
    assert inviting.resume_batch(batch=batch, now=now)
    assert not inviting.resume_batch(batch=batch, now=now)
    assert Batch.objects.get().stopped_because == ""
    assert len(sending.claim(owner="w", limit=9, now=now).mails) == 1


def test_an_opt_out_survives_the_rotation_of_the_secret_key(now: datetime) -> None:
    suppressing.suppress(address="Elena@Alfa.example", reason="unsubscribed", now=now)
    with override_settings(SECRET_KEY="a new key", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        invitation = invited.invite(now)
        assert sending.claim(owner="w", limit=9, now=now).mails == ()
    assert invited.mail(invitation).state == MessageState.SUPPRESSED
