"""Who has a draft open right now. Kept in the cache alone: without one nobody is seen, and nothing fails."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractUser

from surveys.models import Survey

SEEN_SECONDS = 45  # pages tell every 30 seconds


@dataclass(frozen=True)
class Present:
    """Somebody else at the same draft."""

    name: str
    since: datetime


def seen(*, survey: Survey, by: AbstractUser, now: datetime) -> tuple[Present, ...]:
    """Note that `by` has the draft open, and say who else has, the longest first."""
    raise NotImplementedError


def left(*, survey: Survey, by: AbstractUser) -> None:
    """Note that `by` closed the draft."""
    raise NotImplementedError
