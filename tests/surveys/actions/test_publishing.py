"""Publishing freezes, numbers, and refuses what would mislead."""

import copy
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from surveys.actions import publishing
from surveys.models import Survey, SurveyVersion
from surveys.rendering import phrasebook
from tests.factories import UserFactory
from tests.surveys import every_type
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


def test_the_database_itself_refuses_to_change_or_delete_a_version(survey: Survey, now: datetime) -> None:
    version = publishing.publish(survey=survey, by=None, now=now)
    statements = [
        "update surveys_surveyversion set document = '{}' where id = %s",
        "update surveys_surveyversion set number = 7 where id = %s",
        "update surveys_surveyversion set languages = '{de}' where id = %s",
        "update surveys_surveyversion set published_at = now() where id = %s",
        "delete from surveys_surveyversion where id = %s",
    ]

    for statement in statements:
        with pytest.raises(DatabaseError, match=r"Cannot (update|delete) rows"), transaction.atomic():
            connection.cursor().execute(statement, [version.id])

    version.refresh_from_db()
    assert (version.number, version.document) == (1, SMALL)


def test_a_missing_translation_blocks(survey: Survey, now: datetime) -> None:
    redraft(survey, languages=["en", "ru"])

    with pytest.raises(publishing.CannotPublish, match=r"question “b” has no text in “ru”\. Translate it"):
        publishing.publish(survey=survey, by=None, now=now)
    assert survey.versions.count() == 0


def test_a_language_without_our_own_words_blocks(survey: Survey, now: datetime) -> None:
    german = json.loads(json.dumps(SMALL).replace('"en"', '"de"'))
    redraft(survey, **german)
    with pytest.raises(publishing.CannotPublish, match=r"complete in “de”: \d+ phrases .* language, "):
        publishing.publish(survey=survey, by=None, now=now)

    wording = every_type.wording(now, "de")
    assert publishing.publish(survey=survey, by=None, now=now).languages == ["de"]

    del wording.phrases["form"]["save"]
    wording.changed_at = now + timedelta(seconds=1)
    wording.save()
    with pytest.raises(publishing.CannotPublish, match=r"1 phrases .* form\.save"):
        publishing.publish(survey=survey, by=None, now=now)
    wording.delete()
    phrasebook.look_up()


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


def test_a_key_s_nature_is_kept_from_every_version_not_only_the_last(survey: Survey, now: datetime) -> None:
    publishing.publish(survey=survey, by=None, now=now)
    redraft(survey, pages=SMALL["pages"][:1])
    publishing.publish(survey=survey, by=None, now=now)
    redraft(
        survey,
        pages=[
            SMALL["pages"][0],
            {"key": "two", "questions": [SMALL["pages"][1]["questions"][0] | {"type": "date"}]},
        ],
    )

    with pytest.raises(publishing.CannotPublish, match="“b” was another kind of question in version 1"):
        publishing.publish(survey=survey, by=None, now=now)


def test_a_scale_s_words_may_change_but_not_its_range(survey: Survey, now: datetime) -> None:
    publishing.publish(survey=survey, by=None, now=now)
    ten = {"from": 1, "to": 10, "low": {"en": "awful"}, "high": {"en": "great"}}
    redraft(survey, scales={"ten": ten})
    publishing.publish(survey=survey, by=None, now=now)
    redraft(survey, scales={"ten": ten | {"to": 5}})

    with pytest.raises(publishing.CannotPublish, match="another kind of question in version 2"):
        publishing.publish(survey=survey, by=None, now=now)


def test_a_review_says_what_publishing_would_do(survey: Survey, now: datetime) -> None:
    first = publishing.review(survey)
    assert (first.problems, first.changes, first.languages, first.next_number) == ((), (), ("en",), 1)
    publishing.publish(survey=survey, by=None, now=now)
    redraft(survey, minutes=2, languages=["en", "ru"])

    then = publishing.review(survey)

    assert then.next_number == 2 and then.languages == ("en", "ru")
    assert {change.what for change in then.changes} == {"minutes", "languages"}
    assert "name.ru" in {problem.path for problem in then.problems}
    survey.draft = {"format": 1}
    assert publishing.review(survey).changes == () and publishing.review(survey).problems
    assert survey.versions.count() == 1
