"""Holding a day's mails or a whole rule, and letting them go on."""

from datetime import date

import pytest

from csat.access import Role
from csat.customers import queries
from csat.customers.models import Account, DealContact, DealStage
from csat.programs.actions import planning, stopping
from csat.programs.models import Program, ProgramState, Touchpoint
from csat.programs.queries import planned
from surveys.models import Batch, Brand, Message
from tests import factories
from tests.factories import Cast

pytestmark = pytest.mark.django_db
TOMORROW = date(2026, 11, 19)


@pytest.fixture
def sends(post_sale: Program, cast: Cast, now) -> list[Touchpoint]:
    """One mail today, and one tomorrow, each with its reminder on Monday."""
    for account, on in ((cast.foreign, date(2026, 11, 12)), (cast.account, date(2026, 11, 16))):
        deal = factories.DealFactory(account=account, stage=DealStage.DELIVERED, delivered_on=on)
        DealContact.objects.create(deal=deal, contact=factories.ContactFactory(account=account))
    planning.plan(program=post_sale, now=now)
    return list(Touchpoint.objects.order_by("id"))


def test_tomorrows_sends_are_listed_and_held_with_a_name(sends, cast: Cast, now) -> None:
    everybody = Account.objects.all()
    assert planned.next_sending_day(queries.company(), now) == TOMORROW
    (send,) = planned.planned_sends(TOMORROW, everybody)
    assert (send.account, send.is_key, send.is_reminder, send.is_held) == ("Alfa", True, False, False)
    operator = factories.login("olga", Role.OPERATOR)
    held = stopping.stop_sends(
        day=TOMORROW, accounts=everybody, because="price list wrong", by=operator, now=now
    )
    assert held == 1
    assert planned.planned_sends(TOMORROW, everybody)[0].is_held
    stopped = Batch.objects.get(is_stopped=True)
    assert stopped.stopped_because == "price list wrong (olga@ours.example)"
    assert stopping.resume_sends(day=TOMORROW, accounts=everybody, by=operator, now=now) == 1
    assert not Batch.objects.filter(is_stopped=True).exists()


def test_only_own_accounts_are_listed(sends, cast: Cast, now) -> None:
    assert planned.planned_sends(TOMORROW, Account.objects.filter(id=cast.foreign.pk)) == []


def test_days_are_counted_with_their_reminders(sends, post_sale: Program, now) -> None:
    by_day = planned.sends_by_day(Account.objects.all(), program=post_sale)
    assert sum(row.invitations for row in by_day) == 2 and sum(row.reminders for row in by_day) == 2
    Message.objects.filter(invitation=sends[0].invitation).update(state="cancelled")
    assert sum(row.total for row in planned.sends_by_day(Account.objects.all())) == 2


def test_a_paused_rule_plans_nothing_and_holds_its_mails(sends, post_sale: Program, cast: Cast, now) -> None:
    operator = factories.login("olga", Role.OPERATOR)
    assert stopping.pause(program=post_sale, because="new wording", by=operator, now=now) == 4
    post_sale.refresh_from_db()
    assert post_sale.state == ProgramState.PAUSED
    assert Batch.objects.filter(is_stopped=False).count() == 0
    assert planning.plan(program=post_sale, now=now) == {}
    with pytest.raises(stopping.WrongState, match="another state"):
        stopping.pause(program=post_sale, because="again", by=operator, now=now)
    stopping.start(program=post_sale, by=operator, now=now)
    assert Batch.objects.filter(is_stopped=True).count() == 0
    post_sale.refresh_from_db()
    assert (post_sale.state, post_sale.planned_at) == (ProgramState.RUNNING, None)


def test_a_rule_that_nobody_sends_does_not_start(post_sale: Program, now) -> None:
    Brand.objects.all().delete()
    Program.objects.update(state=ProgramState.DRAFT)
    with pytest.raises(planning.NotReady, match="sender"):
        stopping.start(program=post_sale, by=factories.login("olga", Role.OPERATOR), now=now)
    post_sale.refresh_from_db()
    assert post_sale.state == ProgramState.DRAFT


def test_a_rule_of_an_archived_survey_neither_starts_nor_plans(post_sale: Program, now) -> None:
    post_sale.survey.archived_at = now
    post_sale.survey.save()
    with pytest.raises(planning.NotReady, match="archived"):
        planning.plan(program=post_sale, now=now)
    Program.objects.update(state=ProgramState.DRAFT)
    with pytest.raises(planning.NotReady, match="archived"):
        stopping.start(program=post_sale, by=factories.login("olga", Role.OPERATOR), now=now)
