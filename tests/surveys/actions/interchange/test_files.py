"""A questionnaire file is kept as a survey or in a draft, and goes out as it came in."""

import json
from datetime import datetime
from typing import Any

import pytest

from surveys.actions import library
from surveys.actions.drafting import saving, undoing
from surveys.actions.interchange import files
from surveys.definition.document import shape
from surveys.definition.exchange import reading
from surveys.models import Survey, SurveyVersion
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def pulse() -> dict[str, Any]:
    return next(document for document in library.documents() if document["key"] == "pulse")


def test_what_goes_out_comes_in_the_same() -> None:
    for document in library.documents():
        exported = files.exported(document)

        assert json.loads(exported)["$schema"] == shape.validator().schema["$id"]
        assert files.read(exported).document == document


def test_an_unfinished_draft_comes_in_again() -> None:
    """A text in one language only stands in the way of publishing, not of taking the draft elsewhere."""
    draft = pulse()
    del draft["title"]["ru"]
    draft["pages"].append({"key": "empty", "questions": []})

    assert files.read(files.exported(draft)).document == draft


def test_a_file_becomes_a_survey_with_a_draft(now: datetime) -> None:
    user = UserFactory()
    survey = files.keep(document=pulse(), key="quick-look", by=user, now=now)

    assert (survey.key, survey.title, survey.kind) == ("quick-look", "Pulse: one question", "pulse")
    assert survey.draft == pulse() | {"key": "quick-look"}
    assert survey.draft_revisions.get().edited_by == user
    assert not SurveyVersion.objects.exists()


def test_a_key_is_nobodys_twice(now: datetime) -> None:
    files.keep(document=pulse(), key="quick-look", by=None, now=now)

    with pytest.raises(files.KeyTaken) as taken:
        files.keep(document=pulse(), key="quick-look", by=None, now=now)
    assert taken.value.free == "quick-look-2"
    with pytest.raises(files.KeyTaken):  # the library's, though not loaded yet
        files.keep(document=pulse(), key="pulse", by=None, now=now)
    assert Survey.objects.count() == 1


@pytest.mark.parametrize("key", ["", "Upper", "1st", "a b", "ключ", "a" * 61])
def test_a_key_that_is_none_is_refused(now: datetime, key: str) -> None:
    with pytest.raises(saving.CannotStore):
        files.keep(document=pulse(), key=key, by=None, now=now)


def test_a_file_replaces_a_draft_and_undo_brings_it_back(now: datetime) -> None:
    survey = files.keep(document=pulse(), key="quick-look", by=None, now=now)
    other = next(document for document in library.documents() if document["key"] == "support")

    files.keep_in_draft(survey=survey, document=other, base_revision=1, by=None, now=now)
    survey.refresh_from_db()
    assert survey.draft["pages"] == other["pages"]
    assert survey.draft["key"] == "quick-look"

    undoing.undo(survey=survey, by=None, now=now)
    survey.refresh_from_db()
    assert survey.draft["pages"] == pulse()["pages"]


def test_a_draft_that_somebody_edited_meanwhile_is_not_replaced(now: datetime) -> None:
    survey = files.keep(document=pulse(), key="quick-look", by=None, now=now)
    files.keep_in_draft(survey=survey, document=pulse(), base_revision=1, by=None, now=now)

    with pytest.raises(saving.DraftConflict):
        files.keep_in_draft(survey=survey, document=pulse(), base_revision=1, by=None, now=now)


def test_a_document_that_grew_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    exported = files.exported(pulse())
    monkeypatch.setattr(reading, "MOST_BYTES", len(exported) - 200)

    with pytest.raises(files.Unreadable, match="larger than"):
        files.read(exported)
