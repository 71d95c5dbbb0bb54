"""The library: surveys that come with the product, as documents in surveys/definition/library."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from surveys import definition
from surveys.actions import publishing
from surveys.models import Survey

FOLDER = Path(definition.__file__).parent / "library"


@dataclass(frozen=True)
class LoadReport:
    """Keys of surveys by what happened to them."""

    created: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    kept: tuple[str, ...]  # edited here: the library's new wording is not forced on anybody


def documents() -> list[dict[str, Any]]:
    """The library's documents by key."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))]


@cache
def own_keys() -> frozenset[str]:
    """The keys that belong to the library's surveys, loaded or not."""
    return frozenset(document["key"] for document in documents())


@transaction.atomic
def load(*, now: datetime) -> LoadReport:
    """Create the library's surveys, and publish a next version where the library's document changed.

    A second call changes nothing. Raises CannotPublish where a document of the library is wrong.
    """
    outcomes: dict[str, list[str]] = {"created": [], "updated": [], "unchanged": [], "kept": []}
    for document in documents():
        outcomes[_load_one(document, now)].append(document["key"])
    return LoadReport(**{name: tuple(keys) for name, keys in outcomes.items()})


def _load_one(document: dict[str, Any], now: datetime) -> str:
    survey, is_new = Survey.objects.select_for_update().get_or_create(
        key=document["key"],
        defaults={"title": document["name"]["en"], "kind": document["kind"], "draft": document},
    )
    if is_new:
        publishing.publish(survey=survey, by=None, now=now)
        return "created"
    versions = list(survey.versions.order_by("-number"))
    if any(version.document == document for version in versions):
        return "unchanged"
    is_ours = not versions or (versions[0].published_by_id is None and survey.draft == versions[0].document)
    if not is_ours:
        return "kept"
    survey.draft, survey.draft_revision = document, survey.draft_revision + 1
    survey.save(update_fields=["draft", "draft_revision"])
    publishing.publish(survey=survey, by=None, now=now)
    return "updated"
