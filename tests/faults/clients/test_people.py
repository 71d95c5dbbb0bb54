"""People at their own pace: slow and quick readers, hesitating ones, back and forth; at most 1 % are doubted.

Pace by reading studies: a question is read and ticked in a few seconds, spread as reaction times are
(log-normal); a page needs a second to arrive and to be seen. Requests are real, time is set.
"""

import random
import sys
from collections import Counter
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from surveys.models import Invitation, Message, MessageState, Response, Verdict
from tests.faults.clients import crowd as crowds
from tests.faults.clients.crowd import Crowd
from tests.surveys import asked

pytestmark = pytest.mark.django_db
SEEN_SECONDS, QUESTION_SECONDS, SPREAD = 1.0, 4.0, 0.45
PAGES = {
    "pulse": [{"overall": "8"}],
    "post-sale": [
        {"overall": "9"},
        dict.fromkeys(("delivered_as_agreed", "delivery_dates", "competence", "documents"), "8"),
        {"went_wrong": ""},
    ],
}
BEHIND_A_GATEWAY = 0.3
LOOKED_AT = 2  # the note that says who asks, the line about being contacted: read, not answered


def answer(invitation: Invitation, survey: str, dice: random.Random, moment: datetime) -> None:
    """One person: perhaps two or three of the mail's links, then page by page."""
    client, address = Client(), asked.path(invitation)
    if dice.random() < BEHIND_A_GATEWAY:
        for number in range(1, 11):
            with time_machine.travel(moment - timedelta(seconds=2), tick=False):
                Client(headers={"user-agent": "MailGuard/3"}).get(f"{address}?a={number}")
    for tapped in dice.sample(range(6, 11), dice.choice((0, 1, 1, 1, 2, 3))):
        with time_machine.travel(moment, tick=False):
            client.get(f"{address}?a={tapped}")
        moment += timedelta(seconds=dice.uniform(2, 20))
    for given in PAGES[survey]:
        with time_machine.travel(moment, tick=False):
            fields = asked.hidden(client.get(address).content.decode())
        for _ in range(len(given) + LOOKED_AT):
            moment += timedelta(seconds=QUESTION_SECONDS * dice.lognormvariate(0, SPREAD))
        moment += timedelta(seconds=SEEN_SECONDS)
        with time_machine.travel(moment, tick=False):
            client.post(address, fields | given)


def opened_after(dice: random.Random) -> float:
    """From seconds to days after the mail came; surveys are open for two weeks."""
    return min(dice.lognormvariate(7, 2) + 3, 10 * 24 * 3600)


@pytest.mark.parametrize("survey", PAGES)
def test_at_most_one_person_in_a_hundred_is_doubted(
    survey: str, crowd: Crowd, capsys: pytest.CaptureFixture[str]
) -> None:
    dice = random.Random(survey)
    now = timezone.now()
    invitations = crowds.invite(crowd.people // 2, survey)
    Message.objects.update(state=MessageState.SENDING, lease_until=now)
    Message.objects.update(state=MessageState.ACCEPTED, accepted_at=now)

    for invitation in invitations:
        answer(invitation, survey, dice, now + timedelta(seconds=opened_after(dice)))

    answers = Response.objects.filter(submitted_at__isnull=False)
    doubted = answers.filter(verdict=Verdict.DOUBTFUL)
    reasons = Counter(reason for one in doubted for reason in one.doubts)
    with capsys.disabled():
        sys.stdout.write(
            f"\n  {survey}: {doubted.count()} of {answers.count()} people doubted {dict(reasons)} "
        )
    assert answers.count() == len(invitations)
    assert doubted.count() <= len(invitations) / 100
