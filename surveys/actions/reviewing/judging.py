"""Says whether answers count. Each judgement is a revision with its reason and who made it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from surveys import signals
from surveys.errors import DomainError
from surveys.models import Response, ResponseRevision, Verdict

CONFIRMED, EXCLUDED, RESTORED = "confirmed", "excluded", "restored"
LONGEST_REASON = 1000
# A nudge may take a second while the broker is away. The sweep finds the others within seconds.
NUDGED = 20


class NotJudged(DomainError):
    """The judgement says no reason, or has nothing to judge."""

    code = "not_judged"


def confirm(*, responses: Iterable[int], reason: str, by: User, now: datetime) -> list[int]:
    """Let doubtful answers count; returns the ids of those that do now.

    What somebody judged meanwhile stays as it is and is left out. Raises NotJudged without a reason, or
    where none of them is doubtful any more.
    """
    return _judge(responses, {Verdict.DOUBTFUL}, _counts, cause=CONFIRMED, reason=reason, by=by, now=now)


def exclude(*, responses: Iterable[int], reason: str, by: User, now: datetime) -> list[int]:
    """Leave answers out of scores and alerts, doubtful or not; returns the ids of those left out now.

    Raises NotJudged without a reason, or where all of them are left out already.
    """
    judged = {Verdict.DOUBTFUL, Verdict.COUNTS}
    return _judge(responses, judged, _is_out, cause=EXCLUDED, reason=reason, by=by, now=now)


def restore(*, responses: Iterable[int], reason: str, by: User, now: datetime) -> list[int]:
    """Take an exclusion back: an answer counts again, or is doubtful again where nobody had confirmed it.

    Returns the ids of those taken back. Raises NotJudged without a reason, or where none is excluded.
    """
    return _judge(responses, {Verdict.EXCLUDED}, _as_before, cause=RESTORED, reason=reason, by=by, now=now)


@transaction.atomic
def _judge(
    responses: Iterable[int],
    judged: set[Verdict],
    verdict_of: Callable[[Response], Verdict],
    *,
    cause: str,
    reason: str,
    by: User,
    now: datetime,
) -> list[int]:
    reason = reason.strip()
    if not reason:
        raise NotJudged(_("Say why."), where="reason")
    found = list(
        Response.objects.select_for_update(of=("self",), no_key=True)
        .filter(id__in=list(responses), submitted_at__isnull=False, verdict__in=judged)
        .order_by("id")
    )
    if not found:
        raise NotJudged(_("Somebody has judged this meanwhile."), mend=_("Look at the answer again."))
    for response in found:
        response.verdict = verdict_of(response)
        response.revision += 1
    Response.objects.bulk_update(found, ["verdict", "revision"])
    ResponseRevision.objects.bulk_create(
        ResponseRevision(
            response=response,
            revision=response.revision,
            answers=response.answers,
            cause=cause,
            reason=reason[:LONGEST_REASON],
            made_by=by,
            created_at=now,
        )
        for response in found
    )
    ids = [response.pk for response in found]
    transaction.on_commit(partial(tell, ids[:NUDGED]), robust=True)
    return ids


def tell(ids: list[int]) -> None:
    """Say that these answers changed."""
    for response_id in ids:
        signals.response_submitted.send(sender=Response, response_id=response_id)


def _counts(response: Response) -> Verdict:
    return Verdict.COUNTS


def _is_out(response: Response) -> Verdict:
    return Verdict.EXCLUDED


def _as_before(response: Response) -> Verdict:
    was_confirmed = response.revisions.filter(cause=CONFIRMED).exists()
    return Verdict.DOUBTFUL if response.doubts and not was_confirmed else Verdict.COUNTS
