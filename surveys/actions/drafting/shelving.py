"""Puts a survey away and takes it back; gives it another name."""

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from surveys.models import Survey


@transaction.atomic
def archive(*, survey: Survey, by: AbstractUser | None, now: datetime) -> None:
    """Put the survey away: its shared links close, nobody new is asked; what was answered stays.

    Who was invited before may still answer. A second call changes nothing.
    """
    raise NotImplementedError


@transaction.atomic
def unarchive(*, survey: Survey, by: AbstractUser | None, now: datetime) -> None:
    """Take the survey back; its shared links stay closed. A second call changes nothing."""
    raise NotImplementedError
