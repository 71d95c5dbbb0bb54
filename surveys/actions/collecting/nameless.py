"""Takes an answer without a name (D17): the answer in one transaction, the mark of who answered in another.

The answer comes first. Were the process killed between the two, the same page sent again finds its own answer
by the random submission id and only sets the mark; a page opened anew could be answered twice. That is the
smaller harm: the other order could lose an answer, and a single transaction would tell whose it is.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from surveys.actions.answering import WrongAnswers
from surveys.actions.collecting import secrecy
from surveys.actions.collecting.counting import Kind, count
from surveys.actions.collecting.tickets import make_room
from surveys.definition import answers as judge
from surveys.models import Invitation
from surveys.rendering import published

KEEP = """
INSERT INTO surveys_unsealedanswer (id, version_id, secret) VALUES (%(id)s, %(version)s, %(secret)s)
ON CONFLICT (id) DO NOTHING
"""
LOCKS = 0x5EA1  # the first half of our advisory locks' keys: nothing else of the product takes it


def answer_invitation(
    *,
    invitation: Invitation,
    submission_id: UUID,
    answers: Mapping[str, Any],
    group: str,
    language: str,
    now: datetime,
) -> None:
    """Keep the answer, and mark with the day alone that the invitation was answered; a repeat does nothing.

    Raises WrongAnswers where something is missing.
    """
    kept = _judged(invitation.version_id, answers, {"group": group, "language": language}, now)
    with _alone(invitation.pk):
        if not Invitation.objects.filter(pk=invitation.pk, answered_at__isnull=True).exists():
            return
        _keep(submission_id, invitation.version_id, kept)
        _mark(invitation.pk, now)


def answer_collector(
    *,
    collector_id: int,
    version_id: int,
    submission_id: UUID,
    answers: Mapping[str, Any],
    group: str,
    language: str,
    now: datetime,
) -> None:
    """Keep the answer, and count one for the collector; a repeat counts nothing.

    Raises WrongAnswers where something is missing, and Full where the wanted number has been reached.
    """
    kept = _judged(version_id, answers, {"group": group, "language": language}, now)
    with transaction.atomic():
        make_room(collector_id=collector_id)
        if _keep(submission_id, version_id, kept):
            count(collector_id=collector_id, kind=Kind.ANONYMOUS, day=now.astimezone(UTC).date())


def _mark(invitation_id: int, now: datetime) -> None:
    day = datetime.combine(now.astimezone(UTC).date(), time.min, UTC)
    Invitation.objects.filter(pk=invitation_id).update(answered_at=day)


def _judged(
    version_id: int, answers: Mapping[str, Any], about: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    questionnaire = published.questionnaire(version_id)
    judged = judge.check_all(questionnaire, answers, facts_of(version_id, about["group"]))
    if not judged.is_good:
        raise WrongAnswers(judged.mistakes)
    return {**about, "answers": dict(judged.answers), "day": now.astimezone(UTC).date().isoformat()}


def facts_of(version_id: int, group: str) -> dict[str, Any]:
    """All that rules and texts of an anonymous survey may go by: the group, and nothing of the person."""
    anonymous = published.questionnaire(version_id).anonymous
    return {anonymous.group: group} if anonymous and anonymous.group and group else {}


def _keep(submission_id: UUID, version_id: int, kept: Mapping[str, Any]) -> bool:
    """False where this very page was kept before."""
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {"id": submission_id, "version": version_id, "secret": secrecy.hide(kept)})
        return bool(cursor.rowcount == 1)


@contextmanager
def _alone(invitation_id: int) -> Iterator[None]:
    """In turn with the same invitation's other posts, over both transactions; leaves no trace in a table."""
    key = [LOCKS, invitation_id % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", key)
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)
