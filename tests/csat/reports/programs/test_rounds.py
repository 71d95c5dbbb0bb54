"""Rounds: parts that add up, rates with small groups hidden, what pauses, goes on and ends for good."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from csat.access import Role
from csat.customers.models import Account
from csat.programs.actions import planning, rounds
from csat.programs.actions.stopping import WrongState
from csat.programs.models import Program, Slot, Touchpoint, Wave
from csat.reports.programs import ledger, parts, rates, round
from csat.reports.programs import rounds as listing
from csat.reports.programs.choosing import Chosen
from csat.reports.programs.parts import Part
from surveys.models import Batch, Invitation, Message, MessageState, Response
from tests import factories

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def wave(periodic: Program, now: datetime) -> Wave:
    """24 people of 8 clients, all of whose days fall into this and the next working day."""
    for number in range(8):
        account = factories.AccountFactory()
        Slot.objects.create(program=periodic, account=account, offset=(2026 * 12 + 11) % 6)
        for role in ("decision_maker", "buyer", "user"):
            factories.ContactFactory(account=account, role=role if number < 6 else "finance")
    late = datetime(2026, 11, 27, 6, tzinfo=now.tzinfo)
    planning.plan(program=periodic, now=late)
    return Wave.objects.get(month=NOVEMBER)


def move(states: Iterable[str], *, at: datetime) -> None:
    """The first mails, by id, into these states on legal ways."""
    for message, state in zip(Message.objects.filter(number=0).order_by("id"), states, strict=False):
        for step in {"accepted": ("sending", "accepted"), "bounced": ("sending", "bounced")}.get(
            state, (state,)
        ):
            Message.objects.filter(pk=message.pk).update(
                state=step, lease_until=at if step == "sending" else None, changed_at=at
            )
        if state == "accepted":
            Message.objects.filter(pk=message.pk).update(accepted_at=at)


def page(wave: Wave, now: datetime) -> round.RoundPage:
    chosen = Chosen(wave.program, wave=wave)
    return round.build(chosen, Account.objects.all(), wanted="", page=0, with_people=True, now=now)


def test_every_invitation_is_in_one_part(wave: Wave, now: datetime) -> None:
    planned = Invitation.objects.count()
    assert planned > 10
    move(["accepted"] * 4 + ["bounced", "suppressed", "expired", "cancelled"], at=now)
    Invitation.objects.filter(pk=Invitation.objects.order_by("id").first().pk).update(answered_at=now)
    found = parts.parts(Touchpoint.objects.all())
    counts = {one.part: one.n for one in found.counts}
    assert counts == {
        Part.ANSWERED: 1,
        Part.SENT: 3,
        Part.BOUNCED: 1,
        Part.SUPPRESSED: 1,
        Part.EXPIRED: 1,
        Part.CANCELLED: 1,
        Part.WAITING: planned - 8,
    }
    assert found.planned == planned == sum(counts.values()) and found.reached == 4
    shown = page(wave, now)
    assert shown.parts == found and len(shown.people.rows) == min(planned, round.PAGE)
    only = round.people(Touchpoint.objects.all(), wanted="bounced", page=0)
    assert [row.part for row in only.rows] == ["bounced"]
    (row,) = listing.build(Account.objects.all(), program="", before=None).rows
    assert (row.planned, row.reached, row.answered, row.failed, row.state) == (planned, 4, 1, 4, "open")


def test_what_is_due_and_does_not_move_is_said(wave: Wave) -> None:
    late = datetime(2026, 12, 2, 12, tzinfo=Invitation.objects.first().created_at.tzinfo)
    going = parts.progress(Touchpoint.objects.all(), now=late)
    assert going.is_stuck and not going.is_going and going.left is None
    move(["accepted"] * 5, at=late - timedelta(minutes=2))
    going = parts.progress(Touchpoint.objects.all(), now=late)
    assert going.is_going and going.sent_lately == 5
    assert going.left == parts.PACE_OVER * going.due / 5


def test_small_roles_stand_together_so_that_none_can_be_reckoned(wave: Wave, now: datetime) -> None:
    total = Message.objects.filter(number=0).count()
    move(["accepted"] * total, at=now)
    Touchpoint.objects.update(role="user")
    few = list(Touchpoint.objects.order_by("id").values_list("id", flat=True))
    Touchpoint.objects.filter(id__in=few[:2]).update(role="finance")
    Touchpoint.objects.filter(id__in=few[2:8]).update(role="buyer")
    found = rates.rates(Touchpoint.objects.all())
    # Two in finance alone could be reckoned from the total: the next smallest role stands with them.
    assert [(row.key, row.reached) for row in found.roles] == [("user", total - 8), (rates.OTHERS, 8)]
    assert found.total.reached == total and all(row.share for row in found.roles)
    answered = Invitation.objects.order_by("id").first()
    Response.objects.create(
        invitation=answered,
        version=answered.version,
        language="en",
        started_at=now,
        saved_at=now,
        submitted_at=now,
        submission_id=answered.uuid,
        revision=1,
    )
    Invitation.objects.filter(pk=answered.pk).update(answered_at=now)
    again = rates.rates(Touchpoint.objects.all())
    assert again.total.answered == 1 and again.after == ((0, 1),)


def test_few_are_hidden(wave: Wave, now: datetime) -> None:
    move(["accepted"] * 4, at=now)
    found = rates.rates(Touchpoint.objects.all())
    assert found.total.share is None and found.total.answered is None and found.after == ()
    assert all(row.share is None for row in (*found.roles, *found.days))


def test_a_round_pauses_goes_on_and_ends(wave: Wave, periodic: Program, now: datetime) -> None:
    operator = factories.UserFactory()
    waiting = Message.objects.filter(number=0).count()
    move(["accepted"] * 2, at=now)
    rounds.pause_round(wave=wave, because="wrong list", by=operator, now=now)
    wave.refresh_from_db()
    assert wave.held_because == f"wrong list ({operator.username})" and page(wave, now).state == "paused"
    assert set(Batch.objects.values_list("is_stopped", flat=True)) == {True}
    factories.ContactFactory(account=Account.objects.first())
    planning.plan(program=periodic, now=datetime(2026, 11, 27, 7, tzinfo=now.tzinfo))
    assert Invitation.objects.count() == waiting, "nobody is asked while the round pauses"
    with pytest.raises(WrongState):
        rounds.pause_round(wave=wave, because="", by=operator, now=now)
    rounds.resume_round(wave=wave, by=operator, now=now)
    assert not Batch.objects.filter(is_stopped=True).exists()
    taken_back = rounds.end_round(wave=wave, because="wrong wording", by=operator, now=now)
    assert taken_back >= waiting - 2
    wave.refresh_from_db()
    found = page(wave, now)
    assert found.state == "ended" and found.parts.of(Part.CANCELLED) == waiting - 2 and not found.parts.open
    assert not Message.objects.filter(state=MessageState.PLANNED).exists(), "no reminder either"
    # Who was invited may still answer.
    assert Invitation.objects.filter(cancelled_at=None).count() == 2
    with pytest.raises(WrongState):
        rounds.end_round(wave=wave, because="", by=operator, now=now)
    with pytest.raises(WrongState):
        rounds.resume_round(wave=wave, by=operator, now=now)


def test_a_sampled_round_tells_what_it_wanted_and_why_somebody_was_chosen(
    periodic: Program, now: datetime, client: Client
) -> None:
    Program.objects.filter(pk=periodic.pk).update(is_sampled=True, role_coverage={"buyer": 0.3})
    periodic.refresh_from_db()
    for _ in range(6):
        account = factories.AccountFactory()
        Slot.objects.create(program=periodic, account=account, offset=(2026 * 12 + 11) % 6)
        factories.ContactFactory.create_batch(2, account=account, role="buyer")
    planning.plan(program=periodic, now=datetime(2026, 11, 27, 6, tzinfo=now.tzinfo))
    touchpoint = Touchpoint.objects.select_related("wave", "invitation").first()
    assert touchpoint is not None and touchpoint.wave is not None
    found = ledger.build(touchpoint.invitation.uuid, Touchpoint.objects.all(), now=now)
    assert found is not None and "chosen" in [line.kind for line in found.lines]
    client.force_login(factories.login("olga", Role.OPERATOR))
    page = client.get(f"/programs/rounds/{touchpoint.wave.uuid}/").content.decode()
    assert touchpoint.wave.sampling["clients"] == 6
    assert "Why these people" in page
    assert "the fewest from whom the wanted coverage is expected" in page
