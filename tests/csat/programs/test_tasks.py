"""The sweep gives each running rule its turn, once, with or without a broker."""

from datetime import date, datetime, timedelta

import pytest

from csat.customers.models import DealContact, DealStage
from csat.programs import tasks
from csat.programs.models import Program, ProgramState, Touchpoint
from surveys.models import SurveyVersion
from tests import factories
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def test_without_a_broker_the_sweep_plans_itself(
    post_sale: Program, cast: Cast, now: datetime, monkeypatch, time_machine
) -> None:
    time_machine.move_to(now, tick=False)
    monkeypatch.setattr(tasks, "hint", lambda *_: False)
    deal = factories.DealFactory(
        account=cast.account, stage=DealStage.DELIVERED, delivered_on=date(2026, 11, 12)
    )
    DealContact.objects.create(deal=deal, contact=factories.ContactFactory(account=cast.account))
    assert tasks.sweep(now) == 1
    assert Touchpoint.objects.count() == 1


def test_each_rule_has_its_turn_once_in_a_while(
    post_sale: Program, periodic: Program, now, monkeypatch
) -> None:
    hinted: list[int] = []
    monkeypatch.setattr(tasks, "hint", lambda _task, program_id: not hinted.append(program_id))
    assert tasks.sweep(now) == 2
    assert tasks.sweep(now + timedelta(seconds=5)) == 0
    Program.objects.filter(pk=periodic.pk).update(state=ProgramState.PAUSED)
    assert tasks.sweep(now + timedelta(minutes=11)) == 1
    assert hinted == [post_sale.pk, periodic.pk, post_sale.pk]


def test_a_rule_that_is_not_ready_keeps_no_other_from_its_turn(
    post_sale: Program, periodic: Program, now, monkeypatch, caplog
) -> None:
    monkeypatch.setattr(tasks, "hint", lambda *_: False)
    unpublished = type(post_sale.survey).objects.create(key="draft", title="Draft", kind="nps")
    Program.objects.filter(pk=post_sale.pk).update(survey=unpublished)
    assert not SurveyVersion.objects.filter(survey=unpublished).exists()
    assert tasks.sweep(now) == 2
    assert "not published" in caplog.text
