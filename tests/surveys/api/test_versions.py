"""Versions over REST: published as read, listed, compared."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from surveys.models import Survey
from tests.surveys.definition.test_document import SMALL, changed

Address = Callable[..., str]


def redraft(editor: APIClient, address: Address, document: Any) -> int:
    revision = editor.get(address("draft")).json()["revision"]
    saved = editor.put(address("draft"), {"document": document, "base_revision": revision})
    return int(saved.json()["revision"])


def test_the_draft_that_was_read_is_published(editor: APIClient, address: Address, survey: Survey) -> None:
    revision = redraft(editor, address, SMALL | {"minutes": 4})
    stale = editor.post(address("versions"), {"base_revision": revision - 1})
    assert (stale.status_code, stale.json()["errors"][0]["code"]) == (409, "draft_conflict")

    made = editor.post(address("versions"), {"base_revision": revision})

    assert made.status_code == 201
    assert (made.json()["number"], made.json()["published_by"]) == (2, "Olga Editor")
    numbers = [row["number"] for row in editor.get(address("versions")).json()["results"]]
    assert numbers == [2, 1]
    assert editor.get(address("versions", 2)).json()["document"]["minutes"] == 4
    assert editor.get(address("versions", 1)).json()["document"]["minutes"] == 1
    assert editor.get(address("versions", 3)).status_code == 404


def test_what_may_not_be_published_is_named_by_place(
    editor: APIClient, address: Address, survey: Survey
) -> None:
    rule = {"all": [{"answer": "a", "at_most": 2}, {"answer": "a", "at_least": 3}]}
    revision = redraft(editor, address, changed(show_if=rule))

    refused = editor.post(address("versions"), {"base_revision": revision})

    assert refused.status_code == 400
    (error,) = refused.json()["errors"]
    assert (error["code"], error["attr"]) == ("cannot_publish", "pages[1].questions[0].show_if")
    assert "nobody can ever see question “b”" in error["detail"]
    assert survey.versions.count() == 1


def test_versions_come_in_pages(editor: APIClient, address: Address) -> None:
    for minutes in (2, 3, 4):
        revision = redraft(editor, address, SMALL | {"minutes": minutes})
        editor.post(address("versions"), {"base_revision": revision})
    seen, next_page = [], address("versions") + "?page_size=2"
    while next_page:
        page = editor.get(next_page).json()
        seen += [row["number"] for row in page["results"]]
        next_page = page["next"]
    assert seen == [4, 3, 2, 1]
    assert editor.get(address("versions") + "?cursor=cD1hYmM=").status_code == 400


def test_versions_are_compared_with_each_other_and_the_draft(editor: APIClient, address: Address) -> None:
    revision = redraft(editor, address, changed(text={"en": "B, really?"}))
    editor.post(address("versions"), {"base_revision": revision})
    redraft(editor, address, SMALL | {"pages": SMALL["pages"][:1]})

    def told(old: object, new: object) -> list[tuple[str, str, Any]]:
        changes = editor.get(address("compare"), {"old": old, "new": new}).json()
        return [(change["kind"], change["key"], change["after"]) for change in changes]

    assert told(1, 2) == [("reworded", "b", "B, really?")]
    assert told(2, 1) == [("reworded", "b", "B?")]
    assert told(2, 2) == []
    assert told(2, "draft") == [("removed", "b", None)]


@pytest.mark.parametrize("which", ["0", "9", "-1", "x", "", "99999999999999999999", "²"])
def test_a_version_that_is_none_is_not_found(editor: APIClient, address: Address, which: str) -> None:
    assert editor.get(address("compare"), {"old": which, "new": 1}).status_code == 404
    assert editor.get(address("export"), {"version": which}).status_code == 404


def test_a_version_is_exported_as_it_was(editor: APIClient, address: Address) -> None:
    redraft(editor, address, SMALL | {"minutes": 9})
    told = editor.get(address("export"), {"version": 1})
    assert json.loads(told.content)["minutes"] == 1
    assert 'filename="small-1.json"' in told["Content-Disposition"]


def test_an_unfinished_draft_cannot_be_compared(editor: APIClient, address: Address) -> None:
    redraft(editor, address, SMALL | {"pages": [{"key": "one", "questions": []}]})
    refused = editor.get(address("compare"), {"old": 1, "new": "draft"})
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "incomplete_draft")
