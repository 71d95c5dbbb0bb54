"""Servers that put off, refuse, drop, hang and crawl: each as D8 says, and the others hardly notice."""

import sys
from datetime import datetime

import pytest
from django.utils import timezone

from config.stack.mail.server import Server
from surveys import queries
from surveys.actions.delivering import rounds
from surveys.actions.pacing import breaking
from surveys.channels.pace import STRIKES
from surveys.channels.waiting import A_DOMAIN
from surveys.models import Attempt, Batch, DomainPace, Message, Outcome, Suppression
from tests.faults import recipients
from tests.faults.recipients import Crowd, states
from tests.real.processes import Process, wait_until
from tests.surveys import asked

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True)]

FEW = Crowd(well=120, of_each_sick=7, blocked=24)
MANY = Crowd(well=1600, of_each_sick=45, blocked=40)
LEASE_SECONDS = 10
WORKERS = 3  # two of the worker, and the sweep at most
SHARE_KEPT = 0.8
UNSENT = {"deferred", "queued", "planned"}


@pytest.fixture
def is_full(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--full", default=False))


@pytest.fixture
def running(worker: Process, sweeper: Process, process_environment: dict[str, str]) -> None:
    process_environment |= {"SEND_LEASE_SECONDS": str(LEASE_SECONDS), "MAIL_SETTLE_SECONDS": "4"}
    sweeper.start()
    worker.start()


def rate(server: Server, batch: Batch) -> float:
    """Mails a second to healthy domains, from the first to the last that was taken, as the server saw it."""
    wanted = set(
        batch.invitations.filter(domain__startswith=recipients.WELL).values_list("address", flat=True)
    )
    wait_until(lambda: wanted <= taken(server, batch), "the healthy have their mails", seconds=240)
    own = {str(uuid) for uuid in batch.invitations.values_list("uuid", flat=True)}
    times = [
        datetime.fromisoformat(line["time"])
        for line in server.log()
        if line["x_invitation_id"] in own and line["recipients"][0] in wanted
    ]
    assert len(times) == len(wanted)
    return len(times) / (max(times) - min(times)).total_seconds()


def taken(server: Server, batch: Batch) -> set[str]:
    own = {str(uuid) for uuid in batch.invitations.values_list("uuid", flat=True)}
    return {line["recipients"][0] for line in server.log() if line["x_invitation_id"] in own}


def tries(name: str) -> int:
    """How often the server of the domain was really asked."""
    made = Attempt.objects.filter(message__invitation__domain=f"{name}.example")
    return made.exclude(outcome=Outcome.NOT_SENT).count()


@pytest.mark.long
def test_the_sick_are_treated_as_they_deserve_and_the_others_hardly_notice(
    running: None, mail_server: Server, is_full: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    crowd = MANY if is_full else FEW
    version = asked.published("post-sale", now=timezone.now())
    first = rate(mail_server, recipients.invite(crowd.well_addresses, version=version, now=timezone.now()))

    recipients.script(mail_server, crowd)
    among = [*crowd.well_addresses, *crowd.sick_addresses]
    mixed = recipients.invite(among, version=version, now=timezone.now())
    blocked = recipients.invite(crowd.blocked_addresses, version=version, now=timezone.now())
    beside = rate(mail_server, mixed)
    hung_meanwhile = not states(mixed, "hangs").count("accepted")

    wait_until(lambda: is_settled(mixed, blocked), "every domain had its first try", seconds=90)
    assert hung_meanwhile
    check_the_sick(mixed, crowd)
    check_the_blocked(blocked)
    asked_of_them = {name: tries(name) for name in (*recipients.SCRIPTS, "blocks")}
    assert queries.progress_of([mixed, blocked], now=timezone.now()).invitations.adds_up

    last = rate(mail_server, recipients.invite(crowd.well_addresses, version=version, now=timezone.now()))
    alone = (first + last) / 2  # machines drift
    with capsys.disabled():
        sys.stdout.write(
            f"\n  {len(among)} recipients: {alone:.0f} mails/s to healthy domains alone, {beside:.0f} beside "
            f"sick ones ({beside / alone:.2f}x), tries of these {asked_of_them} "
        )
    assert not is_full or beside >= SHARE_KEPT * alone


def is_settled(mixed: Batch, blocked: Batch) -> bool:
    """Nothing is on its way any more, and whoever was in doubt has been looked up."""
    blocked.refresh_from_db()
    unsettled = Message.objects.filter(state__in=["sending", "in_doubt"]).exists()
    troubled = {"busy", "full", "hangs", "slow", "greylists", "drops-before"}
    paused = set(DomainPace.objects.filter(failures__gt=0).values_list("domain", flat=True))
    return blocked.is_stopped and not unsettled and {f"{name}.example" for name in troubled} <= paused


def check_the_sick(batch: Batch, crowd: Crowd) -> None:
    each = crowd.of_each_sick
    assert states(batch, "gone") == ["bounced"] * each
    assert Suppression.objects.filter(reason="bounced").count() == each
    for name in ("busy", "hangs", "slow", "full"):
        assert set(states(batch, name)) <= UNSENT, name
    for name in ("busy", "hangs", "slow"):
        assert 1 <= tries(name) <= WORKERS * A_DOMAIN, name
    assert STRIKES <= tries("full") <= each
    for pause in DomainPace.objects.exclude(failures=0):
        assert pause.failures == 1 and pause.reply
    # What broke off after the final dot was taken: the look-up knew, and nobody got it twice.
    assert "accepted" in states(batch, "drops-after")


def check_the_blocked(batch: Batch) -> None:
    assert "refused by policy (5.7.x)" in batch.stopped_because
    found = states(batch, "blocks")
    assert found.count("bounced") >= breaking.LEAST_TRIES
    assert not Suppression.objects.exclude(reason="bounced").exists()
    waiting = len(found) - found.count("bounced")
    assert waiting == 0 or batch.is_stopped
    assert rounds.PATIENCE_SECONDS < LEASE_SECONDS
