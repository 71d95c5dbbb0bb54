from datetime import datetime, timedelta

import pytest

from surveys.actions import sending, suppressing
from surveys.models import Suppression
from tests import factories
from tests.surveys import invited

pytestmark = pytest.mark.django_db
ADDRESS = "elena@alfa.example"


def test_by_hand_needs_an_address_a_reason_and_a_kind_that_there_is(now: datetime) -> None:
    by = factories.UserFactory()
    wrong = [
        ({"address": "nobody", "note": "x"}, suppressing.NotAnAddress),
        ({"address": "a@b", "note": "x"}, suppressing.NotAnAddress),
        ({"address": ADDRESS, "note": " "}, suppressing.ReasonMissing),
        ({"address": ADDRESS, "note": "x", "kind": "dance"}, suppressing.UnknownKind),
    ]
    for fields, refusal in wrong:
        with pytest.raises(refusal):
            suppressing.add_by_hand(by=by, now=now, **fields)
    row = suppressing.add_by_hand(address=f" {ADDRESS}", note="competitor", by=by, now=now)
    assert (row.reason, row.note, row.created_by, row.kind) == ("by_hand", "competitor", by, "")
    with pytest.raises(suppressing.AlreadyListed):
        suppressing.add_by_hand(address=ADDRESS.upper(), note="again", by=by, now=now)


def test_lifting_leaves_the_row_and_lets_mail_go(now: datetime) -> None:
    by = factories.UserFactory()
    suppressing.suppress(address=ADDRESS, reason="bounced", now=now)
    (row,) = suppressing.standing_of(ADDRESS)
    with pytest.raises(suppressing.ReasonMissing):
        suppressing.lift(suppression=row, because=" ", by=by, now=now)
    suppressing.lift(suppression=row, because="their server was broken", by=by, now=now)
    with pytest.raises(suppressing.NotListed):
        suppressing.lift(suppression=row, because="again", by=by, now=now)
    assert suppressing.standing_of(ADDRESS) == []
    row.refresh_from_db()
    assert (row.lifted_at, row.lifted_because, row.lifted_by) == (now, "their server was broken", by)
    invited.invite(now)
    assert len(sending.claim(owner="w", limit=9, now=now).mails) == 1


def test_who_was_erased_stays_on_the_list(now: datetime) -> None:
    suppressing.suppress(address=ADDRESS, reason="erased", now=now)
    (row,) = suppressing.standing_of(ADDRESS)
    with pytest.raises(suppressing.StaysForGood):
        suppressing.lift(suppression=row, because="x", by=factories.UserFactory(), now=now)
    assert suppressing.standing_of(ADDRESS)


def test_the_list_shows_addresses_that_an_invitation_still_knows(now: datetime) -> None:
    invited.invite(now)
    suppressing.suppress(address=ADDRESS, reason="bounced", now=now)
    suppressing.suppress(address="gone@alfa.example", reason="imported", now=now - timedelta(days=9))
    rows = [(row.address, row.reason) for row in suppressing.suppressions()]
    assert rows == [(ADDRESS, "bounced"), (None, "imported")]
    assert suppressing.suppressions(reason="imported").count() == 1
    assert suppressing.suppressions(since=now - timedelta(days=1)).count() == 1
    assert suppressing.suppressions(kind="nps").count() == 0
    assert suppressing.suppressions(address=ADDRESS.upper()).count() == 1
    Suppression.objects.update(lifted_at=now)
    assert suppressing.suppressions().count() == 0
    assert suppressing.suppressions(is_lifted=None).count() == 2
