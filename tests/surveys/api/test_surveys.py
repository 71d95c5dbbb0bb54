"""/surveys/: lists, one, files kept as new surveys, put away; and who may."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from surveys.actions import library
from surveys.models import Collector, CollectorKind, Survey
from tests.surveys.definition.test_document import SMALL

Address = Callable[..., str]
READ = [(), ("draft",), ("review",), ("versions",), ("versions", 1), ("export",)]
WRITE: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
    ("patch", (), {"is_archived": True}),
    ("put", ("draft",), {"document": SMALL, "base_revision": 0}),
    ("post", ("versions",), {"base_revision": 0}),
]


@pytest.mark.parametrize("parts", READ, ids=str)
def test_who_may_read(
    parts: tuple[Any, ...], reader: APIClient, nobody: APIClient, address: Address, client: Client
) -> None:
    assert reader.get(address(*parts)).status_code == 200
    assert nobody.get(address(*parts)).status_code == 403
    assert client.get(address(*parts)).status_code == 401
    other = address(*parts).replace(address().split("/")[4], "6f9619ff-8b86-4d01-b42d-00cf4fc964ff")
    assert reader.get(other).status_code == 404


@pytest.mark.parametrize(("verb", "parts", "sent"), WRITE, ids=str)
def test_who_may_write(
    verb: str,
    parts: tuple[Any, ...],
    sent: dict[str, Any],
    editor: APIClient,
    reader: APIClient,
    address: Address,
    survey: Survey,
) -> None:
    assert getattr(reader, verb)(address(*parts), sent).status_code == 403
    assert getattr(APIClient(), verb)(address(*parts), sent).status_code == 401
    survey.refresh_from_db()
    assert (survey.archived_at, survey.draft_revision, survey.versions.count()) == (None, 0, 1)
    assert getattr(editor, verb)(address(*parts), sent).status_code in (200, 201)


def test_a_list_tells_the_latest_version_and_is_narrowed(reader: APIClient, survey: Survey) -> None:
    Survey.objects.create(key="new", title="New", kind="nps", draft=SMALL)

    def keys(query: str = "") -> list[str]:
        return sorted(row["key"] for row in reader.get(f"/api/v1/surveys/{query}").json()["results"])

    assert keys() == ["new", "small"]
    assert keys("?kind=nps") == keys("?is_published=false") == ["new"]
    assert keys("?is_archived=true") == []
    row = reader.get(f"/api/v1/surveys/{survey.uuid}/").json()
    assert (row["version"], row["languages"], row["draft_revision"]) == (1, ["en"], 0)
    assert reader.get("/api/v1/surveys/?colour=red").json()["errors"][0]["attr"] == "colour"


def test_a_questionnaire_is_kept_as_a_draft(editor: APIClient, survey: Survey) -> None:
    kept = editor.post("/api/v1/surveys/", {"document": SMALL})
    assert kept.status_code == 201
    told = kept.json()
    assert (told["source"], told["survey"]["version"], told["survey"]["key"]) == (
        "barometer",
        None,
        "small-2",
    )
    stored = Survey.objects.get(uuid=told["survey"]["id"])
    assert stored.draft == SMALL | {"key": "small-2"}
    assert stored.draft_revisions.get().edited_by is not None
    taken = editor.post("/api/v1/surveys/", {"document": SMALL, "key": "small"})
    assert (taken.status_code, taken.json()["errors"][0]["code"]) == (409, "key_taken")


def test_a_foreign_questionnaire_comes_with_a_report(editor: APIClient) -> None:
    foreign = {"title": "T", "pages": [{"elements": [{"type": "text", "name": "q", "title": "Why?"}]}]}
    told = editor.post("/api/v1/surveys/", {"document": foreign, "key": "foreign"}).json()
    assert told["source"] == "surveyjs"
    assert {"q"} <= {note["where"] for note in told["report"]}


@pytest.mark.parametrize(
    ("sent", "attr"),
    [
        ({}, "document"),
        ({"document": {"format": 1}}, "document"),
        ({"document": {"what": "is it"}}, "document"),
        ({"document": SMALL, "file": "<xml/>"}, "document"),
        ({"file": "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"}, "file"),
        ({"file": "no questionnaire"}, "file"),
        ({"document": SMALL, "key": "Not a key!"}, "key"),
    ],
    ids=str,
)
def test_what_is_no_questionnaire_is_refused(editor: APIClient, sent: dict[str, Any], attr: str) -> None:
    refused = editor.post("/api/v1/surveys/", sent)
    assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, attr)
    assert not Survey.objects.exists()


def test_export_and_import_are_one_document(editor: APIClient, reader: APIClient, db: None) -> None:
    for given in library.documents():
        made = editor.post("/api/v1/surveys/", {"document": given, "key": f"my-{given['key']}"}).json()
        told = reader.get(f"/api/v1/surveys/{made['survey']['id']}/export/")
        assert told["Content-Disposition"] == f'attachment; filename="my-{given["key"]}.json"'
        out = json.loads(told.content)
        assert out.pop("$schema")
        assert out == given | {"key": f"my-{given['key']}"}


def test_put_away_and_taken_back(editor: APIClient, survey: Survey, address: Address, now: Any) -> None:
    door = Collector.objects.create(
        survey=survey, kind=CollectorKind.LINK, name="Door", slug="x" * 20, created_at=now
    )
    assert editor.patch(address(), {"is_archived": True}).json()["is_archived"] is True
    door.refresh_from_db()
    assert not door.is_open
    assert editor.patch(address(), {"is_archived": False}).json()["is_archived"] is False
    assert editor.patch(address(), {"is_archived": "perhaps"}).status_code == 400


def test_the_schema_is_published_to_everybody_and_is_the_one_that_judges(client: Client, db: None) -> None:
    told = client.get("/api/v1/questionnaire-schema/1")
    assert told.status_code == 200
    Draft202012Validator.check_schema(told.json())
    validator = Draft202012Validator(told.json())
    for given in library.documents():
        assert not list(validator.iter_errors(given))
    assert list(validator.iter_errors(SMALL | {"pages": []}))
    assert client.post("/api/v1/questionnaire-schema/1").status_code == 405


def test_every_part_of_the_schema_is_described(client: Client, db: None) -> None:
    told = client.get("/api/v1/questionnaire-schema/1").json()
    silent = [
        f"{name}.{part}"
        for name, definition in {"": told, **told["$defs"]}.items()
        for part, schema in definition.get("properties", {}).items()
        if "description" not in schema and "$ref" not in schema
    ]
    assert silent == []
