"""The database itself refuses moves that a mail cannot make (D1)."""

from datetime import datetime, timedelta

import pytest
from django.db import InternalError, ProgrammingError, transaction
from django.db.utils import Error

from surveys.models import Invitation, Message, MessageState
from surveys.models.sending import LEGAL_MOVES
from tests.surveys import invited

pytestmark = pytest.mark.django_db

FINAL = {"complained", "suppressed", "expired", "cancelled"}


@pytest.fixture
def invitation(now: datetime) -> Invitation:
    return invited.invite(now)


@pytest.mark.parametrize("start", MessageState.values)
def test_legal_moves_pass_and_all_others_are_refused(
    invitation: Invitation, now: datetime, start: str
) -> None:
    lease = now + timedelta(minutes=1)
    for number, end in enumerate(MessageState.values, 1):
        mail = Message.objects.create(
            invitation=invitation, number=number, state=start, due_at=now, changed_at=now, lease_until=lease
        )
        moved = Message.objects.filter(id=mail.id)
        if start == end or (start, end) in LEGAL_MOVES:
            assert moved.update(state=end) == 1
        else:
            refused = pytest.raises((InternalError, ProgrammingError), match="illegal move")
            with refused, transaction.atomic():
                moved.update(state=end)


def test_what_has_ended_stays_as_it_is() -> None:
    assert not {start for start, _ in LEGAL_MOVES} & FINAL


def test_a_mail_being_sent_has_a_lease(invitation: Invitation) -> None:
    with pytest.raises(Error, match="message_sending_has_lease"), transaction.atomic():
        Message.objects.update(state="sending", lease_until=None)


def test_a_mail_of_an_invitation_exists_once(invitation: Invitation, now: datetime) -> None:
    with pytest.raises(Error, match="message_number_once"), transaction.atomic():
        Message.objects.create(invitation=invitation, number=0, due_at=now, changed_at=now)
