"""A key account that was content answers low: one signal, one case, one mail to each who must know."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from config.stack.mail.server import Server
from csat.alerts.models import Notification, RuleKey, Signal
from csat.cases.models import Case
from csat.customers.models import Contact
from csat.programs.actions import planning
from csat.programs.models import Program, ProgramKind, Touchpoint
from tests.csat import answered
from tests.factories import Cast
from tests.journeys import stage
from tests.real.browser import OpenPage
from tests.real.processes import Process, wait_until


@pytest.mark.browser
@pytest.mark.stack
def test_a_drop_is_told_once_to_each_who_must_know(
    site: LiveServer,
    cast: Cast,
    mail_server: Server,
    worker: Process,
    sweeper: Process,
    open_page: OpenPage,
) -> None:
    stage.company_ready_to_ask()
    people = [stage.buyer(cast.account, name) for name in ("Elena Ivanova", "Max Stein", "Petra Vogel")]
    for months_ago in (4, 6, 8):
        for person in people:
            answered.heard(person, 9, at=timezone.now() - timedelta(days=30 * months_ago))
    program = stage.running_program(ProgramKind.PERIODIC, "periodic-csi")
    for process in (worker, sweeper):
        process.environment |= {"BASE_URL": site.url}
        process.start()

    links = _links(mail_server, program, people)
    for person in people:
        stage.answer_in_browser(open_page(width=390), links[person.email], score=4)
    drop = Signal.objects.filter(account=cast.account, rule__key=RuleKey.KEY_ACCOUNT_DROP)
    wait_until(drop.exists, "the drop is seen", log=worker.log)
    low = Signal.objects.filter(account=cast.account, rule__key=RuleKey.LOW_ANSWER)
    wait_until(lambda: low.get().evidence.count() == 3, "each low answer has joined", log=worker.log)
    wait_until(lambda: Case.objects.count() == 2, "both signals have a case", log=worker.log)
    wait_until(lambda: not _untold(), "everybody is told", log=worker.log)

    assert drop.count() == low.count() == 1
    told = [
        (mail["To"], signal)
        for mail in mail_server.messages()
        for signal in Signal.objects.all()
        if str(signal.case.uuid) in _text(mail)
    ]
    assert len(told) == len(set(told))
    assert {to for to, signal in told if signal == drop.get()} >= {cast.anna.email, cast.boris.email}
    assert cast.oleg.email not in {to for to, _ in told}


def _links(mail_server: Server, program: Program, people: list[Contact]) -> dict[str, str]:
    """Address -> personal link, once the planner has given the account its day in a round."""
    day = timezone.now()
    while Touchpoint.objects.filter(program=program).count() < len(people):
        assert day < timezone.now() + timedelta(days=120), "the account's round never came"
        planning.plan(program=program, now=day)
        day += timedelta(days=1)
    stage.let_the_morning_come()
    wait_until(lambda: len(stage.invited(mail_server)) == len(people), "the invitations arrive")
    return {address: stage.link_in(mail) for address, mail in stage.invited(mail_server).items()}


def _text(mail: EmailMessage) -> str:
    """The words of a mail as its reader sees them, whatever they were encoded in for the journey."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def _untold() -> bool:
    return Notification.objects.exclude(state="sent").exists()
