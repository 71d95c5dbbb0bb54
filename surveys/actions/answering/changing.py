"""Changes a submitted answer within its window: page by page aside, then sent as the next revision."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from surveys.actions.answering.parameters import of_answer
from surveys.actions.answering.receipts import Receipt, StalePage, TooLate, WrongAnswers
from surveys.actions.answering.submitting import tell
from surveys.definition import answers as judge
from surveys.models import Invitation, Response
from surveys.rendering import published

SQL = Path(__file__).parent / "sql"
SAVE_CHANGE = (SQL / "save_change.sql").read_text(encoding="utf-8")
CHANGE = (SQL / "change.sql").read_text(encoding="utf-8")


def last_day(submitted_at: datetime, change_days: int, zone: str) -> date | None:
    """The last day, on the client's clock, on which an answer may be changed; None where it never may."""
    return (
        submitted_at.astimezone(ZoneInfo(zone)).date() + timedelta(days=change_days) if change_days else None
    )


def save_change(
    *,
    invitation: Invitation,
    page: int,
    answers: Mapping[str, Any],
    earlier: Mapping[str, Any],
    sequence: int,
    now: datetime,
) -> Mapping[str, Any]:
    """Keep one page of a change aside and return all that it would come to; the answer stays as it is.

    Raises WrongAnswers, or StalePage where a later page came first.
    """
    questionnaire = published.questionnaire(invitation.version_id)
    judged = judge.check_page(questionnaire, page, answers, earlier=earlier, facts=invitation.facts)
    if not judged.is_good:
        raise WrongAnswers(judged.mistakes)
    here = {question.key for question in questionnaire.pages[page].questions}
    others = {key: value for key, value in earlier.items() if key not in here}
    changing = judge.kept(questionnaire, others | dict(judged.answers), invitation.facts)
    parameters = of_answer(invitation, changing, language="", doubts=()) | {"sequence": sequence, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(SAVE_CHANGE, parameters)
        if cursor.fetchone() is None:
            raise StalePage("A later page was saved before this one.")
    return changing


def change(
    *,
    invitation: Invitation,
    submission_id: UUID,
    answers: Mapping[str, Any],
    sequence: int,
    language: str,
    doubts: Sequence[str],
    change_days: int,
    now: datetime,
) -> Receipt:
    """Put other answers in the place of the submitted ones, as their next revision, and tell so.

    What was first submitted stays in the history and stays the score. A repeat, or a change that changes
    nothing, gets the receipt of what is stored. Raises WrongAnswers, TooLate after the window, and StalePage
    where the answer was changed elsewhere meanwhile.
    """
    questionnaire = published.questionnaire(invitation.version_id)
    judged = judge.check_all(questionnaire, answers, invitation.facts)
    if not judged.is_good:
        raise WrongAnswers(judged.mistakes)
    parameters = of_answer(invitation, judged.answers, language=language, doubts=doubts) | {
        "submission_id": submission_id,
        "sequence": sequence,
        "submitted_from": _submitted_from(change_days, invitation.zone, now),
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(CHANGE, parameters)
        row = cursor.fetchone()
    if row is None:
        return _receipt_of_stored(invitation, submission_id, judged.answers, parameters["submitted_from"])
    tell(response_id=row[0])
    return Receipt(response_id=row[0], response_uuid=row[1], submitted_at=row[2], revision=row[3])


def _submitted_from(change_days: int, zone: str, now: datetime) -> datetime:
    """Answers submitted from then on may still be changed; by whole days, so that the page can name one."""
    if not change_days:
        return now + timedelta(days=1)
    day = now.astimezone(ZoneInfo(zone)).date() - timedelta(days=change_days)
    return datetime.combine(day, time.min, ZoneInfo(zone))


def _receipt_of_stored(
    invitation: Invitation, submission_id: UUID, answers: Mapping[str, Any], submitted_from: datetime
) -> Receipt:
    stored = Response.objects.filter(invitation=invitation, submitted_at__isnull=False).first()
    if stored is None or stored.submitted_at is None:
        raise StalePage("There is no submitted answer to be changed.")
    if submission_id != stored.submission_id and dict(answers) != stored.answers:
        if stored.submitted_at < submitted_from:
            raise TooLate("This answer can no longer be changed.")
        raise StalePage("This answer was changed elsewhere before.")
    return Receipt(
        response_id=stored.id,
        response_uuid=stored.uuid,
        submitted_at=stored.submitted_at,
        revision=stored.revision,
        is_first=False,
    )
