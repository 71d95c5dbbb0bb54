"""The page that brings a questionnaire in: looked at first, kept on a second press; and the way out."""

import html
import json
import re
from datetime import datetime

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from csat.access import Role
from surveys.actions import library
from surveys.models import Survey
from tests import factories
from tests.surveys.definition.exchange.files import FOLDER

pytestmark = pytest.mark.django_db
IMPORT = "/surveys/import/"


@pytest.fixture
def operator() -> User:
    return factories.login("olga", Role.OPERATOR)


def upload(client: Client, name: str = "supplier.lss", data: bytes | None = None) -> HttpResponse:
    data = (FOLDER / name).read_bytes() if data is None else data
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, data)})


def document(response: HttpResponse) -> str:
    found = re.search(r'name="document" value="([^"]*)"', response.content.decode())
    assert found
    return html.unescape(found.group(1))


@pytest.mark.parametrize("name", ["supplier.lss", "supplier.surveyjs.json", "service-version-3.lss"])
def test_a_file_is_looked_at_before_anything_is_kept(client: Client, operator: User, name: str) -> None:
    client.force_login(operator)
    response = upload(client, name)
    page = response.content.decode()

    assert response.status_code == 200
    assert "Left out" in page or name == "service-version-3.lss"
    assert "Changed" in page
    assert "Keep as a new survey" in page
    assert not Survey.objects.exists()


def test_it_is_kept_as_a_draft(client: Client, operator: User) -> None:
    client.force_login(operator)
    looked_at = document(upload(client))
    response = client.post(IMPORT, {"document": looked_at, "do": "new", "key": "suppliers"})

    survey = Survey.objects.get()
    assert response.headers["Location"] == f"/surveys/{survey.uuid}/edit/"
    assert (survey.key, survey.title, survey.versions.count()) == ("suppliers", "Suppliers 2026", 0)
    assert client.get(response.headers["Location"]).status_code == 200


def test_a_taken_key_is_answered_with_a_free_one(client: Client, operator: User, now: datetime) -> None:
    library.load(now=now)
    client.force_login(operator)
    looked_at = document(upload(client))
    response = client.post(IMPORT, {"document": looked_at, "do": "new", "key": "nps"})

    assert response.status_code == 409
    assert "“nps-2” is free" in response.content.decode()
    assert document(response) == looked_at


def test_it_replaces_the_draft_that_was_shown(client: Client, operator: User, now: datetime) -> None:
    library.load(now=now)
    client.force_login(operator)
    survey = Survey.objects.get(key="nps")
    posted = {"document": document(upload(client)), "do": "draft", "into": f"{survey.uuid}:0"}

    assert client.post(IMPORT, posted).status_code == 302
    survey.refresh_from_db()
    assert survey.draft["title"]["en"] == "Suppliers 2026"
    conflict = client.post(IMPORT, posted)
    assert conflict.status_code == 409
    assert "has edited this draft meanwhile" in conflict.content.decode()


@pytest.mark.parametrize("into", ["", "nonsense:1", "11111111-1111-4111-8111-111111111111:1", "x:x"])
def test_a_draft_that_is_none_is_asked_for_again(client: Client, operator: User, into: str) -> None:
    client.force_login(operator)
    response = client.post(IMPORT, {"document": document(upload(client)), "do": "draft", "into": into})

    assert response.status_code == 422
    assert "Choose the survey." in response.content.decode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"{" * 100_000,
        b'{"pages": [], "title": "\\ud800"}',
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><document>&b;</document>",
        b" " * 3_000_000,
    ],
)
def test_hostile_files_are_refused_in_words(client: Client, operator: User, data: bytes) -> None:
    client.force_login(operator)
    response = upload(client, "survey.json", data)

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()


def test_words_of_a_file_are_never_code(client: Client, operator: User) -> None:
    client.force_login(operator)
    alert = "<script>alert(1)</script>"
    survey = {
        "title": f"T {alert}",
        "elements": [{"type": "text", "name": alert, "title": f"Q {alert}", alert: alert}],
    }
    page = upload(client, "survey.json", json.dumps(survey).encode()).content.decode()

    assert alert not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_survey_goes_out_as_a_file_and_comes_back(client: Client, operator: User, now: datetime) -> None:
    library.load(now=now)
    client.force_login(operator)
    survey = Survey.objects.get(key="periodic-csi")
    response = client.get(f"/surveys/{survey.uuid}/export/")

    assert response.headers["Content-Disposition"] == 'attachment; filename="periodic-csi.json"'
    assert json.loads(response.content)["pages"] == survey.draft["pages"]
    assert "questions in English" in upload(client, "a.json", response.content).content.decode()
    version = client.get(f"/surveys/{survey.uuid}/export/?version=1")
    assert version.headers["Content-Disposition"] == 'attachment; filename="periodic-csi-1.json"'
    assert client.get(f"/surveys/{survey.uuid}/export/?version=9").status_code == 404
    assert client.get(f"/surveys/{survey.uuid}/export/?version=x").status_code == 404


def test_who_may_not_change_surveys_is_refused(client: Client, now: datetime) -> None:
    assert client.get(IMPORT).status_code == 302  # to the login
    client.force_login(factories.login("anna", Role.MANAGER))

    assert client.get(IMPORT).status_code == 403
    assert upload(client).status_code == 403
