"""Five working days before a round who holds a client is told whom it asks; once, whoever looks ahead."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core import mail as sent
from django.utils import translation

from csat.programs import tasks
from csat.programs.actions import drawing, planning
from csat.programs.announcing import mail, rounds
from csat.programs.models import Announcement, Decision, Program, ProgramState, Slot, Wave
from surveys.models import Schedule, Tick
from tests import factories
from tests.factories import Cast

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 1)  # a Tuesday; five working days before it is Tuesday 24 November
OFFSET = (2026 * 12 + 12) % 6


def at(day: int, hour: int = 4) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.fixture
def program(periodic: Program, cast: Cast) -> Program:
    for account in (cast.account, cast.foreign):
        Slot.objects.create(program=periodic, account=account, offset=OFFSET)
    factories.ContactFactory(account=cast.account, name="Maria Kuznetsova", title="Head of purchasing")
    factories.ContactFactory(account=cast.account, name="Gone Person", left_on=date(2026, 1, 1))
    factories.ContactFactory(account=cast.foreign, name="Foreign Person")
    return periodic


def test_five_working_days_before_and_not_earlier(program: Program, cast: Cast) -> None:
    assert rounds.look_ahead(program, now=at(23)) == 0
    assert rounds.look_ahead(program, now=at(24)) == 2
    assert {row.employee for row in Announcement.objects.all()} == {cast.anna, cast.oleg}
    wave = Wave.objects.get(month=DECEMBER)
    assert (wave.starts_on, wave.announced_at) == (DECEMBER, at(24))
    assert rounds.look_ahead(program, now=at(25)) == 0


def test_the_mail_names_ones_own_people_in_ones_language(program: Program, cast: Cast, settings: Any) -> None:
    settings.BASE_URL = "https://barometer.example"
    cast.anna.language = "ru"
    cast.anna.save()
    rounds.look_ahead(program, now=at(24))
    assert mail.send_due(limit=10, now=at(24, 7)) == 0  # in working hours, which begin at eight in UTC
    assert mail.send_due(limit=10, now=at(24, 8)) == 2
    by_reader = {one.to[0]: one for one in sent.outbox}
    annas = by_reader[cast.anna.email]
    assert "Maria Kuznetsova" in annas.body and "Head of purchasing" in annas.body
    assert "Foreign Person" not in annas.body and "Gone Person" not in annas.body
    contact = cast.account.contacts.get(name="Maria Kuznetsova")
    assert f"https://barometer.example/exclusions/new/?contact={contact.uuid}" in annas.body
    html = annas.alternatives[0].content
    assert 'lang="ru"' in html and "Maria Kuznetsova" in html
    with translation.override("ru"):
        assert "1 декабря" in annas.body
    assert mail.send_due(limit=10, now=at(24, 9)) == 0


def test_the_daily_schedule_takes_the_round_once(
    program: Program, time_machine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "hint", lambda *_: False)
    time_machine.move_to(at(23, 12), tick=False)
    tasks.sweep(at(23, 12))
    schedule = Schedule.objects.get(purpose=rounds.PURPOSE)
    assert schedule.about == str(program.uuid) and schedule.next_slot_at == at(24)  # 5:00 in Berlin
    for minute in range(3):
        time_machine.move_to(at(24).replace(minute=minute), tick=False)
        tasks.sweep(at(24).replace(minute=minute))
    assert Tick.objects.get().done_at == at(24) and Announcement.objects.count() == 2
    time_machine.move_to(at(24, 8), tick=False)
    tasks.sweep(at(24, 8))
    assert len(sent.outbox) == 2


def test_a_slot_that_failed_is_taken_again(
    program: Program, time_machine: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rounds.put_schedule(program, now=at(23, 12))
    with monkeypatch.context() as broken:
        broken.setattr(drawing, "open_round", lambda **_: 1 / 0)
        time_machine.move_to(at(24), tick=False)
        tasks.look_ahead()
    assert "could not be prepared" in caplog.text and Tick.objects.get().done_at is None
    time_machine.move_to(at(24).replace(minute=20), tick=False)
    tasks.look_ahead()
    assert Tick.objects.get().done_at and Announcement.objects.count() == 2


def test_a_paused_rule_tells_nobody(program: Program) -> None:
    program.state = ProgramState.PAUSED
    assert rounds.look_ahead(program, now=at(24)) == 0


def test_a_sampled_round_names_those_chosen_and_asks_them(program: Program, cast: Cast) -> None:
    factories.ContactFactory(account=cast.account, name="Second Buyer")
    program.is_sampled, program.role_coverage = True, {"buyer": 0.1}
    program.save()
    rounds.look_ahead(program, now=at(24))
    told = [contact for row in Announcement.objects.all() for contact in row.contacts]
    assert len(told) == 1
    for day in range(1, 31):
        planning.plan(program=program, now=datetime(2026, 12, day, 5, tzinfo=UTC))
    asked = Decision.objects.filter(wave__month=DECEMBER, outcome="asked")
    assert [row.contact_id for row in asked] == told
