"""People judge answers: what counts changes, the history says who did it and why, and one signal is fired."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoCaptureOnCommitCallbacks

from surveys import signals
from surveys.actions import reviewing
from surveys.models import Response, Verdict
from tests.surveys import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def otto() -> User:
    return User.objects.create(username="otto@ours.example")


@pytest.fixture
def told() -> Iterator[list[int]]:
    """Ids of the responses that the upper floor was told of."""
    ids: list[int] = []

    def hear(*, response_id: int, **_more: Any) -> None:
        ids.append(response_id)

    signals.response_submitted.connect(hear)
    yield ids
    signals.response_submitted.disconnect(hear)


def given(now: datetime, *, doubts: tuple[str, ...] = ("too_fast",)) -> Response:
    invitation = asked.invitation(asked.published("post-sale", now=now), now=now)
    made = Response.objects.create(
        invitation=invitation,
        version=invitation.version,
        language="en",
        answers={"nps": 9},
        started_at=now,
        saved_at=now,
        submitted_at=now,
        submission_id=uuid.uuid4(),
        revision=1,
        verdict=Verdict.DOUBTFUL if doubts else Verdict.COUNTS,
        doubts=list(doubts),
    )
    made.revisions.create(revision=1, answers=made.answers, cause="submitted", created_at=now)
    return made


def state(response: Response) -> tuple[str, int, list[tuple[str, str]]]:
    response.refresh_from_db()
    causes = response.revisions.order_by("revision").values_list("cause", "reason")
    return response.verdict, response.revision, list(causes)


def test_a_confirmed_answer_counts_and_says_who_confirmed_it(
    now: datetime,
    otto: User,
    told: list[int],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    answer = given(now)
    with django_capture_on_commit_callbacks(execute=True):
        assert reviewing.confirm(responses=[answer.id], reason=" Rang her ", by=otto, now=now) == [answer.id]
    assert state(answer) == ("counts", 2, [("submitted", ""), ("confirmed", "Rang her")])
    last = answer.revisions.get(revision=2)
    assert last.made_by == otto and last.created_at == now and last.answers == {"nps": 9}
    assert told == [answer.id]


def test_an_exclusion_can_be_taken_back(now: datetime, otto: User) -> None:
    doubted, trusted, confirmed = given(now), given(now, doubts=()), given(now)
    reviewing.confirm(responses=[confirmed.id], reason="known", by=otto, now=now)
    ids = [doubted.id, trusted.id, confirmed.id]
    assert reviewing.exclude(responses=ids, reason="a test of ours", by=otto, now=now) == ids
    assert {state(one)[0] for one in (doubted, trusted, confirmed)} == {"excluded"}
    reviewing.restore(responses=ids, reason="no test after all", by=otto, now=now)
    assert [state(one)[0] for one in (doubted, trusted, confirmed)] == ["doubtful", "counts", "counts"]


def test_nothing_is_judged_without_a_reason_or_twice(now: datetime, otto: User) -> None:
    answer, begun = given(now), given(now, doubts=())
    Response.objects.filter(id=begun.id).update(submitted_at=None, submission_id=None, revision=0)
    for reason in ("", "  \n"):
        with pytest.raises(reviewing.NotJudged) as refused:
            reviewing.confirm(responses=[answer.id], reason=reason, by=otto, now=now)
        assert refused.value.where == "reason"
    reviewing.confirm(responses=[answer.id], reason="known", by=otto, now=now)
    for verb in (reviewing.confirm, reviewing.restore):
        with pytest.raises(reviewing.NotJudged):
            verb(responses=[answer.id, begun.id], reason="again", by=otto, now=now)
    assert state(answer)[1] == 2


def test_what_was_judged_meanwhile_is_left_out(now: datetime, otto: User) -> None:
    first, second = given(now), given(now)
    reviewing.exclude(responses=[first.id], reason="a program", by=otto, now=now)
    assert reviewing.confirm(responses=[first.id, second.id], reason="ok", by=otto, now=now) == [second.id]
    assert state(first)[0] == "excluded"


def test_only_some_are_told_at_once_so_that_a_dead_broker_costs_seconds(
    now: datetime,
    otto: User,
    told: list[int],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    ids = [given(now).id for _ in range(23)]
    with django_capture_on_commit_callbacks(execute=True):
        assert len(reviewing.confirm(responses=ids, reason="ok", by=otto, now=now)) == 23
    assert told == ids[:20]


def test_a_note_needs_words(now: datetime, otto: User) -> None:
    answer = given(now)
    assert reviewing.note(response=answer, text=" Knows Pavel ", by=otto, now=now).text == "Knows Pavel"
    for text in ("", " ", "x" * 5001):
        with pytest.raises(reviewing.EmptyNote):
            reviewing.note(response=answer, text=text, by=otto, now=now)
    assert answer.notes.count() == 1
