"""After submitting: the same link thanks, tells what was done since, and takes changes for a while."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from surveys.models import (
    Brand,
    Invitation,
    Response,
    ResponseRevision,
    Survey,
    SurveyVersion,
    Verdict,
    WhatWeDid,
)
from surveys.rendering import published
from tests.surveys import asked
from tests.surveys.asked import AHEAD, OVERALL, SIX, hidden, path, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation() -> Invitation:
    now = timezone.now()
    return asked.invitation(asked.published("periodic-csi", now=now), now=now)


@pytest.fixture
def answered(client: Client, invitation: Invitation) -> Invitation:
    for given in (OVERALL, SIX, AHEAD):
        post(client, path(invitation), given)
    assert Response.objects.get().submitted_at
    return invitation


def change_path(invitation: Invitation) -> str:
    return f"{path(invitation)}/change"


def causes() -> list[tuple[int, str, Any]]:
    rows = ResponseRevision.objects.order_by("revision")
    return [(row.revision, row.cause, row.answers["overall"]) for row in rows]


def test_the_thanks_offer_to_change_until_a_day(client: Client, answered: Invitation) -> None:
    html = client.get(path(answered)).content.decode()
    assert f'href="{change_path(answered)}"' in html
    assert "Change my answers until" in html
    assert "Изменить ответы: можно до" in client.get(f"{path(answered)}?lang=ru").content.decode()


def test_the_form_opens_with_the_given_answers(client: Client, answered: Invitation) -> None:
    html = client.get(change_path(answered)).content.decode()
    assert 'value="8" id="overall-8" checked' in html
    assert f'action="{change_path(answered)}"' in html
    assert "Page 1 of 3" in html


def test_a_change_goes_page_by_page_and_counts_when_it_is_sent(client: Client, answered: Invitation) -> None:
    first = post(client, change_path(answered), {"overall": "3"})
    assert first["Location"] == f"{change_path(answered)}?page=2&lang=en"
    assert Response.objects.get().answers["overall"] == 8  # not sent yet
    assert 'id="overall-3" checked' in Client().get(change_path(answered)).content.decode()  # another device

    post(client, change_path(answered), SIX, page=2)
    done = post(client, change_path(answered), AHEAD, page=3)

    assert (done.status_code, done["Location"]) == (303, f"{path(answered)}?lang=en")
    assert Response.objects.get().answers["overall"] == 3
    assert causes() == [(1, "submitted", 8), (2, "changed", 3)]


def test_sending_a_change_twice_is_one_change(client: Client, answered: Invitation) -> None:
    post(client, change_path(answered), {"overall": "3"})
    post(client, change_path(answered), SIX, page=2)
    fields = hidden(client.get(f"{change_path(answered)}?page=3").content.decode())

    replies = [client.post(change_path(answered), fields | AHEAD) for _ in range(5)]

    assert {(reply.status_code, reply["Location"]) for reply in replies} == {
        (303, f"{path(answered)}?lang=en")
    }
    assert [revision for revision, _, _ in causes()] == [1, 2]


def test_a_change_of_one_question_is_two_statements(
    client: Client, answered: Invitation, django_assert_num_queries: Any
) -> None:
    published.questionnaire(answered.version_id)
    fields = hidden(client.get(change_path(answered)).content.decode())
    with django_assert_num_queries(2):
        client.post(change_path(answered), fields | {"overall": "3"})


def test_after_the_window_answers_stay_and_nothing_typed_is_lost(
    client: Client, answered: Invitation
) -> None:
    fields = hidden(client.get(f"{change_path(answered)}?page=3").content.decode())
    with time_machine.travel(timezone.now() + timedelta(days=9), tick=False):
        assert "Change my answers" not in client.get(path(answered)).content.decode()
        assert client.get(change_path(answered)).status_code == 303
        refused = client.post(change_path(answered), fields | AHEAD | {"change_first": "Too late a thought"})

    assert refused.status_code == 422
    assert "The time for changes is over" in refused.content.decode()
    assert "Too late a thought" in refused.content.decode()
    assert causes() == [(1, "submitted", 8)]


def test_a_company_may_allow_no_changes(client: Client, answered: Invitation) -> None:
    Brand.objects.update(change_days=0)
    assert "Change my answers" not in client.get(path(answered)).content.decode()
    assert client.get(change_path(answered)).status_code == 303


def test_nothing_is_changed_before_it_is_submitted(client: Client, invitation: Invitation) -> None:
    assert client.get(change_path(invitation))["Location"] == f"{path(invitation)}?lang=en"
    assert client.get("/s/unknown/change").status_code == 404


def with_thanks(answered: Invitation, *rules: dict[str, Any]) -> None:
    """The same survey, published once more with thanks of its own."""
    old = answered.version
    made = SurveyVersion.objects.create(
        survey=old.survey,
        number=99,
        document=old.document | {"thanks": list(rules)},
        languages=old.languages,
        published_at=timezone.now(),
    )
    Invitation.objects.filter(id=answered.id).update(version=made)


@pytest.mark.parametrize(("overall", "wanted"), [("9", "Glad to hear it, Alfa"), ("3", "We are sorry: 3")])
def test_thanks_go_by_what_was_answered(
    client: Client, invitation: Invitation, overall: str, wanted: str
) -> None:
    happy = {"answer": "overall", "at_least": 7}
    with_thanks(
        invitation,
        {"show_if": happy, "title": {"en": "Glad to hear it, {company}", "ru": "Рады"}, "text": both("!")},
        {"text": {"en": "We are sorry: {answer:overall}", "ru": "Нам жаль: {answer:overall}"}},
    )
    for given in ({"overall": overall}, SIX, AHEAD):
        post(client, path(invitation), given)

    html = client.get(path(invitation)).content.decode()
    assert wanted in html
    assert ("Elena Ivanova. Your answers have arrived." in html) is (overall == "3")


def both(text: str) -> dict[str, str]:
    return {"en": text, "ru": text}


def tell(survey: Survey, day: int, told: int, text: str) -> None:
    today = timezone.now().date()
    WhatWeDid.objects.create(
        survey=survey,
        answered_from=today + timedelta(days=day - 1),
        answered_until=today + timedelta(days=day + 1),
        texts={"en": text, "ru": f"{text} по-русски"},
        told_at=timezone.now() + timedelta(minutes=told),
    )


def test_what_we_did_is_told_to_who_answered_then(client: Client, answered: Invitation) -> None:
    survey = answered.version.survey
    tell(survey, 0, -5, "Night shift at the warehouse")
    tell(survey, -20, -5, "For others")
    tell(survey, 0, +5, "Not yet told")

    html = client.get(path(answered)).content.decode()
    assert "What we have done since" in html and "Night shift at the warehouse" in html
    assert "For others" not in html and "Not yet told" not in html
    assert (
        "Night shift at the warehouse по-русски" in client.get(f"{path(answered)}?lang=ru").content.decode()
    )


def after(seconds: float) -> Any:
    return time_machine.travel(timezone.now() + timedelta(seconds=seconds), tick=False)


def test_a_person_answers_although_a_program_was_faster(client: Client, answered: Invitation) -> None:
    assert Response.objects.get().verdict == Verdict.DOUBTFUL  # three pages in no time
    assert "This was not you?" in client.get(path(answered)).content.decode()
    address = f"{path(answered)}/anew"
    pages = (OVERALL | {"overall": "4"}, SIX, AHEAD)
    for number, given in enumerate(pages, 1):
        with after(60 * number):
            html = client.get(f"{address}?page={number}").content.decode()
            assert " checked" not in html  # nothing of the program's is shown
        with after(60 * number + 20):
            client.post(address, hidden(html) | given)

    response = Response.objects.get()
    assert (response.verdict, response.doubts, response.answers["overall"]) == (Verdict.COUNTS, [], 4)
    assert causes() == [(1, "submitted", 4), (2, "excluded", 8)]
    assert ResponseRevision.objects.get(revision=2).reason == "too_fast"
    assert "This was not you?" not in client.get(path(answered)).content.decode()


def test_who_began_before_the_program_was_done_is_heard(client: Client, invitation: Invitation) -> None:
    page = hidden(client.get(path(invitation)).content.decode())
    for given in (OVERALL, SIX, AHEAD):
        post(Client(), path(invitation), given)

    with after(60):
        reply = client.post(path(invitation), page | {"overall": "2"})

    assert reply["Location"] == f"{path(invitation)}/anew?page=2&lang=en"
    assert Response.objects.get().changing == {"overall": 2}


def test_a_program_that_comes_again_takes_no_place(client: Client, answered: Invitation) -> None:
    address = f"{path(answered)}/anew"
    for given in (OVERALL | {"overall": "1"}, SIX, AHEAD):
        post(client, address, given)

    assert (Response.objects.get().answers["overall"], Response.objects.get().verdict) == (
        8,
        Verdict.DOUBTFUL,
    )
    assert causes() == [(1, "submitted", 8)]


def test_nobody_answers_instead_of_a_person(client: Client, answered: Invitation) -> None:
    Response.objects.update(verdict=Verdict.COUNTS, doubts=[])
    assert client.get(f"{path(answered)}/anew").status_code == 303
    assert "This was not you?" not in client.get(path(answered)).content.decode()
