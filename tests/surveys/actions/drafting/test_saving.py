"""Saving, undo and redo: nothing of anybody is overwritten."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from surveys.actions.drafting import history, saving, starting, undoing
from surveys.actions.drafting.saving import CannotStore, DraftConflict
from surveys.definition.editing import texts
from surveys.models import DraftRevision, Survey
from tests import factories


@pytest.fixture
def olga(db: None) -> User:
    return factories.UserFactory(username="olga@ours.example", first_name="Olga", last_name="Petrova")


@pytest.fixture
def pavel(db: None) -> User:
    return factories.UserFactory(username="pavel@ours.example")


@pytest.fixture
def survey(olga: User, now: datetime) -> Survey:
    return starting.start_from_library("post-sale", by=olga, now=now)


def write(survey: Survey, words: str, *, by: User, now: datetime, base: int | None = None) -> saving.Draft:
    """Somebody types a title."""
    document = texts.set_text(history.document_of(survey), "title", language="en", text=words)
    base = survey.draft_revision if base is None else base
    return saving.save(
        survey=survey, document=document, base_revision=base, what="text title.en", by=by, now=now
    )


def title(survey: Survey) -> str:
    return str(Survey.objects.get(pk=survey.pk).draft["title"]["en"])


def test_an_edit_raises_the_revision_and_tells_what_is_missing(
    survey: Survey, olga: User, now: datetime
) -> None:
    draft = write(survey, "How was {order}?", by=olga, now=now)
    assert (draft.revision, draft.may_undo, draft.may_redo) == (2, True, False)
    assert [problem.path for problem in draft.problems] == ["title.en"]
    assert title(survey) == "How was {order}?" and saving.open_draft(survey) == draft


def test_of_two_who_edit_the_same_draft_the_second_is_told(
    survey: Survey, olga: User, pavel: User, now: datetime
) -> None:
    other = Survey.objects.get(pk=survey.pk)
    write(survey, "Olga's", by=olga, now=now)
    with pytest.raises(DraftConflict) as conflict:
        write(other, "Pavel's", by=pavel, now=now + timedelta(minutes=1), base=1)
    assert (conflict.value.revision, conflict.value.by, conflict.value.at) == (2, "Olga Petrova", now)
    assert title(survey) == "Olga's" and DraftRevision.objects.count() == 2
    mine: dict[str, Any] = texts.set_text(dict(other.draft or {}), "title", language="en", text="Pavel's")
    copy = starting.copy_mine(survey=other, document=mine, by=pavel, now=now)
    assert title(copy) == "Pavel's" and title(survey) == "Olga's" and copy.key == "post-sale-2-2"


def test_what_no_editor_could_open_is_not_stored(survey: Survey, olga: User, now: datetime) -> None:
    with pytest.raises(CannotStore, match="pages is missing"):
        saving.save(survey=survey, document={"format": 1}, base_revision=1, what="field x", by=olga, now=now)
    assert DraftRevision.objects.count() == 1


def test_the_key_stays_and_the_name_follows(survey: Survey, olga: User, now: datetime) -> None:
    document = texts.set_text(history.document_of(survey), "name", language="en", text="After a big order")
    saving.save(
        survey=survey,
        document=document | {"key": "nps"},
        base_revision=1,
        what="text name.en",
        by=olga,
        now=now,
    )
    survey.refresh_from_db()
    assert (survey.title, survey.key, survey.draft["key"]) == (
        "After a big order",
        "post-sale-2",
        "post-sale-2",
    )


def test_undo_goes_back_step_by_step_and_redo_forth(survey: Survey, olga: User, now: datetime) -> None:
    first = title(survey)
    for number, words in enumerate(("A", "B", "C"), start=1):
        write(survey, words, by=olga, now=now + timedelta(minutes=number))
    seen = []
    for _ in range(3):
        draft = undoing.undo(survey=survey, by=olga, now=now)
        seen.append((title(survey), draft.may_undo, draft.may_redo))
    assert seen == [("B", True, True), ("A", True, True), (first, False, True)]
    with pytest.raises(undoing.NothingToUndo):
        undoing.undo(survey=survey, by=olga, now=now)
    assert [_redone(survey, olga, now) for _ in range(3)] == ["A", "B", "C"]
    with pytest.raises(undoing.NothingToUndo):
        undoing.redo(survey=survey, by=olga, now=now)


def _redone(survey: Survey, by: User, now: datetime) -> str:
    undoing.redo(survey=survey, by=by, now=now)
    return title(survey)


def test_a_new_edit_after_an_undo_leaves_nothing_to_redo(survey: Survey, olga: User, now: datetime) -> None:
    write(survey, "A", by=olga, now=now + timedelta(minutes=1))
    write(survey, "B", by=olga, now=now + timedelta(minutes=2))
    undoing.undo(survey=survey, by=olga, now=now)
    draft = write(survey, "D", by=olga, now=now + timedelta(minutes=3))
    assert not draft.may_redo
    undoing.undo(survey=survey, by=olga, now=now)
    assert title(survey) == "A"


def test_nobody_takes_back_an_edit_that_they_did_not_see(
    survey: Survey, olga: User, pavel: User, now: datetime
) -> None:
    write(survey, "A", by=olga, now=now)
    write(survey, "B", by=pavel, now=now)
    with pytest.raises(DraftConflict):
        undoing.undo(survey=survey, by=olga, now=now, base_revision=2)
    assert title(survey) == "B"


def test_typing_on_is_one_step_of_undo(survey: Survey, olga: User, pavel: User, now: datetime) -> None:
    first = title(survey)
    for number, words in enumerate(("H", "Ho", "How")):
        write(survey, words, by=olga, now=now + timedelta(seconds=4 * number))
    assert (survey.draft_revision, DraftRevision.objects.count()) == (4, 2)
    write(survey, "How was", by=olga, now=now + timedelta(seconds=30))
    write(survey, "How was it", by=pavel, now=now + timedelta(seconds=31))
    seen = []
    for _ in range(3):
        undoing.undo(survey=survey, by=olga, now=now)
        seen.append(title(survey))
    assert seen == ["How was", "How", first]


def test_two_hundred_revisions_are_kept(survey: Survey, olga: User, now: datetime) -> None:
    for number in range(2, 207):
        survey.draft_revision = number
        history.write(survey, {}, history.Edit("move pages.one", olga.pk, now), undoes_to=number - 1)
    kept = list(DraftRevision.objects.filter(survey=survey).values_list("number", flat=True))
    assert (len(kept), min(kept), max(kept)) == (200, 7, 206)
    assert history.target(survey, 7) and history.target(survey, 6) is None


def test_a_loaded_survey_can_be_taken_back_to_what_was_loaded(olga: User, now: datetime) -> None:
    survey = Survey.objects.create(key="old", title="Old", kind="own", draft=None)
    draft = write(survey, "New", by=olga, now=now)
    assert draft.may_undo
    undoing.undo(survey=survey, by=olga, now=now)
    assert history.document_of(survey)["title"] == {}
