"""Well-known ways to lose or repeat mail, put into a real process: the tests must see each."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from surveys.actions import recovering, sending
from surveys.actions.delivering import rounds
from surveys.actions.sending import Claim, Result
from surveys.channels.replies import Receipt
from surveys.models import Outcome


def mark_then_send() -> None:
    """Note a mail as sent when it is claimed: what a killed worker had in hand is lost."""
    claim = sending.claim

    def marking(**arguments: Any) -> Claim:
        found = claim(**arguments)
        sent = [Result(mail, Receipt(Outcome.ACCEPTED)) for mail in found.mails]
        sending.record(results=sent, now=timezone.now())
        return found

    sending.claim = marking


def resend_unasked() -> None:
    """Send again what broke off without asking the provider: what it has taken is repeated."""
    settle = recovering.settle

    def unasked(*, doubtful: recovering.Doubtful, presence: object, now: datetime) -> str:
        return settle(doubtful=doubtful, presence=None, now=now)

    recovering.settle = unasked


def mark_at_the_end() -> None:
    """Note a whole claim as sent when all of it is: what a killed worker had sent of it goes out again."""
    resend_unasked()
    rounds.WITH_LOOKUP = rounds.Grip(mails=100, seconds=3600)


def trust_the_broker() -> None:
    """Take a published hint for a delivered one: what a wiped broker forgot is never sent."""
    sending.HINT_LIVES = timedelta(days=1)


def date_anew() -> None:
    """Date each try by itself: a repeat has other bytes."""
    sending.CLAIM = sending.CLAIM.replace(
        "coalesce(m.dated_at, %(now)s)", "%(now)s + m.attempt * interval '1 h'"
    )


def read_no_list() -> None:
    """Claim without looking at who opted out."""
    sending.CLAIM = sending.CLAIM.replace("lifted_at IS NULL", "false")
