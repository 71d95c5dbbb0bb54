"""What is in doubt on another channel: no mail provider is asked; a repeat that is known doubles nothing."""

from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from surveys import tasks
from surveys.actions import recovering, sending, suppressing
from surveys.channels.replies import Receipt
from surveys.models import Attempt, Batch, Invitation, Outcome
from tests.surveys import invited

pytestmark = pytest.mark.django_db


def doubtful(channel: str, address: str, now: datetime) -> Invitation:
    """An invitation whose message the other side never confirmed."""
    batch = invited.batch(now)
    Batch.objects.filter(pk=batch.pk).update(channel=channel)
    batch.refresh_from_db()
    found = invited.invite(now, into=batch, address=address)
    (mail,) = sending.claim(owner="worker", limit=1, now=now).mails
    sending.record(results=[sending.Result(mail, Receipt(Outcome.IN_DOUBT, "silence"))], now=now)
    return found


@pytest.mark.parametrize(
    ("channel", "address", "is_listed"),
    [("sms", "+491701234567", False), ("telegram", "123456789", True)],
)
def test_it_goes_out_again_and_is_listed_only_where_it_may_double(
    now: datetime, settings: Settings, channel: str, address: str, *, is_listed: bool
) -> None:
    settings.MAIL_LOOKUP_URL = "http://127.0.0.1:9"  # whoever asked it about an SMS would learn nothing
    found = doubtful(channel, address, now)

    tasks._settle(recovering.take_doubtful(limit=5, now=now + timedelta(minutes=1)))

    message = invited.mail(found)
    assert message.state == "deferred"
    assert Attempt.objects.get(message=message).may_have_been_sent == is_listed


def test_an_address_has_one_spelling_so_that_an_opt_out_finds_it(now: datetime) -> None:
    batch = invited.batch(now)
    Batch.objects.filter(pk=batch.pk).update(channel="sms")
    batch.refresh_from_db()
    suppressing.suppress(address="+491701234567", reason=suppressing.UNSUBSCRIBED, now=now)
    found = invited.invite(now, into=batch, address="0049 (170) 123-45-67")
    assert found.address == "+491701234567"
    assert not sending.claim(owner="worker", limit=1, now=now).mails
