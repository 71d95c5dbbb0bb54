"""Turns responses into scores, as often as one likes: the rows come out the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from csat.programs.models import Touchpoint
from csat.scores import worth
from csat.scores.models import Assessment, DirtyMonth, Score
from csat.scores.worth import COLUMNS, Agreed
from surveys.models import Response, ResponseRevision

FIRST_REVISION = 1
ERASED = "erased"


@dataclass(frozen=True)
class Difference:
    """What is stored and what the answers say; None where one of them has no such row."""

    what: str
    stored: str | None
    expected: str | None


def record(*, response_id: int, now: datetime) -> bool:
    """Bring the scores of one response up to its present revision; True where a score changed.

    Marks the months to be summed anew in the same transaction. Without a survey rule behind it a response
    is marked as seen and has no scores.
    """
    return bool(record_all(response_ids=[response_id], now=now))


@transaction.atomic
def record_all(*, response_ids: Sequence[int], now: datetime) -> int:
    """Bring the scores of many responses up to date in a constant number of statements; rows changed."""
    found = _Found.of(response_ids)
    fresh, gone = found.changes()
    touched = {(row.account_id, row.month) for row in (*fresh, *gone)}
    touched |= {(old.account_id, old.month) for row in fresh if (old := found.stored.get(_key(row)))}
    Score.objects.filter(id__in=[row.pk for row in gone]).delete()
    Score.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=["response", "measure"],
        update_fields=[name.removesuffix("_id") for name in COLUMNS],
    )
    DirtyMonth.objects.bulk_create(DirtyMonth(account_id=account, month=month) for account, month in touched)
    Assessment.objects.bulk_create(
        [
            Assessment(response_id=response.pk, revision=response.revision, assessed_at=now)
            for response in found.responses
        ],
        update_conflicts=True,
        unique_fields=["response"],
        update_fields=["revision", "assessed_at"],
    )
    return len(fresh) + len(gone)


@transaction.atomic
def differences(*, response_ids: Sequence[int]) -> list[Difference]:
    """What recording these responses would change, without doing it; those not yet seen are left out."""
    found = _Found.of(response_ids)
    seen = dict(
        Assessment.objects.filter(response__in=found.responses).values_list("response_id", "revision")
    )
    waiting = {row.pk for row in found.responses if seen.get(row.pk) != row.revision}
    fresh, gone = found.changes()
    rows = [(row, found.stored.get(_key(row)), row) for row in fresh] + [(row, row, None) for row in gone]
    return [
        Difference(f"response {row.response_id} {row.measure}", _told(old), _told(new))
        for row, old, new in rows
        if row.response_id not in waiting
    ]


@dataclass(frozen=True)
class _Found:
    """Responses with what they were about, what was first said, and the scores stored for them."""

    responses: list[Response]
    touchpoints: dict[int, Touchpoint]
    first_answers: dict[int, dict[str, Any]]
    erased: frozenset[int]
    stored: dict[tuple[int, str], Score]

    @classmethod
    def of(cls, response_ids: Sequence[int]) -> "_Found":
        """Five statements. The touchpoints are locked first: two that record the same response take turns."""
        ids = list(response_ids)
        invitations = Response.objects.filter(id__in=ids).values("invitation_id")
        touchpoints = {
            row.invitation_id: row
            for row in Touchpoint.objects.filter(invitation_id__in=invitations)
            .select_for_update(no_key=True, of=("self",))
            .select_related("program")
            .order_by("id")
        }
        revisions = ResponseRevision.objects.filter(response_id__in=ids)
        first = revisions.filter(revision=FIRST_REVISION).values_list("response_id", "answers")
        return cls(
            responses=list(Response.objects.filter(id__in=ids, submitted_at__isnull=False).order_by("id")),
            touchpoints=touchpoints,
            first_answers=dict(first),
            erased=frozenset(revisions.filter(cause=ERASED).values_list("response_id", flat=True)),
            stored={_key(row): row for row in Score.objects.filter(response_id__in=ids)},
        )

    def changes(self) -> tuple[list[Score], list[Score]]:
        """Scores to write and scores to take away. An erased person's words are gone, their scores stay."""
        agreed = Agreed.now()
        expected: dict[tuple[int, str], Score] = {}
        for response in self.responses:
            touchpoint = self.touchpoints.get(response.invitation_id or 0)
            answers = self.first_answers.get(response.pk)
            if touchpoint and answers is not None and response.pk not in self.erased:
                scores = worth.scores_of(response, touchpoint, answers, agreed)
                expected |= {(response.pk, measure): score for measure, score in scores.items()}
        fresh = [
            row
            for key, row in expected.items()
            if key not in self.stored or not worth.is_same(self.stored[key], row)
        ]
        gone = [row for key, row in self.stored.items() if key not in expected and key[0] not in self.erased]
        return fresh, gone


def _key(row: Score) -> tuple[int, str]:
    return row.response_id, row.measure


def _told(row: Score | None) -> str | None:
    return None if row is None else ", ".join(f"{name}={getattr(row, name)}" for name in COLUMNS)


def in_batches(ids: Iterable[int], size: int) -> Iterable[list[int]]:
    """The ids in lists of at most `size`."""
    batch: list[int] = []
    for id_ in ids:
        batch.append(id_)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
