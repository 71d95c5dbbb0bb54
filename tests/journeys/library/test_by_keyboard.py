"""The library by keyboard: nine surveys, two languages, scripts or none, on a phone and at a desk."""

from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route
from pytest_django.live_server_helper import LiveServer

from surveys.actions.collecting import secrecy
from surveys.definition import answers, document
from surveys.definition.questionnaire import Question, Questionnaire
from surveys.models import Invitation, Response, UnsealedAnswer
from tests.journeys.library.answering import Mind
from tests.journeys.library.keyboard import Keyboard
from tests.real.browser import OpenPage, assert_accessible
from tests.surveys import asked

pytestmark = pytest.mark.browser
KEYS = (
    "post-sale",
    "periodic-csi",
    "nps",
    "support",
    "handover",
    "lost",
    "internal",
    "forecast",
    "pulse",
)
# An answer without a name that comes too fast is asked for once more: nobody could sort it out later.
READING = 3_200  # milliseconds
OCCASIONS = {"handover": ("day_7", "day_30"), "lost": ("deal", "client")}
RUSSIAN = {
    "supplier": "Меридиан Снабжение",
    "company": "ООО «Альфа»",
    "contact_name": "Иванова Елена Сергеевна",
    "contact_role": "специалист по закупкам",
    "manager": "Павел Соколов",
}


@dataclass(frozen=True)
class Run:
    """One way through one survey."""

    language: str
    has_script: bool
    width: int


WHOLE = tuple(Run(*each) for each in product(("en", "ru"), (True, False), (360, 1280)))
# Any two of language, script and width meet in each of their combinations.
PAIRS = tuple(run for run in WHOLE if ((run.language == "ru") + run.has_script + (run.width == 360)) % 2 == 1)


@pytest.mark.parametrize("key", KEYS)
def test_answered_to_the_end(
    site: LiveServer, open_page: OpenPage, request: pytest.FixtureRequest, key: str
) -> None:
    for number, run in enumerate(WHOLE if request.config.getoption("--whole", default=False) else PAIRS):
        journey(site, open_page, key, run=run, number=number)


def journey(site: LiveServer, open_page: OpenPage, key: str, *, run: Run, number: int) -> None:
    invitation, facts = invite(key, run, number)
    mind = Mind(f"{key} {run}", run.language)
    page = open_page(width=run.width, language=run.language, with_javascript=run.has_script)
    eyes = page if run.has_script else open_page(width=run.width, language=run.language)
    page.goto(f"{site.url}{asked.path(invitation)}")
    if parsed(invitation.version_id).anonymous:
        page.wait_for_timeout(READING)
    wanted = answered(page, eyes, parsed(invitation.version_id), mind=mind, facts=facts)

    check(page, eyes)
    assert stored(invitation) == {name: value for name, value in wanted.items() if value is not None}, run
    page.context.close()
    if eyes is not page:
        eyes.context.close()


def answered(
    page: Page, eyes: Page, questionnaire: Questionnaire, *, mind: Mind, facts: dict[str, Any]
) -> dict[str, Any]:
    """Every page of the survey; what was typed, by question."""
    wanted: dict[str, Any] = {}
    while page.locator("form[novalidate]").count():
        check(page, eyes)
        number = int(page.locator("form[novalidate] input[name=_page]").get_attribute("value") or 0)
        here = shown(questionnaire, wanted, facts, number=number)
        assert here, page.url
        typed = {question.key: mind.answer(question) for question in here}
        by_key = {question.key: question for question in here}
        Keyboard(page, has_digits=eyes is page).fill_in(by_key, typed)
        assert not page.locator("#_errors").count(), page.locator("#_errors").inner_text()
        wanted |= typed
    return wanted


def shown(
    questionnaire: Questionnaire, wanted: dict[str, Any], facts: dict[str, Any], *, number: int
) -> list[Question]:
    given = {key: value for key, value in wanted.items() if value is not None}
    visible = answers.shown(questionnaire, given, facts)
    return [question for question in visible if questionnaire.page_of[question.key] == number - 1]


def check(page: Page, eyes: Page) -> None:
    """Axe needs scripts: of a page without them it is shown the same HTML elsewhere, without ours."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    if eyes is not page:
        html = page.content()

        def show(route: Route) -> None:
            if route.request.resource_type == "document":
                route.fulfill(body=html, content_type="text/html; charset=utf-8")
            elif route.request.resource_type == "script":
                route.fulfill(body="", content_type="text/javascript")
            else:
                route.continue_()

        eyes.unroute_all()
        eyes.route("**/*", show)
        eyes.goto(page.url)
    assert_accessible(eyes)


def invite(key: str, run: Run, number: int) -> tuple[Invitation, dict[str, Any]]:
    now = timezone.now()
    own: dict[str, Any] = dict(RUSSIAN) if run.language == "ru" else {}
    own["department"] = "Склад" if run.language == "ru" else "Warehouse"
    if key in OCCASIONS:
        own["occasion"] = OCCASIONS[key][number % 2]
    made = asked.invitation(asked.published(key, now=now), now=now, language=run.language, **own)
    return made, asked.FACTS | own


@cache
def parsed(version: int) -> Questionnaire:
    return document.parse(Invitation.objects.filter(version_id=version)[0].version.document)


def stored(invitation: Invitation) -> dict[str, Any]:
    """What the database holds: of a survey without names the answer that waits to be sealed, and no name."""
    if parsed(invitation.version_id).anonymous is None:
        response = Response.objects.get(invitation=invitation)
        assert response.submitted_at
        return dict(response.answers)
    assert not Response.objects.filter(invitation=invitation).exclude(answers={}).exists()
    waiting = [secrecy.show(row.secret)["answers"] for row in UnsealedAnswer.objects.all()]
    UnsealedAnswer.objects.all().delete()
    assert len(waiting) == 1
    return dict(waiting[0])
