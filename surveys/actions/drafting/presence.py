"""Who has a draft open right now. Kept in the cache alone: without one nobody is seen, and nothing fails."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractUser
from django.core.cache import cache
from redis.exceptions import RedisError

from surveys.models import Survey

SEEN_FOR = timedelta(seconds=45)  # pages tell every 15 to 30 seconds


@dataclass(frozen=True)
class Present:
    """Somebody who has the draft open."""

    user_id: int
    name: str
    since: datetime
    seen_at: datetime


def seen(*, survey: Survey, by: AbstractUser, now: datetime) -> tuple[Present, ...]:
    """Note that `by` has the draft open, and say who else has, the longest first.

    Two who tell in the same moment may overwrite each other's note; the next beat mends it.
    """
    others = _others(survey, by, now)
    mine = next((one for one in _kept(survey) if one.user_id == by.pk and _is_here(one, now)), None)
    name = by.get_full_name() or by.get_username()
    _keep(survey, [*others, Present(by.pk, name, mine.since if mine else now, now)])
    return tuple(sorted(others, key=lambda one: one.since))


def left(*, survey: Survey, by: AbstractUser, now: datetime) -> None:
    """Note that `by` closed the draft."""
    _keep(survey, _others(survey, by, now))


def _others(survey: Survey, by: AbstractUser, now: datetime) -> list[Present]:
    return [one for one in _kept(survey) if one.user_id != by.pk and _is_here(one, now)]


def _is_here(one: Present, now: datetime) -> bool:
    return now - one.seen_at <= SEEN_FOR


def _kept(survey: Survey) -> list[Present]:
    try:
        return [Present(*fields) for fields in cache.get(_key(survey), [])]
    except (RedisError, OSError):
        return []


def _keep(survey: Survey, everybody: list[Present]) -> None:
    rows = [(one.user_id, one.name, one.since, one.seen_at) for one in everybody]
    try:
        cache.set(_key(survey), rows, SEEN_FOR.total_seconds())
    except (RedisError, OSError):
        return


def _key(survey: Survey) -> str:
    return f"draft:{survey.uuid}"
