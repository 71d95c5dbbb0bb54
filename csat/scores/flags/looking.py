"""Looks through answers in the order in which they were scored, and keeps what makes one look twice."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from csat.scores.flags import addresses, bursts, devices, queries, straight
from csat.scores.flags.queries import Seen
from csat.scores.flags.reasons import Reason
from csat.scores.flags.rules import left_out
from csat.scores.models import AnswerFlag, Assessment
from surveys.actions import reviewing
from surveys.models import Inside, Response

AT_ONCE = 500
# What is older when it is first looked through has long been in reports: it is listed, and stays in them.
LEFT_OUT_WITHIN = timedelta(days=30)

Facts = Mapping[str, Any]
Found = dict[tuple[int, Reason], Facts]


@transaction.atomic
def look_through(*, now: datetime, limit: int = AT_ONCE) -> int:
    """Flag what is odd about the next answers, and those around them; how many answers were looked through.

    A constant number of statements. An answer whose reason leaves it out becomes doubtful, unless a person
    has judged it. A second call finds nothing new. Raises nothing.
    """
    waiting = Assessment.objects.filter(looked_through_at__isnull=True).order_by("id")
    ids = dict(
        waiting.select_for_update(skip_locked=True, no_key=True).values_list("id", "response_id")[:limit]
    )
    seen = queries.seen(ids.values())
    found: Found = {}
    if seen:
        found = _own(seen) | _alone(seen) | _together(seen)
    flagged = AnswerFlag.objects.filter(response__in={response for response, _reason in found})
    known = set(flagged.values_list("response_id", "reason"))
    fresh = {key: facts for key, facts in found.items() if key not in known}
    AnswerFlag.objects.bulk_create(
        (
            AnswerFlag(response_id=response, reason=reason, facts=facts, noticed_at=now)
            for (response, reason), facts in fresh.items()
        ),
        ignore_conflicts=True,
    )
    _leave_out(fresh, now)
    Assessment.objects.filter(id__in=ids).update(looked_through_at=now)
    return len(ids)


def _own(seen: Sequence[Seen]) -> Found:
    """Answers that came from one of us, by the address asked or by the browser that sent them."""
    ours = queries.ours()
    found: Found = {}
    inside = {Inside.SESSION.value: Reason.STAFF_SESSION, Inside.NETWORK.value: Reason.OWN_NETWORK}
    for one in seen:
        invitation = one.response.invitation
        if invitation and addresses.is_ours(invitation.address, ours):
            found[one.response.pk, Reason.OWN_ADDRESS] = {"domain": addresses.domain_of(invitation.address)}
        if one.response.from_inside in inside:
            found[one.response.pk, inside[one.response.from_inside]] = {}
    return found


def _alone(seen: Sequence[Seen]) -> Found:
    """What an answer shows by itself."""
    found: Found = {}
    for response in (one.response for one in seen):
        seconds = ((response.submitted_at or response.saved_at) - response.started_at).total_seconds()
        if line := straight.line(queries.ticked(response), seconds=seconds):
            found[response.pk, Reason.STRAIGHT_LINED] = asdict(line)
        if response.begun_device and response.device not in ("", response.begun_device):
            found[response.pk, Reason.HANDED_ON] = {}
    return found


def _together(seen: Sequence[Seen]) -> Found:
    """What only shows beside other answers; these may be older ones, looked through before."""
    moments = [one.response.submitted_at for one in seen if one.response.submitted_at]
    first, last = min(moments), max(moments)
    from_device = queries.answered_from({one.response.device for one in seen} - {""}, first=first, last=last)
    found: Found = {
        (response, Reason.SAME_DEVICE): asdict(shared)
        for response, shared in devices.shared(from_device).items()
    }
    if queries.crowded(first=first, last=last):
        known = bursts.rates(bursts.Mails.of(queries.mails_before(last)))
        mails = bursts.Mails.of(queries.mails_around(first=first, last=last))
        for response, burst in bursts.bursts(mails, known).items():
            found[response, Reason.BURST] = asdict(burst)
    return found


def _leave_out(fresh: Found, now: datetime) -> None:
    rules = left_out()
    reasons: dict[int, list[str]] = {}
    for response, reason in fresh:
        if reason in rules:
            reasons.setdefault(response, []).append(reason)
    recent = Response.objects.filter(id__in=reasons, submitted_at__gte=now - LEFT_OUT_WITHIN)
    chosen = set(recent.values_list("id", flat=True))
    reviewing.doubt(reasons={key: value for key, value in reasons.items() if key in chosen}, now=now)
