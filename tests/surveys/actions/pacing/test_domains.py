import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from django.db import connection

from surveys.actions import sending
from surveys.actions.pacing import domains
from surveys.actions.pacing.domains import CannotLimit
from surveys.actions.sending import Claimed, Result
from surveys.channels import replies
from surveys.channels.replies import Receipt
from surveys.models import Attempt, Batch, DomainPace, Message, MessageState
from tests.surveys import invited

pytestmark = pytest.mark.django_db

BUSY = replies.judge(421, "4.3.2 Closing")
TAKEN = replies.judge(250, "OK")
MINUTE = timedelta(minutes=1)


def plan(now: datetime, **counts: int) -> Batch:
    """So many mails to each domain: those of the first named are due first."""
    batch = invited.batch(now)
    for name, count in counts.items():
        for number in range(count):
            invited.invite(now, into=batch, address=f"c{number}@{name}.example")
    return batch


def claim(now: datetime, limit: int = 100) -> tuple[Claimed, ...]:
    return sending.claim(owner="w", limit=limit, now=now).mails


def record(mails: Sequence[Claimed], receipt: Receipt, now: datetime) -> None:
    due_at = now + MINUTE if receipt is BUSY else None
    sending.record(results=[Result(mail, receipt, due_at) for mail in mails], now=now)


def domains_of(mails: Sequence[Claimed]) -> list[str]:
    return sorted(mail.domain for mail in mails)


def test_mails_of_a_paused_domain_wait_untried_while_others_go(now: datetime) -> None:
    plan(now, sick=5, well=2)
    record(claim(now, limit=1), BUSY, now)
    assert domains_of(claim(now)) == ["well.example"] * 2
    untried = Message.objects.filter(attempt=0)
    assert untried.count() == 4 == Message.objects.filter(state="deferred").count() - 1
    pause = DomainPace.objects.get()
    assert (pause.domain, pause.failures) == ("sick.example", 1)
    for mail in untried:
        assert mail.reason == "waits for sick.example: 421 4.3.2 Closing"
        assert mail.due_at >= pause.paused_until
    assert claim(now) == ()


def test_after_a_pause_one_mail_is_the_probe_and_its_fate_decides(now: datetime) -> None:
    plan(now, sick=5)
    record(claim(now, limit=1), BUSY, now)
    claim(now)  # puts the others behind
    later = now + 2 * MINUTE
    (probe,) = claim(later)
    assert claim(later) == () == claim(later + timedelta(seconds=30))
    record([probe], BUSY, later)
    pause = DomainPace.objects.get()
    assert pause.failures == 2
    assert 4 * MINUTE <= pause.paused_until - later <= 6 * MINUTE
    assert claim(later + 3 * MINUTE) == ()
    (probe,) = claim(later + 8 * MINUTE)
    record([probe], TAKEN, later + 8 * MINUTE)
    assert not DomainPace.objects.exists()
    assert len(claim(later + 12 * MINUTE)) == 4
    assert Attempt.objects.count() == 7  # three tries of the server, and the four at the end


def test_a_probe_whose_worker_died_is_followed_by_another(now: datetime) -> None:
    plan(now, sick=3)
    record(claim(now, limit=1), BUSY, now)
    claim(now)
    later = now + 2 * MINUTE
    (lost,) = claim(later)
    (probe,) = claim(later + 4 * MINUTE)
    assert probe.id != lost.id


def test_an_operator_ends_a_pause(now: datetime) -> None:
    plan(now, sick=3)
    record(claim(now, limit=1), BUSY, now)
    assert claim(now) == ()
    assert domains.try_now(domain="sick.example", now=now)
    assert len(claim(now)) == 2
    assert not domains.try_now(domain="sick.example", now=now)


def test_no_hour_holds_more_than_the_limit(now: datetime) -> None:
    plan(now, slow=70, well=1)
    domains.limit(domain="Slow.example", most_an_hour=40, now=now)
    went: list[datetime] = []
    for half_minute in range(200):
        moment = now + half_minute * MINUTE / 2
        mails = [mail for mail in claim(moment, limit=200) if mail.domain == "slow.example"]
        record(mails, TAKEN, moment)
        went += [moment] * len(mails)
    for moment in went:
        assert sum(moment <= other < moment + timedelta(hours=1) for other in went) <= 40
    assert 60 <= len(went) <= 68  # and it is used: 100 minutes at 40 an hour
    assert Message.objects.get(invitation__domain="well.example").accepted_at is None
    assert Message.objects.filter(state=MessageState.DEFERRED).first().reason.endswith("at most 40 an hour")


def test_a_limit_is_lifted_or_sends_nothing(now: datetime) -> None:
    plan(now, slow=3)
    domains.limit(domain="slow.example", most_an_hour=0, now=now)
    assert claim(now) == ()
    domains.limit(domain="slow.example", most_an_hour=None, now=now)
    assert len(claim(now)) == 3


@pytest.mark.parametrize("domain", ["", "a b", "ann@client.example", "x" * 256])
def test_no_limit_for_what_is_no_domain(domain: str, now: datetime) -> None:
    with pytest.raises(CannotLimit):
        domains.limit(domain=domain, most_an_hour=5, now=now)


def test_a_limit_outlives_the_trouble(now: datetime) -> None:
    plan(now, sick=2)
    domains.limit(domain="sick.example", most_an_hour=1000, now=now)
    record(claim(now, limit=1), BUSY, now)
    assert DomainPace.objects.get().failures == 1
    (probe,) = claim(now + 2 * MINUTE)
    record([probe], TAKEN, now + 2 * MINUTE)
    row = DomainPace.objects.get()
    assert (row.failures, row.paused_until, row.most_an_hour) == (0, None, 1000)


def test_what_waits_for_its_domain_never_stands_in_front(now: datetime) -> None:
    plan(now, sick=30, well=3)
    record(claim(now, limit=1), BUSY, now)
    queued = sending.queue_due(limit=10, now=now)
    assert len(queued) == 3
    assert set(Message.objects.filter(id__in=queued).values_list("invitation__domain", flat=True)) == {
        "well.example"
    }


@pytest.mark.django_db(transaction=True)
def test_a_limit_holds_over_all_workers(now: datetime) -> None:
    plan(now, slow=60)
    domains.limit(domain="slow.example", most_an_hour=600, now=now)  # 21 at once
    gate = threading.Barrier(6)
    taken: list[int] = []

    def work() -> None:
        gate.wait()
        taken.extend(mail.id for mail in claim(now, limit=8))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(taken) == 21
