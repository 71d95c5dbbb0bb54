"""Answers: complete or not at all, once, in the order of their pages. On real threads where it matters."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from surveys import signals
from surveys.actions import answering
from surveys.models import Invitation, Response, ResponseRevision, Verdict
from surveys.rendering import published
from tests.surveys import asked
from tests.surveys.definition.test_answers import COMPLETE

SUBMISSION = UUID("11111111-2222-3333-4444-555555555555")


@pytest.fixture
def invitation(db: None, now: datetime) -> Invitation:
    return asked.invitation(asked.published("periodic-csi", now=now), now=now)


def submit(invitation: Invitation, now: datetime, **changes: Any) -> answering.Receipt:
    arguments: dict[str, Any] = {
        "asked": invitation,
        "submission_id": SUBMISSION,
        "answers": COMPLETE,
        "sequence": 1,
        "language": "en",
        "doubts": [],
        "now": now,
    }
    return answering.submit(**arguments | changes)


def save(invitation: Invitation, now: datetime, **changes: Any) -> Any:
    arguments: dict[str, Any] = {
        "asked": invitation,
        "page": 0,
        "answers": {"overall": 3},
        "earlier": {},
        "sequence": 1,
        "language": "ru",
        "doubts": [],
        "opened_at": now,
        "now": now,
    }
    return answering.save_page(**arguments | changes)


def test_an_answer_is_stored_with_its_first_revision(
    invitation: Invitation, now: datetime, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    heard: list[int] = []

    def hear(response_id: int, **kwargs: Any) -> None:
        heard.append(response_id)

    signals.response_submitted.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            receipt = submit(invitation, now)
    finally:
        signals.response_submitted.disconnect(hear)

    response = Response.objects.get()
    assert (receipt.response_id, receipt.response_uuid) == (response.id, response.uuid)
    assert response.answers == COMPLETE
    assert (response.verdict, response.revision, response.submission_id) == (Verdict.COUNTS, 1, SUBMISSION)
    assert ResponseRevision.objects.get().answers == COMPLETE
    invitation.refresh_from_db()
    assert invitation.answered_at == now
    assert heard == [response.id]


def test_a_repeat_gets_the_same_receipt_and_no_second_signal(
    invitation: Invitation, now: datetime, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    first = submit(invitation, now)
    with django_capture_on_commit_callbacks() as callbacks:
        again = submit(invitation, now + timedelta(days=1))
        other = submit(invitation, now + timedelta(days=1), submission_id=uuid4(), sequence=9)

    assert first == again == other
    assert (first.is_first, again.is_first) == (True, False)
    assert callbacks == []
    assert Response.objects.get().submitted_at == now


def test_a_partial_answer_is_never_counted(invitation: Invitation, now: datetime) -> None:
    save(invitation, now)
    for key in COMPLETE:
        partial = {name: value for name, value in COMPLETE.items() if name != key}
        with pytest.raises(answering.WrongAnswers) as caught:
            submit(invitation, now, answers=partial, sequence=5)
        assert [mistake.key for mistake in caught.value.mistakes] == [key]

    response = Response.objects.get()
    assert (response.submitted_at, response.revision) == (None, 0)
    invitation.refresh_from_db()
    assert invitation.answered_at is None


def test_pages_are_kept_and_a_page_replaces_only_itself(invitation: Invitation, now: datetime) -> None:
    save(invitation, now)
    stored = save(
        invitation,
        now + timedelta(minutes=1),
        page=2,
        answers={"trend": 4, "intention": 3, "change_first": "dates"},
        earlier={"overall": 3},
        sequence=2,
    )
    assert stored == {"overall": 3, "trend": 4, "intention": 3, "change_first": "dates"}

    save(invitation, now, page=2, answers={"trend": 5, "intention": 3}, earlier=stored, sequence=3)

    response = Response.objects.get()
    assert response.answers == {"overall": 3, "trend": 5, "intention": 3}
    assert (response.language, response.started_at) == ("ru", now)


def test_a_stale_page_changes_nothing(invitation: Invitation, now: datetime) -> None:
    save(invitation, now, sequence=2)
    for sequence in (1, 2):
        with pytest.raises(answering.StalePage):
            save(invitation, now, answers={"overall": 10}, sequence=sequence)
    with pytest.raises(answering.StalePage):
        submit(invitation, now, sequence=2)

    assert Response.objects.get().answers == {"overall": 3}


def test_a_page_after_the_submission_changes_nothing(invitation: Invitation, now: datetime) -> None:
    submit(invitation, now)
    with pytest.raises(answering.StalePage):
        save(invitation, now, sequence=7)

    assert Response.objects.get().answers == COMPLETE


def test_doubts_are_kept_from_every_page_and_exclude_nothing(invitation: Invitation, now: datetime) -> None:
    save(invitation, now, doubts=["honeypot"])
    submit(invitation, now, sequence=2, doubts=["too_fast", "honeypot"])

    response = Response.objects.get()
    assert response.doubts == ["honeypot", "too_fast"]
    assert response.verdict == Verdict.DOUBTFUL


def test_each_is_one_statement(
    invitation: Invitation, now: datetime, django_assert_num_queries: Callable[[int], Any]
) -> None:
    published.questionnaire(invitation.version_id)
    with django_assert_num_queries(1):
        save(invitation, now)
    with django_assert_num_queries(1):
        submit(invitation, now, sequence=2)


@pytest.mark.django_db(transaction=True)
def test_parallel_submissions_make_one_answer_and_equal_receipts(now: datetime) -> None:
    for _ in range(8):
        invitation = asked.invitation(asked.published("periodic-csi", now=now), now=now)
        receipts = in_parallel(
            8, lambda number, made=invitation: submit(made, now + timedelta(seconds=number))
        )

        assert len(receipts) == 8
        assert len(set(receipts)) == 1
        assert [receipt.is_first for receipt in receipts].count(True) == 1
        assert Response.objects.filter(invitation=invitation).count() == 1
        assert ResponseRevision.objects.filter(response__invitation=invitation).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_parallel_pages_the_latest_stays(now: datetime) -> None:
    """Pages arrive in any order; what a higher sequence wrote is never overwritten by a lower one."""
    invitation = asked.invitation(asked.published("periodic-csi", now=now), now=now)

    def save_numbered(number: int) -> Any:
        try:
            return save(invitation, now, answers={"overall": number + 1}, sequence=number + 1)
        except answering.StalePage:
            return "stale"

    in_parallel(8, save_numbered)

    response = Response.objects.get()
    assert (response.answers, response.sequence) == ({"overall": 8}, 8)


def in_parallel(number: int, work: Callable[[int], Any]) -> list[Any]:
    """The results of `number` threads that start together, each on its own connection."""
    barrier, results = threading.Barrier(number), []

    def run(mine: int) -> None:
        barrier.wait(timeout=20)
        try:
            results.append(work(mine))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(mine,)) for mine in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results
