"""Publishing freezes, numbers, and refuses what would mislead."""

import copy
from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from surveys.actions import publishing
from surveys.models import Survey, SurveyVersion
from tests.factories import UserFactory
from tests.surveys.definition.test_document import SMALL

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey() -> Survey:
    return Survey.objects.create(key="small", title="Small", kind="periodic", draft=copy.deepcopy(SMALL))


def redraft(survey: Survey, **changes: Any) -> None:
    survey.draft = copy.deepcopy(SMALL) | changes
    survey.save()


def test_versions_are_numbered_and_remember_who(survey: Survey, now: datetime) -> None:
    user = UserFactory()

    first = publishing.publish(survey=survey, by=None, now=now)
    second = publishing.publish(survey=survey, by=user, now=now)

    assert (first.number, second.number) == (1, 2)
    assert second.published_by == user
    assert second.languages == ["en"]


def test_a_version_never_changes(survey: Survey, now: datetime) -> None:
    version = publishing.publish(survey=survey, by=None, now=now)

    with pytest.raises(DatabaseError), transaction.atomic():
        SurveyVersion.objects.filter(id=version.id).update(document={})


def test_a_missing_translation_blocks(survey: Survey, now: datetime) -> None:
    redraft(survey, languages=["en", "ru"])

    with pytest.raises(publishing.CannotPublish, match=r"question 'b' has no text in 'ru'\. Translate it"):
        publishing.publish(survey=survey, by=None, now=now)
    assert survey.versions.count() == 0


def test_a_broken_draft_and_none_at_all_block(survey: Survey, now: datetime) -> None:
    for draft in ({"format": 1}, None):
        survey.draft = draft
        survey.save()
        with pytest.raises(publishing.CannotPublish):
            publishing.publish(survey=survey, by=None, now=now)


def test_a_key_is_never_used_for_another_question(survey: Survey, now: datetime) -> None:
    publishing.publish(survey=survey, by=None, now=now)
    draft = copy.deepcopy(SMALL)
    draft["pages"][1]["questions"][0]["type"] = "long_text"
    draft["pages"][0]["questions"][0]["text"] = {"en": "Reworded?"}
    redraft(survey, pages=draft["pages"])

    with pytest.raises(publishing.CannotPublish) as caught:
        publishing.publish(survey=survey, by=None, now=now)

    assert [problem.path for problem in caught.value.problems] == ["pages[1].questions[0].key"]
