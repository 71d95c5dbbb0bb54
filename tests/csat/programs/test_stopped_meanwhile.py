"""What somebody stops while it is being planned stays stopped, and what two have stopped waits for both."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Event

import pytest
from django.db import connection

from csat.access import Role
from csat.customers.models import Account, DealContact, DealStage
from csat.programs import deciding
from csat.programs.actions import planning, rounds, stopping
from csat.programs.models import Program, ProgramContact, ProgramKind, ProgramState, Touchpoint, Wave
from csat.programs.queries.planned import waiting
from surveys.models import Batch, Survey
from tests import factories
from tests.factories import Cast

pytestmark = pytest.mark.django_db
TOMORROW = date(2026, 11, 19)


@pytest.fixture
def delivered(post_sale: Program, cast: Cast) -> Program:
    """A rule with one order to ask about tomorrow."""
    deal = factories.DealFactory(
        account=cast.account, stage=DealStage.DELIVERED, delivered_on=date(2026, 11, 16)
    )
    DealContact.objects.create(deal=deal, contact=factories.ContactFactory(account=cast.account))
    return post_sale


@pytest.fixture
def listed(ready: None, cast: Cast) -> Program:
    """A running rule that asks a list of one."""
    rule = Program.objects.create(
        name="A list",
        kind=ProgramKind.ONE_OFF,
        survey=Survey.objects.get(key="periodic-csi"),
        state=ProgramState.RUNNING,
        starts_on=date(2026, 11, 18),
    )
    ProgramContact.objects.create(program=rule, contact=factories.ContactFactory(account=cast.account))
    return rule


def olga():
    return factories.login("olga", Role.OPERATOR)


def running_batches() -> int:
    return Batch.objects.filter(is_stopped=False).count()


def test_a_rule_ended_since_its_planner_read_it_asks_nobody(delivered: Program, now) -> None:
    stopping.end(program=Program.objects.get(pk=delivered.pk), because="wrong text", by=olga(), now=now)
    assert delivered.state == ProgramState.RUNNING  # as the planner has it in hand
    assert planning.plan(program=delivered, now=now) == {}
    assert not Touchpoint.objects.exists()


@pytest.mark.parametrize("stop", [rounds.pause_round, rounds.end_round])
def test_a_round_stopped_since_its_asks_were_found_asks_nobody(
    listed: Program, now, monkeypatch, stop
) -> None:
    release = planning._release_all

    def stopped_first(*args):
        stop(wave=Wave.objects.get(), because="wrong text", by=olga(), now=now)
        return release(*args)

    monkeypatch.setattr(planning, "_release_all", stopped_first)
    assert planning.plan(program=listed, now=now) == {}
    assert not Touchpoint.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_whoever_ends_a_rule_waits_for_the_batch_in_hand(
    delivered: Program, now: datetime, monkeypatch
) -> None:
    by, is_deciding, decide_all = olga(), Event(), deciding.decide_all

    def slow(*args, **kwargs):
        is_deciding.set()
        time.sleep(0.5)
        return decide_all(*args, **kwargs)

    def end() -> int:
        is_deciding.wait(10)
        try:
            rule = Program.objects.get(pk=delivered.pk)
            return stopping.end(program=rule, because="wrong text", by=by, now=now)
        finally:
            connection.close()

    monkeypatch.setattr(deciding, "decide_all", slow)
    with ThreadPoolExecutor(1) as pool:
        ended = pool.submit(end)
        assert planning.plan(program=delivered, now=now) == {"asked": 1}
        assert ended.result(timeout=10) == 2  # the mail and its reminder
    assert not waiting(Account.objects.all()).exists()


def test_a_day_that_goes_on_leaves_a_paused_rule_held(delivered: Program, now) -> None:
    by, everybody = olga(), Account.objects.all()
    planning.plan(program=delivered, now=now)
    stopping.stop_sends(day=TOMORROW, accounts=everybody, because="prices", by=by, now=now)
    stopping.pause(program=delivered, because="new wording", by=by, now=now)
    assert stopping.resume_sends(day=TOMORROW, accounts=everybody, by=by, now=now) == 0
    assert running_batches() == 0
    stopping.start(program=delivered, by=by, now=now)
    assert running_batches() == 1


def test_a_round_and_its_rule_are_held_until_both_go_on(listed: Program, now) -> None:
    by = olga()
    planning.plan(program=listed, now=now)
    wave = Wave.objects.get()
    rounds.pause_round(wave=wave, because="holidays", by=by, now=now)
    stopping.pause(program=listed, because="new wording", by=by, now=now)
    stopping.start(program=listed, by=by, now=now)
    assert running_batches() == 0
    stopping.pause(program=listed, because="again", by=by, now=now)
    assert rounds.resume_round(wave=wave, by=by, now=now) == 0
    assert running_batches() == 0
    stopping.start(program=listed, by=by, now=now)
    assert running_batches() == 1
