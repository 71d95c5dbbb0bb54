"""The library is loaded once, updated when it changed, and never forced on a survey that was edited here."""

import copy
from datetime import datetime
from typing import Any

import pytest
from django.core.management import call_command

from surveys.actions import library
from surveys.models import Survey, SurveyVersion
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
KEYS = (
    "forecast",
    "handover",
    "internal",
    "lost",
    "nps",
    "periodic-csi",
    "post-sale",
    "pulse",
    "support",
)
REWORDED = KEYS.index("nps")


def test_loading_twice_changes_nothing(now: datetime) -> None:
    first, second = library.load(now=now), library.load(now=now)

    assert first.created == KEYS
    assert second.unchanged == KEYS
    assert SurveyVersion.objects.count() == len(KEYS)
    assert dict(Survey.objects.values_list("key", "kind")) == dict(zip(KEYS, KEYS, strict=True)) | {
        "periodic-csi": "periodic",
        "post-sale": "post_sale",
    }


def test_a_changed_document_becomes_the_next_version(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    library.load(now=now)
    reworded(monkeypatch)

    report = library.load(now=now)

    assert report.updated == ("nps",)
    survey = Survey.objects.get(key="nps")
    assert [version.number for version in survey.versions.all()] == [2, 1]
    assert survey.versions.all()[0].document["minutes"] == 9


@pytest.mark.parametrize("edit", ["draft", "publisher"])
def test_a_survey_edited_here_is_kept(now: datetime, monkeypatch: pytest.MonkeyPatch, edit: str) -> None:
    library.load(now=now)
    if edit == "draft":
        Survey.objects.filter(key="nps").update(draft={"being": "edited"})
    else:
        SurveyVersion.objects.filter(survey__key="nps").update(published_by=UserFactory())
    reworded(monkeypatch)

    assert library.load(now=now).kept == ("nps",)
    assert SurveyVersion.objects.count() == len(KEYS)


def test_the_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_surveys")
    call_command("load_surveys")

    keys = ", ".join(KEYS)
    assert capsys.readouterr().out == f"created: {keys}\nunchanged: {keys}\n"


def reworded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library as if its NPS survey had been rewritten."""
    documents = copy.deepcopy(library.documents())
    documents[REWORDED]["minutes"] = 9

    def changed() -> list[dict[str, Any]]:
        return documents

    monkeypatch.setattr(library, "documents", changed)
