"""500 mails of many servers and programs, and 500 forged ones. Each knows what it is; we must find out."""

from collections import Counter
from datetime import datetime

import pytest
from pytest_django import Settings

from surveys.actions.feedback.receiving import receive
from surveys.actions.suppressing import standing_of
from surveys.models import Invitation, MailEvent, Message, Suppression
from tests.faults.feedback import forged, people, servers
from tests.faults.feedback.mails import taken
from tests.faults.feedback.sent import REASONS, Sent
from tests.surveys import invited

pytestmark = pytest.mark.django_db

MAILS = 500
FATES = {"dead": "bounced", "bounced": "bounced", "delayed": "accepted"}


@pytest.fixture
def mails(now: datetime, settings: Settings) -> list[Sent]:
    settings.RETURN_PATH = "bounces@mail.meridian.example"
    return taken(MAILS, now=now)


def outcome(sent: Sent) -> tuple[str, str, str]:
    """What we now hold: the mail's state, its reminder's, why its address is not written to."""
    invitation = Invitation.objects.get(messages__uuid=sent.uuid)
    standing = standing_of(sent.recipient)
    return (
        invited.mail(invitation).state,
        invited.mail(invitation, 1).state,
        standing[0].reason if standing else "",
    )


def expected(number: int, sent: Sent) -> tuple[str, tuple[str, str, str]]:
    """The number's mail and what must follow from it. Half of them bounce."""
    if number % 2:
        reason = REASONS[number // 2 % len(REASONS)]
        dialect = servers.DIALECTS[number // 2 // len(REASONS) % len(servers.DIALECTS)]
        stopped = "suppressed" if reason.fate == "dead" else "planned"
        why = "bounced" if reason.fate == "dead" else ""
        return dialect(sent, reason), (FATES[reason.fate], stopped, why)
    turn = number // 2
    if turn % 5 == 0:
        complaint = people.COMPLAINTS[turn // 5 % len(people.COMPLAINTS)]
        return complaint(sent), ("complained", "suppressed", "complained")
    if turn % 5 == 1:
        return people.ANSWERS[turn // 5 % len(people.ANSWERS)](sent), ("accepted", "cancelled", "")
    return people.AWAY[turn % len(people.AWAY)](sent), ("accepted", "planned", "")


def test_99_of_100_are_recognised(mails: list[Sent], now: datetime) -> None:
    missed = []
    for number, sent in enumerate(mails):
        raw, truth = expected(number, sent)
        receive(raw=raw.encode(), now=now)
        if outcome(sent) != truth:
            missed.append(f"{number}: {outcome(sent)} instead of {truth}\n{raw[:300]}")
    assert len(missed) <= MAILS // 100, "\n".join(missed[:5])


def test_a_server_that_knows_no_return_path_of_ours_is_believed_by_id_and_recipient(
    mails: list[Sent], now: datetime
) -> None:
    missed = []
    for number, sent in enumerate(mails[: 2 * len(REASONS) * len(servers.DIALECTS)]):
        raw, truth = expected(number, sent)
        receive(raw=raw.replace(sent.return_path, forged.PLAIN).encode(), now=now)
        if outcome(sent) != truth and "blacked" not in raw and "redacted" not in raw:
            missed.append(f"{number}: {outcome(sent)} instead of {truth}\n{raw[:300]}")
    assert len(missed) <= 2, "\n".join(missed[:5])


def test_500_forged_ones_change_nothing(mails: list[Sent], now: datetime) -> None:
    before = list(Message.objects.order_by("id").values())
    for number, sent in enumerate(mails):
        raw = forged.FORGERIES[number % len(forged.FORGERIES)](sent, number)
        assert not receive(raw=raw.encode(), now=now).is_ours, raw
    assert list(Message.objects.order_by("id").values()) == before
    assert not Suppression.objects.exists()
    assert set(MailEvent.objects.values_list("kind", "message")) == {("ignored", None)}


def test_told_ten_times_is_told_once(mails: list[Sent], now: datetime) -> None:
    few = [expected(number, sent)[0].encode() for number, sent in enumerate(mails[:40])]
    for raw in few:
        receive(raw=raw, now=now)
    states = Counter(Message.objects.values_list("state", flat=True))
    events = MailEvent.objects.count()
    for _ in range(9):
        assert not any(receive(raw=raw, now=now).is_new for raw in few)
    assert Counter(Message.objects.values_list("state", flat=True)) == states
    assert MailEvent.objects.count() == events
