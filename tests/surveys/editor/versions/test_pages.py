"""Versions, what changed between them, and publishing the next one."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from csat.access import Role
from surveys.actions.drafting import history, saving, starting
from surveys.definition.editing import fields, questions, rules, texts
from surveys.models import Survey
from tests import factories
from tests.surveys import asked


@pytest.fixture
def olga(db: None) -> User:
    user = factories.login("olga", Role.OPERATOR)
    user.first_name, user.last_name = "Olga", "Petrova"
    user.save()
    return user


@pytest.fixture
def office(client: Client, olga: User) -> Client:
    client.force_login(olga)
    return client


@pytest.fixture
def survey(db: None, now: datetime) -> Survey:
    return asked.published("post-sale", now=now).survey


def save(survey: Survey, document: dict[str, Any], olga: User, now: datetime) -> None:
    saving.save(
        survey=survey,
        document=document,
        base_revision=survey.draft_revision,
        what="field x",
        by=olga,
        now=now,
    )


def reworded(survey: Survey, olga: User, now: datetime) -> None:
    """A new wording, a rule, a removed question that is measured, and a new one."""
    document = history.document_of(survey)
    document = texts.set_text(document, "questions.overall.text", language="en", text="How was this order?")
    document = rules.set_rule(document, "went_wrong", {"answer": "overall", "at_most": 4})
    document = questions.remove_question(document, "documents")
    made = questions.add_question(
        document, "yes_no", page="words", text={"en": "Shall we call you?", "ru": "Позвонить вам?"}
    )
    save(survey, made.document, olga, now)


def get(office: Client, name: str, survey: Survey, query: str = "") -> str:
    response = office.get(reverse(name, args=[survey.uuid]) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_publishing_says_before_what_it_changes(
    office: Client, olga: User, survey: Survey, now: datetime
) -> None:
    reworded(survey, olga, now)
    html = get(office, "survey_publish", survey)
    assert "Publish version 2 with 4 changes?" in html and "2 trends begin anew" in html
    assert "8 questions, complete in English and Russian." in html
    response = office.post(
        reverse("survey_publish", args=[survey.uuid]), {"revision": survey.draft_revision}, follow=True
    )
    assert "Version 2 is out" in response.content.decode()
    assert survey.versions.first().published_by == olga
    assert "There is nothing to publish" in get(office, "survey_publish", survey)


def test_what_somebody_changed_meanwhile_is_shown_first(
    office: Client, olga: User, survey: Survey, now: datetime
) -> None:
    reworded(survey, olga, now)
    seen = survey.draft_revision
    save(survey, fields.set_field(history.document_of(survey), "minutes", 5), olga, now)
    response = office.post(reverse("survey_publish", args=[survey.uuid]), {"revision": seen}, follow=True)
    assert "Olga Petrova has edited the draft meanwhile." in response.content.decode()
    assert (
        office.post(reverse("survey_publish", args=[survey.uuid]), {"revision": "9" * 5000}).status_code
        == 302
    )
    assert survey.versions.count() == 1


def test_a_refusal_leads_to_each_question(office: Client, olga: User, survey: Survey, now: datetime) -> None:
    document = texts.set_text(history.document_of(survey), "questions.overall.text", language="ru", text="")
    document = rules.set_rule(document, "contact_wish", {"answer": "overall", "at_most": 0})
    save(survey, document, olga, now)
    for html in (
        get(office, "survey_publish", survey),
        office.post(
            reverse("survey_publish", args=[survey.uuid]), {"revision": survey.draft_revision}
        ).content.decode(),
    ):
        assert "2 things stand between this draft and clients." in html
        for key in ("overall", "contact_wish"):
            assert f"{reverse('survey_edit', args=[survey.uuid])}?at=questions.{key}" in html
    assert survey.versions.count() == 1


def test_versions_tell_who_when_and_what(office: Client, olga: User, survey: Survey, now: datetime) -> None:
    reworded(survey, olga, now)
    assert "The draft differs from version 1, which clients see." in get(office, "survey_versions", survey)
    office.post(reverse("survey_publish", args=[survey.uuid]), {"revision": survey.draft_revision})
    html = get(office, "survey_versions", survey)
    assert "Olga Petrova" in html and "from the library" in html
    for words in ("Documents and invoices were correct", "its trend begins anew", "Shall we call you?"):
        assert words in html
    assert html.index("Version 2") < html.index("Version 1") and "?old=1&amp;new=2" in html


def test_two_versions_stand_side_by_side(office: Client, olga: User, survey: Survey, now: datetime) -> None:
    reworded(survey, olga, now)
    html = get(office, "survey_compare", survey, "?old=1&new=draft")
    assert "4 changes; 2 trends begin anew." in html
    assert "<del" in html and "Overall, how satisfied are you with this order?</del>" in html
    assert '<ins lang="en" dir="auto">How was this order?</ins>' in html
    assert "How was this order?” is at most 4" in html
    assert "Nothing differs" in get(office, "survey_compare", survey, "?old=1&new=1")
    assert "4 changes" in get(office, "survey_compare", survey, "?old=9&new=x")


def test_a_draft_that_lacks_too_much_says_so(
    office: Client, olga: User, survey: Survey, now: datetime
) -> None:
    made = questions.add_question(history.document_of(survey), "choice", page="words")
    save(survey, made.document, olga, now)
    html = get(office, "survey_compare", survey)
    assert "The draft lacks too much to be compared." in html
    blank = starting.start_blank(name="Fair", languages=["en"], by=olga, now=now)
    assert "nothing to compare" in get(office, "survey_compare", blank)
    assert "Nothing has been published yet." in get(office, "survey_versions", blank)
    assert "Not published yet; 2 things are missing." in get(office, "survey", blank)
    assert "the page has no question" in get(office, "survey_publish", blank).lower()
