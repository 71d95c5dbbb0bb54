"""A survey's page: what it asks, how its answers come in, where people stop."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from csat.access import Role
from surveys.editor.survey import queries
from surveys.models import AnonymousAnswer, DiscardedHits, Message, SurveyVersion
from tests import factories
from tests.surveys import asked

PAGES = ({}, {"overall": 9}, {"overall": 9, "delivered_as_agreed": 9})


@pytest.fixture
def version(db: None, now: datetime) -> SurveyVersion:
    return asked.published("post-sale", now=now)


@pytest.fixture
def office(client: Client, db: None) -> Client:
    client.force_login(factories.login("olga", Role.OPERATOR))
    return client


def invited(version: SurveyVersion, now: datetime, state: str = "accepted"):  # type: ignore[no-untyped-def]
    invitation = asked.invitation(version, now=now)
    Message.objects.create(invitation=invitation, number=0, state=state, due_at=now, changed_at=now)
    return invitation


def finished(version: SurveyVersion, now: datetime, *, minutes: float, verdict: str = "counts") -> None:
    version.responses.create(
        invitation=invited(version, now),
        language="en",
        answers={"overall": 9},
        started_at=now - timedelta(minutes=minutes),
        saved_at=now,
        submitted_at=now,
        submission_id=uuid4(),
        revision=1,
        verdict=verdict,
    )


def unfinished(version: SurveyVersion, at: datetime, answers: dict[str, int]) -> None:
    version.responses.create(
        invitation=invited(version, at), language="en", answers=answers, started_at=at, saved_at=at
    )


def shown(office: Client, version: SurveyVersion) -> str:
    response = office.get(reverse("survey", args=[version.survey.uuid]))
    assert response.status_code == 200
    return response.content.decode()


def test_numbers_say_who_was_asked_and_who_answered(version: SurveyVersion, now: datetime) -> None:
    for minutes in (1, 2, 9):
        finished(version, now, minutes=minutes)
    finished(version, now, minutes=0.1, verdict="doubtful")
    finished(version, now, minutes=0.1, verdict="excluded")
    for state in ("delivered", "bounced", "planned"):
        invited(version, now, state)
    AnonymousAnswer.objects.create(
        id=uuid4(), version=version, language="en", answers={}, answered_on=now.date()
    )
    found = queries.numbers(version.survey)
    assert (found.asked, found.answered_of_asked, found.nameless, found.answered) == (6, 4, 1, 5)
    assert (found.doubtful, found.excluded, found.share) == (1, 1, 4 / 6)
    assert found.median == timedelta(minutes=2)  # what counts only: programs are quick


def test_people_stop_page_by_page(version: SurveyVersion, now: datetime) -> None:
    finished(version, now, minutes=2)
    for answers in (PAGES[0], PAGES[1], PAGES[1]):
        unfinished(version, now - timedelta(hours=2), answers)
    unfinished(version, now - timedelta(minutes=5), PAGES[0])  # may still be at it
    steps = queries.steps(version, language="en", now=now)
    assert [(step.reached, step.stopped) for step in steps] == [(4, 1), (3, 2), (1, 0)]
    assert steps[1].title == "Four things about this order" and steps[1].share == 2 / 3
    assert queries.steps(asked.published("nps", now=now), language="en", now=now) == []


def test_the_page_tells_what_is_asked_and_what_programs_did(
    office: Client, version: SurveyVersion, now: datetime
) -> None:
    today = datetime.now(tz=now.tzinfo).date()
    DiscardedHits.objects.create(survey=version.survey, day=today, kind="head", hits=1240)
    DiscardedHits.objects.create(survey=version.survey, day=today - timedelta(days=91), kind="head", hits=5)
    html = shown(office, version)
    assert "Clients see version 1; nobody has answered yet." in html
    assert "Overall, how satisfied are you with this order?" in html and "shown to some only" in html
    assert "Your account manager (‹the account manager›) understands" in html
    assert "1,240 visits in 90 days" in html and "only asked whether the page is there: 1,240" in html
    assert reverse("survey_edit", args=[version.survey.uuid]) + "?at=questions.overall" in html
    assert f"?survey={version.survey.key}" in html


def test_the_page_speaks_the_reader_s_language(office: Client, version: SurveyVersion) -> None:
    office.cookies["django_language"] = "ru"
    assert "Насколько вы в целом удовлетворены этим заказом?" in shown(office, version)
