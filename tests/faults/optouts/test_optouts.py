"""People opt out while their mails are being sent: no mail is claimed after its opt-out was committed.

The witness is the mail server's log beside the moments of the commits: what a worker had claimed before may
still be on its way for half a lease, nothing else may.
"""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from surveys import tokens
from surveys.actions import suppressing
from surveys.actions.delivering.rounds import LEASE_SHARE
from surveys.models import Attempt, Invitation, Message, MessageState, Suppression, TokenPurpose
from surveys.rendering.mails.personal import message_id
from tests.faults.test_controls import sabotage
from tests.faults.wave import DONE, Scale, Wave

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True)]
SHARE = 0.2
A_MOMENT = timedelta(milliseconds=300)  # from the mail server's reply to its line in the log
OptOut = Callable[[Invitation], None]


@pytest.fixture
def scale(request: pytest.FixtureRequest) -> Scale:
    is_full = request.config.getoption("--full", default=False)
    return Scale(mails=10_000 if is_full else 200, kills=0, lease_seconds=6, settle_seconds=4)


@dataclass
class Crowd:
    """Some of the invited, who opt out one after another in a thread of their own."""

    people: list[Invitation]
    opt_out: OptOut
    committed: dict[str, datetime] = field(default_factory=dict)

    def run(self, until: Callable[[], float]) -> None:
        """Spread over the wave: each waits until as great a share of the mails was taken."""
        try:
            for number, person in enumerate(self.people):
                while until() < number / len(self.people) * 0.9:
                    threading.Event().wait(0.02)
                self.opt_out(person)
                self.committed[str(person.uuid)] = timezone.now()
        finally:
            connection.close()


def one_click(invitation: Invitation) -> None:
    """As a mail program does it (RFC 8058)."""
    path = f"/u/{tokens.text(TokenPurpose.UNSUBSCRIBE, invitation.uuid)}"
    form = "List-Unsubscribe=One-Click"
    answer = Client().post(path, form, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200


def only_a_row(invitation: Invitation) -> None:
    """An opt-out that leaves what waits alone: the claim must see it."""
    key = suppressing.hmac_of(invitation.address)
    Suppression.objects.create(address_hmac=key, reason="unsubscribed", created_at=timezone.now())


def opted_out(wave: Wave, opt_out: OptOut) -> Crowd:
    """The wave sent, while a fifth of its people opted out; the last first, for whom the mails still wait."""
    invited = list(Invitation.objects.order_by("-id"))
    people = random.Random(1).sample(invited, k=round(len(invited) * SHARE))
    crowd = Crowd(people, opt_out)
    thread = threading.Thread(target=crowd.run, args=(lambda: len(wave.server.log()) / wave.scale.mails,))
    wave.start()
    thread.start()
    thread.join(wave.scale.patience_seconds)
    assert not thread.is_alive()
    wave.drain_all()
    return crowd


def claimed_too_late(wave: Wave, crowd: Crowd) -> set[str]:
    """People whose mail a worker took in hand after their opt-out was committed."""
    ours = Attempt.objects.filter(message__invitation__uuid__in=crowd.committed)
    begun = ours.values_list("message__invitation__uuid", "started_at")
    return {str(uuid) for uuid, at in begun if at > crowd.committed[str(uuid)]}


def taken_too_late(wave: Wave, crowd: Crowd) -> set[str]:
    """People whose mail the server took later than a claim of before could still have brought it."""
    in_hand = timedelta(seconds=wave.scale.lease_seconds * LEASE_SHARE) + A_MOMENT
    times = {line["message_id"]: datetime.fromisoformat(line["time"]) for line in wave.server.log()}
    found = set()
    for uuid, invitation in Message.objects.values_list("uuid", "invitation__uuid"):
        at, committed = times.get(message_id(uuid)), crowd.committed.get(str(invitation))
        if at and committed and at > committed + in_hand:
            found.add(str(invitation))
    return found


@pytest.mark.parametrize("opt_out", [one_click, only_a_row])
def test_nobody_is_written_to_after_they_opted_out(wave: Wave, opt_out: OptOut) -> None:
    crowd = opted_out(wave, opt_out)
    assert claimed_too_late(wave, crowd) == set()
    assert taken_too_late(wave, crowd) == set()
    stopped = Message.objects.filter(state=MessageState.SUPPRESSED).count()
    assert 0 < stopped <= len(crowd.people)
    assert Message.objects.filter(state__in=DONE).count() == wave.scale.mails - stopped


def test_a_claim_that_does_not_read_the_list_is_seen(wave: Wave) -> None:
    sabotage(wave.worker, "read_no_list")
    crowd = opted_out(wave, only_a_row)
    assert claimed_too_late(wave, crowd)
