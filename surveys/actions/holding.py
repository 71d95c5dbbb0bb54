"""Holds all sending of the installation, and lets it go on: nothing is claimed while it is held."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction

from surveys.errors import DomainError
from surveys.models import Brand

LONGEST = 300


class CannotHold(DomainError):
    """Sending cannot be held or released now: nobody is named as the sender, or somebody was faster."""

    code = "cannot_hold"


@transaction.atomic
def hold(*, because: str, by: AbstractBaseUser | AnonymousUser, now: datetime) -> None:
    """Send nothing more, whatever is due; what a worker has in hand at this moment still goes out.

    The reason is kept with the name of who held it. Raises CannotHold where it is held already, or where
    there is nothing to hold because nobody is named as the sender.
    """
    words = " ".join(because.split()) or "held by hand"
    signed = f"{words[: LONGEST - 60]} ({by.get_username()}, {now:%Y-%m-%d %H:%M} UTC)"[:LONGEST]
    held = Brand.objects.filter(is_sending_held=False)
    if not held.update(is_sending_held=True, sending_held_because=signed):
        raise _refused("held")


@transaction.atomic
def release(*, by: AbstractBaseUser | AnonymousUser, now: datetime) -> None:
    """Let sending go on: what became due meanwhile goes out at once, what expired does not.

    Raises CannotHold where sending is not held.
    """
    held = Brand.objects.filter(is_sending_held=True)
    if not held.update(is_sending_held=False, sending_held_because=""):
        raise _refused("going on")


def _refused(state: str) -> CannotHold:
    if not Brand.objects.exists():
        return CannotHold("Nobody is named as the sender.", mend="Set up the sender first.")
    return CannotHold(f"Sending is {state} already.", mend="Look at the page again.")
