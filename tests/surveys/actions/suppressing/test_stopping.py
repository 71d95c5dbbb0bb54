from datetime import datetime

import pytest

from surveys.actions import sending, suppressing
from surveys.models import MessageState, Suppression
from tests.surveys import invited

pytestmark = pytest.mark.django_db


def test_waiting_mails_of_the_address_stop_whatever_its_case(now: datetime) -> None:
    batch = invited.batch(now)
    hers = invited.invite(now, into=batch, address="Elena@ALFA.example", remind_after_days=5)
    other = invited.invite(now, into=batch, address="boris@alfa.example")
    assert suppressing.suppress(address=" elena@alfa.example", reason="unsubscribed", now=now) == 2
    assert invited.mail(hers).state == MessageState.SUPPRESSED
    assert invited.mail(hers, 1).reason == "the address is suppressed: unsubscribed"
    assert invited.mail(other).state == MessageState.PLANNED


def test_the_list_holds_no_address(now: datetime) -> None:
    suppressing.suppress(address="elena@alfa.example", reason="unsubscribed", now=now)
    suppressing.suppress(address="ELENA@alfa.example", reason="bounced", now=now)
    (row,) = Suppression.objects.all()
    assert "elena" not in row.address_hmac
    assert row.reason == "unsubscribed"


def test_an_opt_out_from_one_kind_leaves_the_others(now: datetime) -> None:
    batch = invited.batch(now)
    sale = invited.invite(now, into=batch)
    suppressing.suppress(address=sale.address, reason="unsubscribed", now=now, kind="periodic")
    periodic = invited.invite(now, into=batch, kind="periodic")
    claimed = sending.claim(owner="w", limit=9, now=now)
    assert [mail.invitation_uuid for mail in claimed.mails] == [sale.uuid]
    assert invited.mail(periodic).state == MessageState.SUPPRESSED


def test_a_mail_in_a_workers_hands_is_not_called_back_but_its_retry_is(now: datetime) -> None:
    invitation = invited.invite(now)
    sending.claim(owner="w", limit=9, now=now)
    assert suppressing.suppress(address=invitation.address, reason="unsubscribed", now=now) == 0
    assert invited.mail(invitation).state == MessageState.SENDING
