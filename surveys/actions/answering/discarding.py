"""Counts the visits of programs in the cache, and stores the sums in batches. A dead cache costs no page."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from redis.exceptions import RedisError

from surveys.models import DiscardedHits, SurveyVersion

KEPT = timedelta(days=3)
STORED_EVERY = timedelta(minutes=1)


class Kind(StrEnum):
    HEAD = "head"
    PREFETCH = "prefetch"
    SCANNER = "scanner"  # all score links of a mail fetched
    FORGED = "forged"  # posted without the page's own nonce


def count(*, version_id: int, kind: Kind, now: datetime) -> None:
    """Add one visit to today's sum of its kind. Raises nothing."""
    key = _key(version_id, kind, now.date())
    try:
        if not cache.add(key, 1, KEPT.total_seconds()):
            cache.incr(key)
    except (RedisError, OSError, ValueError):  # ValueError: it ended between the two
        return


def store(*, now: datetime) -> int:
    """Move the sums from the cache to the table, at most once a minute, whoever asks; how many visits."""
    try:
        if not cache.add("discarded:stored", 1, STORED_EVERY.total_seconds()):
            return 0
        found = _counted(now)
        _add(found)
        for (version_id, kind, day), hits in found.items():
            cache.decr(_key(version_id, kind, day), hits)
    except (RedisError, OSError, ValueError):
        return 0
    return sum(found.values())


def _counted(now: datetime) -> dict[tuple[int, Kind, date], int]:
    versions = list(SurveyVersion.objects.values_list("id", flat=True))
    days = (now.date(), now.date() - timedelta(days=1))
    keys = {_key(one, kind, day): (one, kind, day) for one in versions for kind in Kind for day in days}
    return {keys[key]: hits for key, hits in cache.get_many(list(keys)).items() if hits > 0}


@transaction.atomic
def _add(found: Mapping[tuple[int, Kind, date], int]) -> None:
    surveys = dict(
        SurveyVersion.objects.filter(id__in={one for one, _, _ in found}).values_list("id", "survey_id")
    )
    sums: Counter[tuple[int, Kind, date]] = Counter()
    for (version_id, kind, day), hits in found.items():
        sums[surveys[version_id], kind, day] += hits
    for (survey_id, kind, day), hits in sums.items():
        row, _ = DiscardedHits.objects.get_or_create(survey_id=survey_id, kind=kind, day=day)
        DiscardedHits.objects.filter(id=row.id).update(hits=F("hits") + hits)


def _key(version_id: int, kind: Kind, day: date) -> str:
    return f"discarded:{version_id}:{kind}:{day.isoformat()}"
