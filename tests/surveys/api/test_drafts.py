"""Drafts over REST: saved whole, never over somebody else's edit."""

import copy
from collections.abc import Callable
from datetime import datetime
from typing import Any

from rest_framework.test import APIClient

from surveys.actions.drafting import saving
from surveys.models import Survey
from tests import factories
from tests.surveys.definition.test_document import SMALL

Address = Callable[..., str]


def test_a_draft_is_read_saved_and_reviewed(editor: APIClient, address: Address, survey: Survey) -> None:
    told = editor.get(address("draft"))
    assert (told.json()["document"], told.json()["revision"], told["ETag"]) == (SMALL, 0, '"0"')
    changed = SMALL | {"minutes": 2, "languages": ["en", "ru"]}

    saved = editor.put(address("draft"), {"document": changed, "base_revision": 0})

    assert (saved.status_code, saved.json()["revision"]) == (200, 1)
    assert "title.ru" in {problem["path"] for problem in saved.json()["problems"]}
    survey.refresh_from_db()
    assert survey.draft == changed
    review = editor.get(address("review")).json()
    assert (review["revision"], review["next_number"], review["languages"]) == (1, 2, ["en", "ru"])
    assert {change["what"] for change in review["changes"]} == {"minutes", "languages"}
    assert {"title.ru", "name.ru"} <= {problem["path"] for problem in review["problems"]}


def test_an_edit_in_between_is_named_and_kept(
    editor: APIClient, address: Address, survey: Survey, now: datetime
) -> None:
    boris = factories.UserFactory(first_name="Boris", last_name="Other")
    theirs = SMALL | {"minutes": 5}
    saving.save(survey=survey, document=theirs, base_revision=0, what="field minutes", by=boris, now=now)

    refused = editor.put(address("draft"), {"document": SMALL | {"minutes": 9}, "base_revision": 0})

    assert refused.status_code == 409
    (error,) = refused.json()["errors"]
    assert error["code"] == "draft_conflict"
    assert "Boris Other" in error["detail"] and f"{now:%Y-%m-%dT%H:%M}" in error["detail"]
    assert "Revision 1" in error["detail"]
    survey.refresh_from_db()
    assert survey.draft == theirs


def test_what_no_editor_could_open_is_refused_part_by_part(
    editor: APIClient, address: Address, survey: Survey
) -> None:
    broken: Any = copy.deepcopy(SMALL)
    broken["pages"][1]["questions"][0]["type"] = "riddle"
    for document, attr in ((broken, "pages[1].questions[0].type"), ({}, "document")):
        refused = editor.put(address("draft"), {"document": document, "base_revision": 0})
        assert refused.status_code == 400
        assert attr in {error["attr"] for error in refused.json()["errors"]}
    refused = editor.put(address("draft"), {"document": SMALL})
    assert refused.json()["errors"][0]["attr"] == "base_revision"
    survey.refresh_from_db()
    assert survey.draft_revision == 0


def test_the_etag_stands_for_the_revision(editor: APIClient, address: Address, survey: Survey) -> None:
    tag = editor.get(address("draft"))["ETag"]
    sent = {"document": SMALL | {"minutes": 7}}
    assert editor.put(address("draft"), sent, HTTP_IF_MATCH=tag).json()["revision"] == 1
    assert editor.put(address("draft"), sent, HTTP_IF_MATCH=tag).status_code == 409
    assert editor.put(address("draft"), sent, HTTP_IF_MATCH="W/x").status_code == 400
