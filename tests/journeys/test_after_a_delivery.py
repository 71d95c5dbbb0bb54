"""An order is delivered; the client is asked by mail, answers on a phone, and management sees it."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from config.stack.mail.server import Server
from csat.programs.models import Decision, ProgramKind, Touchpoint
from csat.scores.models import Score, ScoreCell
from surveys.models import Response
from tests.factories import Cast
from tests.journeys import stage
from tests.real.browser import OpenPage, assert_accessible
from tests.real.processes import Process, wait_until


@pytest.mark.browser
@pytest.mark.stack
def test_from_the_delivered_order_to_the_overview(
    site: LiveServer,
    cast: Cast,
    mail_server: Server,
    worker: Process,
    sweeper: Process,
    open_page: OpenPage,
) -> None:
    stage.company_ready_to_ask()
    elena = stage.buyer(cast.account, "Elena Ivanova")
    stage.running_program(ProgramKind.POST_SALE, "post-sale")
    deal = stage.delivered_deal(cast.account, elena, now=timezone.now())
    for process in (worker, sweeper):
        process.environment |= {"BASE_URL": site.url}
        process.start()

    wait_until(lambda: Touchpoint.objects.exists(), "the order is planned", log=sweeper.log)
    stage.let_the_morning_come()
    wait_until(lambda: stage.invited(mail_server), "the invitation arrives", log=worker.log)
    mail = stage.invited(mail_server)["elena.ivanova@client.example"]
    touchpoint = Touchpoint.objects.get()
    assert touchpoint.deal == deal
    assert {(p.employee.name, p.capacity) for p in touchpoint.people.all()} == {
        ("Anna Manager", "manager"),
        ("Boris Care", "care_owner"),
    }
    assert Decision.objects.get(contact=elena).words["en"]

    phone = open_page(width=390, with_javascript=False)
    stage.answer_in_browser(
        phone, stage.link_in(mail), score=3, words="The certificates came a week late.", wish="no"
    )
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    response = Response.objects.get()
    assert response.submitted_at is not None

    wait_until(lambda: ScoreCell.objects.exists(), "the answer is scored", log=worker.log)
    overall = Score.objects.get(measure="overall")
    assert (overall.given, overall.account, overall.role) == (3, cast.account, "buyer")
    wait_until(lambda: cast.account.cases.exists(), "the low answer has its case", log=worker.log)

    desk = open_page()
    stage.log_in(desk, site.url, "director@ours.example")
    desk.goto(f"{site.url}/overview/")
    decide = desk.locator("#decide")
    expect(decide).to_contain_text("Alfa")
    expect(decide).to_contain_text("3 of 10")
    expect(decide).to_contain_text("The certificates came a week late.")
    assert_accessible(desk)
