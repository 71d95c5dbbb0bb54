"""Has answers looked over by a person because of what was noticed about them after they were sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from surveys.actions.reviewing.judging import CONFIRMED, EXCLUDED, NUDGED, RESTORED, tell
from surveys.models import Response, ResponseRevision, Verdict

DOUBTED = "doubted"


@transaction.atomic
def doubt(*, reasons: Mapping[int, Sequence[str]], now: datetime) -> list[int]:
    """Response id -> why: let these answers wait for a person; returns the ids of those that do now.

    What a person has judged before stays as it was judged, and so does what does not count anyway.
    """
    judged = ResponseRevision.objects.filter(
        response__in=reasons, made_by__isnull=False, cause__in=(CONFIRMED, EXCLUDED, RESTORED)
    )
    found = list(
        Response.objects.select_for_update(of=("self",), no_key=True)
        .filter(id__in=reasons, submitted_at__isnull=False, verdict=Verdict.COUNTS)
        .exclude(id__in=judged.values("response_id"))
        .order_by("id")
    )
    for response in found:
        response.verdict = Verdict.DOUBTFUL
        response.doubts = sorted({*response.doubts, *reasons[response.pk]})
        response.revision += 1
    Response.objects.bulk_update(found, ["verdict", "doubts", "revision"])
    ResponseRevision.objects.bulk_create(
        ResponseRevision(
            response=response,
            revision=response.revision,
            answers=response.answers,
            cause=DOUBTED,
            reason=", ".join(reasons[response.pk]),
            created_at=now,
        )
        for response in found
    )
    ids = [response.pk for response in found]
    transaction.on_commit(partial(tell, ids[:NUDGED]), robust=True)
    return ids
