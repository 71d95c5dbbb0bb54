"""Moves answers without names on, in shuffled batches under new random ids (D17)."""

import logging
from collections.abc import Iterable, Sequence
from datetime import date
from random import SystemRandom
from uuid import uuid4

from django.db import transaction
from django.db.models import Count

from surveys.actions.collecting import secrecy
from surveys.actions.collecting.batches import LEAST, Waiting, batches
from surveys.models import AnonymousAnswer, UnsealedAnswer

logger = logging.getLogger(__name__)
chance = SystemRandom()


def seal_due(*, today: date) -> int:
    """Seal what may be sealed of all surveys; returns how many answers were. Any number may do so at once."""
    waiting = UnsealedAnswer.objects.values("version_id").annotate(n=Count("id")).filter(n__gte=LEAST)
    versions = waiting.order_by("version_id").values_list("version_id", flat=True)
    return sum(seal(version_id=version_id, today=today) for version_id in versions)


@transaction.atomic
def seal(*, version_id: int, today: date) -> int:
    """Seal what may be sealed of a version's answers; returns how many. Two at once take turns.

    What was sealed before for the same group and day is written anew among them, so that all of them come
    from one transaction, in an order of chance.
    """
    rows = UnsealedAnswer.objects.select_for_update().filter(version_id=version_id).order_by("id")
    sealed = 0
    for batch in batches(_readable(rows), today):
        UnsealedAnswer.objects.filter(id__in=[answer.id for answer in batch]).delete()
        _shuffle_in(version_id, batch)
        sealed += len(batch)
    return sealed


def _shuffle_in(version_id: int, batch: Sequence[Waiting]) -> None:
    earlier = AnonymousAnswer.objects.filter(
        version_id=version_id, group=batch[0].group, answered_on=batch[0].day
    )
    moved = [(answer.language, answer.answers) for answer in batch]
    moved += earlier.values_list("language", "answers")
    earlier.delete()
    chance.shuffle(moved)
    AnonymousAnswer.objects.bulk_create(
        AnonymousAnswer(
            id=uuid4(),
            version_id=version_id,
            group=batch[0].group,
            language=language,
            answers=answers,
            answered_on=batch[0].day,
        )
        for language, answers in moved
    )


def _readable(rows: Iterable[UnsealedAnswer]) -> list[Waiting]:
    found = []
    for row in rows:
        try:
            kept = secrecy.show(row.secret)
        except secrecy.Unreadable:
            # It waits on: the earlier key may be put back among SECRET_KEY_FALLBACKS.
            logger.exception("an answer without a name cannot be read")
            continue
        day = date.fromisoformat(kept["day"])
        found.append(Waiting(row.id, kept["group"], kept["language"], kept["answers"], day))
    return found
