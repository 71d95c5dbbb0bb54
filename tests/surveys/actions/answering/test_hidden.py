"""What a change on an earlier page hides is not stored: while answering, on submitting, in a change."""

from datetime import datetime
from uuid import uuid4

import pytest

from surveys.actions import answering
from surveys.actions.answering import changing
from surveys.models import Invitation, Response
from tests.surveys import asked
from tests.surveys.actions.answering.test_submitting import save, submit

DETRACTOR = {"nps": 3, "disappointed": "late", "lacking": "people"}
PROMOTER = {"nps": 10, "valued": "people"}


@pytest.fixture
def invitation(db: None, now: datetime) -> Invitation:
    return asked.invitation(asked.published("nps", now=now), now=now)


def test_while_somebody_answers(invitation: Invitation, now: datetime) -> None:
    first = {"nps": DETRACTOR["nps"]}
    later = {key: value for key, value in DETRACTOR.items() if key != "nps"}
    save(invitation, now, answers=first)
    save(invitation, now, page=1, answers=later, earlier=first, sequence=2)
    assert Response.objects.get().answers.keys() >= later.keys() & {"disappointed"}

    told = save(invitation, now, answers={"nps": 10}, earlier=Response.objects.get().answers, sequence=3)

    stored = Response.objects.get().answers
    assert told == stored
    assert stored["nps"] == 10 and "disappointed" not in stored


def test_on_submitting(invitation: Invitation, now: datetime) -> None:
    submit(invitation, now, answers=PROMOTER | {"disappointed": "from before"})
    assert Response.objects.get().answers == PROMOTER


def test_in_a_change(invitation: Invitation, now: datetime) -> None:
    submit(invitation, now, answers={"nps": 3, "disappointed": "late"})
    told = changing.save_change(
        invitation=invitation,
        page=0,
        answers={"nps": 10},
        earlier=Response.objects.get().answers,
        sequence=2,
        now=now,
    )
    assert told == {"nps": 10}
    answering.change(
        invitation=invitation,
        submission_id=uuid4(),
        answers=PROMOTER | {"disappointed": "from before"},
        sequence=3,
        language="en",
        doubts=[],
        change_days=7,
        now=now,
    )
    assert Response.objects.get().answers == PROMOTER
