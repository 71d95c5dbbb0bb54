"""A submitted answer is changed within its window: kept as a revision, once, and never a second first one."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from surveys.actions import answering
from surveys.models import Invitation, Response, ResponseRevision, Verdict
from tests.surveys import asked
from tests.surveys.actions.answering.test_submitting import in_parallel, submit
from tests.surveys.definition.test_answers import COMPLETE

OTHER = COMPLETE | {"overall": 4, "change_first": "the documents"}


@pytest.fixture
def invitation(db: None, now: datetime) -> Invitation:
    made = asked.invitation(asked.published("periodic-csi", now=now), now=now)
    submit(made, now)
    return made


def change(invitation: Invitation, now: datetime, **changes: Any) -> answering.Receipt:
    arguments: dict[str, Any] = {
        "invitation": invitation,
        "submission_id": uuid4(),
        "answers": OTHER,
        "sequence": 2,
        "language": "ru",
        "doubts": [],
        "change_days": 7,
        "now": now,
    }
    return answering.change(**arguments | changes)


def revisions() -> list[tuple[int, str, Any]]:
    rows = ResponseRevision.objects.order_by("revision")
    return [(row.revision, row.cause, row.answers["overall"]) for row in rows]


def test_a_change_is_the_next_revision_and_the_first_stays(
    invitation: Invitation, now: datetime, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks() as told:
        receipt = change(invitation, now + timedelta(days=1))

    response = Response.objects.get()
    assert (response.answers, response.language, response.revision) == (OTHER, "ru", 2)
    assert (response.submitted_at, response.verdict) == (now, Verdict.COUNTS)
    assert revisions() == [(1, "submitted", COMPLETE["overall"]), (2, "changed", 4)]
    assert (receipt.response_id, receipt.submitted_at, receipt.revision) == (response.id, now, 2)
    assert len(told) == 1


def test_a_repeat_gets_an_equal_receipt(invitation: Invitation, now: datetime) -> None:
    submission = uuid4()
    receipts = [change(invitation, now, submission_id=submission, sequence=2) for _ in range(5)]

    assert len(set(receipts)) == 1
    assert len(revisions()) == 2


def test_the_same_answers_again_are_no_change(invitation: Invitation, now: datetime) -> None:
    receipt = change(invitation, now, answers=COMPLETE)

    assert (receipt.revision, len(revisions())) == (1, 1)


def test_another_tab_does_not_overwrite(invitation: Invitation, now: datetime) -> None:
    change(invitation, now)
    with pytest.raises(answering.StalePage):
        change(invitation, now, answers=OTHER | {"overall": 1})

    assert Response.objects.get().answers == OTHER


@pytest.mark.parametrize(
    ("days", "hours", "is_taken"), [(7, 7 * 24, True), (7, 8 * 24, False), (1, 0, True), (0, 0, False)]
)
def test_the_window_is_whole_days_and_may_be_none(
    invitation: Invitation, now: datetime, days: int, hours: int, is_taken: bool
) -> None:
    try:
        change(invitation, now + timedelta(hours=hours), change_days=days)
    except answering.TooLate:
        assert not is_taken
    else:
        assert is_taken
    assert len(revisions()) == 1 + is_taken


def test_the_page_names_the_day_that_the_statement_keeps(invitation: Invitation, now: datetime) -> None:
    last = answering.last_day(now, 7, invitation.zone)
    assert last is not None
    change(invitation, datetime(last.year, last.month, last.day, 22, 59, tzinfo=now.tzinfo))  # 23:59 Berlin
    with pytest.raises(answering.TooLate):
        change(
            invitation,
            datetime(last.year, last.month, last.day, 23, 1, tzinfo=now.tzinfo),
            answers=COMPLETE,
            sequence=9,
        )
    assert answering.last_day(now, 0, invitation.zone) is None


def test_an_incomplete_change_leaves_the_answer(invitation: Invitation, now: datetime) -> None:
    with pytest.raises(answering.WrongAnswers):
        change(invitation, now, answers={"overall": 3})

    assert Response.objects.get().answers == COMPLETE


def test_pages_of_a_change_wait_aside(invitation: Invitation, now: datetime) -> None:
    arguments: dict[str, Any] = {"invitation": invitation, "page": 0, "earlier": COMPLETE, "now": now}
    changing = answering.save_change(**arguments, answers={"overall": 2}, sequence=2)
    with pytest.raises(answering.StalePage):
        answering.save_change(**arguments, answers={"overall": 10}, sequence=2)

    response = Response.objects.get()
    assert (response.answers, response.changing) == (COMPLETE, COMPLETE | {"overall": 2})
    assert changing == response.changing
    change(invitation, now, answers=changing, sequence=3)
    response.refresh_from_db()
    assert (response.answers["overall"], response.changing) == (2, None)


def test_a_doubt_about_a_change_stands_with_it_and_leaves_the_verdict(
    invitation: Invitation, now: datetime
) -> None:
    change(invitation, now, doubts=["honeypot"])

    assert ResponseRevision.objects.get(revision=2).reason == "honeypot"
    assert Response.objects.get().verdict == Verdict.COUNTS


@pytest.mark.django_db(transaction=True)
def test_parallel_changes_make_one_revision_and_equal_receipts(now: datetime) -> None:
    made = asked.invitation(asked.published("periodic-csi", now=now), now=now)
    submit(made, now)
    submission = uuid4()

    receipts = in_parallel(8, lambda number: change(made, now, submission_id=submission))

    assert (len(receipts), len(set(receipts))) == (8, 1)
    assert len(revisions()) == 2
