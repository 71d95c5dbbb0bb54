from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from csat.alerts import actions, notify
from csat.alerts.models import Notification, NotificationState, Signal
from surveys.actions.running import outbox
from tests.csat.answered import heard
from tests.factories import Cast, ContactFactory

pytestmark = pytest.mark.django_db
ROWS = Notification.objects.all()


@pytest.fixture
def signal(cast: Cast, now: datetime) -> Signal:
    maria = ContactFactory(account=cast.account, name="Maria Kuznetsova", phone="+49 30 1234")
    response = heard(
        maria,
        4,
        at=now,
        words="Dates slip; the driver tells us.",
        wish="yes",
        phone="+49 171 555",
        time="after 3",
    )
    [signal] = actions.assess(response_id=response.id, now=now)
    return signal


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def send(self: EmailMultiAlternatives, *args: Any, **kwargs: Any) -> int:
        raise error

    monkeypatch.setattr(EmailMultiAlternatives, "send", send)


def test_both_are_mailed_once_with_a_link_to_the_case(signal: Signal, now: datetime, settings: Any) -> None:
    assert notify.send_due(limit=100, now=now) == 2
    assert notify.send_due(limit=100, now=now + timedelta(days=1)) == 0
    assert {m.to[0] for m in mail.outbox} == set(
        Notification.objects.values_list("employee__email", flat=True)
    )
    letter = mail.outbox[0]
    assert letter.subject == "Alfa: 4 of 10, please call"
    for body in (letter.body, letter.alternatives[0].content):
        assert f"{settings.BASE_URL}/cases/{signal.uuid}/" in body
        assert "Dates slip; the driver tells us." in body
        assert "+49 171 555" in body and "after 3" in body and "Maria Kuznetsova" in body


def test_the_message_id_stays_the_same_in_a_repeat(signal: Signal, now: datetime) -> None:
    notification = Notification.objects.first()
    ids = {notify.compose(notification).extra_headers["Message-ID"] for _ in range(2)}
    assert ids == {f"<alert-{notification.uuid}@127.0.0.1>"}


def test_each_reads_it_in_their_language(signal: Signal, cast: Cast) -> None:
    cast.boris.language = "ru"
    cast.boris.save()
    notification = Notification.objects.get(employee=cast.boris)
    assert 'lang="ru"' in notify.compose(notification).alternatives[0].content


def test_what_a_client_wrote_is_text_and_never_markup(cast: Cast, now: datetime) -> None:
    contact = ContactFactory(account=cast.account, name="<b>Eve</b>\r\nBcc: x@y.example")
    cast.account.name = "Alfa\r\nBcc: x@y.example"
    cast.account.save()
    response = heard(contact, 2, at=now, words="<script>alert(1)</script>")
    actions.assess(response_id=response.id, now=now)
    notify.send_due(limit=10, now=now)
    letter = mail.outbox[0]
    assert "\n" not in letter.subject and "Bcc" not in letter.message()
    assert "<script>" not in letter.alternatives[0].content
    assert "<script>alert(1)</script>" in letter.body


def test_a_refusing_server_is_asked_again_later(
    signal: Signal, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, SMTPServerDisconnected("gone"))
    notify.send_due(limit=100, now=now)
    row = Notification.objects.first()
    assert row.state == NotificationState.WAITING and row.problem == "gone"
    assert timedelta(seconds=45) < row.due_at - now < timedelta(seconds=75)
    monkeypatch.undo()
    assert notify.send_due(limit=100, now=now + timedelta(minutes=2)) == 2
    assert len(mail.outbox) == 2


def test_an_address_refused_for_good_is_not_tried_again(
    signal: Signal, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, SMTPRecipientsRefused({"a@b.example": (550, b"no such user")}))
    notify.send_due(limit=100, now=now)
    assert set(Notification.objects.values_list("state", flat=True)) == {NotificationState.FAILED}


def test_a_killed_worker_loses_nothing(signal: Signal, now: datetime) -> None:
    assert len(outbox.claim(ROWS, limit=10, now=now)) == 2  # and the worker dies here
    assert notify.send_due(limit=100, now=now + outbox.LEASE / 2) == 0
    assert notify.send_due(limit=100, now=now + outbox.LEASE) == 2
    assert len(mail.outbox) == 2


def test_who_overslept_the_lease_records_nothing(signal: Signal, now: datetime) -> None:
    [first, _] = outbox.claim(ROWS, limit=10, now=now)
    outbox.claim(ROWS, limit=10, now=now + outbox.LEASE)
    outbox.record(ROWS, first, state=NotificationState.FAILED, problem="late")
    assert not Notification.objects.filter(state=NotificationState.FAILED).exists()


def test_somebody_without_an_address_is_named_as_untold(signal: Signal, cast: Cast, now: datetime) -> None:
    cast.boris.email = ""
    cast.boris.save()
    notify.send_due(limit=100, now=now)
    assert Notification.objects.get(employee=cast.boris).state == NotificationState.FAILED
    assert len(mail.outbox) == 1
