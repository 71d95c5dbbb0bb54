"""The list of surveys, a new one, and putting one away."""

from datetime import datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from csat.access import Role
from surveys.actions import library, publishing
from surveys.actions.drafting import history, saving, shelving, starting
from surveys.definition.editing import texts
from surveys.models import Survey
from tests import factories
from tests.surveys import asked


@pytest.fixture
def olga(db: None) -> User:
    return factories.login("olga", Role.OPERATOR)


@pytest.fixture
def office(client: Client, olga: User) -> Client:
    client.force_login(olga)
    return client


def shown(office: Client, query: str = "") -> str:
    response = office.get(f"{reverse('survey_list')}{query}")
    assert response.status_code == 200
    return response.content.decode()


def edit(survey: Survey, olga: User, now: datetime) -> None:
    document = texts.set_text(history.document_of(survey), "title", language="en", text="Another title")
    base = survey.draft_revision
    saving.save(survey=survey, document=document, base_revision=base, what="text title.en", by=olga, now=now)


def test_without_surveys_the_page_offers_the_nine_ready_ones(office: Client) -> None:
    html = shown(office)
    assert "There is no survey yet. Begin with a ready one." in html
    assert html.count("Start from it") == 9 and "14 questions" in html and "English and Russian" in html


def test_each_survey_says_how_it_stands(office: Client, olga: User, now: datetime) -> None:
    library.load(now=now)
    edit(Survey.objects.get(key="nps"), olga, now)
    starting.start_blank(name="Fair", languages=["en"], by=olga, now=now)
    shelving.archive(survey=Survey.objects.get(key="lost"), now=now)
    html = shown(office)
    assert "edited since version 1" in html and "draft, not published yet" in html
    assert html.count("version 1, published 18") == 7 and "After a lost order" not in html.split("ready")[0]
    assert 'Clients do not see <a href="?show=edited">2 surveys</a> as they stand.' in html
    assert "After a lost order" in shown(office, "?show=archived")
    edited = shown(office, "?show=edited")
    assert "Fair" in edited and "Pulse" not in edited


def test_answers_are_counted_doubtful_and_excluded_ones_apart(office: Client, now: datetime) -> None:
    version = asked.published("post-sale", now=now)
    for verdict in ("counts", "counts", "doubtful", "excluded"):
        answered(version, now, verdict)
    answered(version, now, "counts", is_submitted=False)
    row = shown(office, "?q=after+an+order")
    assert '<td class="num" data-label="Answers">3<br><span class="small watch">1 doubtful' in row
    assert "18\xa0Nov\xa02026" in row


def answered(version, now: datetime, verdict: str, *, is_submitted: bool = True) -> None:  # type: ignore[no-untyped-def]
    invitation = asked.invitation(version, now=now)
    version.responses.create(
        invitation=invitation,
        language="en",
        started_at=now,
        saved_at=now,
        submitted_at=now if is_submitted else None,
        submission_id=invitation.uuid if is_submitted else None,
        revision=int(is_submitted),
        verdict=verdict,
    )


def test_a_survey_is_found_by_its_name_in_any_language(office: Client, now: datetime) -> None:
    library.load(now=now)
    assert "1 survey has “Пульс” in its name" in shown(office, "?q=Пульс")
    assert "2 surveys have" in shown(office, "?q=order")
    assert "1 survey has" in shown(office, "?q=Пу%00льс")
    nothing = shown(office, "?q=Zzz")
    assert "No survey has “Zzz” in its name." in nothing and "Try fewer words" in nothing


def test_the_list_costs_the_same_with_ten_and_a_hundred(office: Client, olga: User, now: datetime) -> None:
    library.load(now=now)
    counts = []
    for total in (10, 100):
        while Survey.objects.count() < total:
            starting.copy(survey=Survey.objects.get(key="pulse"), by=olga, now=now)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            html = shown(office)
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert "Page 1 of 2" in html and "Start from it" not in html


def test_a_ready_survey_becomes_one_of_ours(office: Client) -> None:
    response = office.post(reverse("survey_from_library", args=["support"]))
    made = Survey.objects.get()
    assert response.url == reverse("survey_edit", args=[made.uuid]) and made.key == "support-2"
    assert office.post(reverse("survey_from_library", args=["gone"])).url == reverse("survey_new")


def test_an_empty_page_needs_a_name_and_a_language(office: Client) -> None:
    new = reverse("survey_new")
    for wrong in ({"name": " ", "language": "en"}, {"name": "Fair"}, {"name": "Fair", "language": "tlh"}):
        response = office.post(new, wrong)
        assert response.status_code == 422 and not Survey.objects.exists()
    assert "Choose at least one language." in response.content.decode()
    office.post(new, {"name": "Fair", "language": ["ru", "en"]})
    assert Survey.objects.get().draft["languages"] == ["ru", "en"]


def test_archive_says_what_happens_and_the_survey_comes_back(
    office: Client, olga: User, now: datetime
) -> None:
    version = asked.published("pulse", now=now)
    address = reverse("survey_archive", args=[version.survey.uuid])
    assert "It has no open shared links." in office.get(address).content.decode()
    html = office.post(address, follow=True).content.decode()
    assert "Archived since" in html and "Take it back" in html
    html = office.post(reverse("survey_unarchive", args=[version.survey.uuid]), follow=True).content.decode()
    assert "Clients see version 1; nobody has answered yet." in html


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ANALYST, Role.MANAGEMENT])
def test_who_may_only_read_starts_and_changes_nothing(
    db: None, client: Client, now: datetime, role: Role
) -> None:
    version = asked.published("pulse", now=now)
    client.force_login(factories.login("anna", role))
    uuid = [version.survey.uuid]
    for name in ("survey_list", "survey_versions", "survey_compare", "survey"):
        html = client.get(reverse(name, args=uuid if name != "survey_list" else [])).content.decode()
        assert "New survey" not in html and "Archive</" not in html and "/edit/" not in html
    assert client.get(reverse("survey_new")).status_code == 403
    assert client.get(reverse("survey_publish", args=uuid)).status_code == 403
    for name in ("survey_copy", "survey_archive", "survey_unarchive", "survey_publish"):
        assert client.post(reverse(name, args=uuid)).status_code == 403
    assert client.post(reverse("survey_from_library", args=["pulse"])).status_code == 403
    assert client.get(reverse("survey_wording")).status_code == 403
    assert client.get(reverse("survey_brand")).status_code == 403


def test_a_copy_is_edited_next(office: Client, now: datetime) -> None:
    version = asked.published("pulse", now=now)
    response = office.post(reverse("survey_copy", args=[version.survey.uuid]))
    made = Survey.objects.get(key="pulse-2")
    assert response.url == reverse("survey_edit", args=[made.uuid])
    publishing.publish(survey=made, by=None, now=now)
