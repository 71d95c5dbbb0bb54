"""When a receiving domain is paused, tried again and let go: one rule, nothing but data in and out (D8)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from surveys.channels import replies
from surveys.channels.replies import Receipt
from surveys.models import Outcome

# A full mailbox or a greylisted sender puts off one recipient; so many different ones in a row are no
# coincidence: their server takes nothing at present.
STRIKES = 5


class Sign(Enum):
    """What a receipt says about the server behind the recipient, rather than about the mail."""

    NONE = auto()
    WELL = auto()
    PUT_OFF = auto()
    AWAY = auto()


@dataclass(frozen=True)
class Standing:
    """How a domain stands: its `failures` in a row, each of them a pause.

    `probe` is the mail by whose fate the pause ends or grows; `struck_by` the one put off last.
    """

    failures: int = 0
    paused_until: datetime | None = None
    strikes: int = 0
    struck_by: int | None = None
    probe: int | None = None
    reply: str = ""


GOOD = Standing()


def sign_of(receipt: Receipt) -> Sign:
    """An acceptance and a refusal for good both show a server at work."""
    if receipt.is_server_away:
        return Sign.AWAY
    if receipt.outcome in (Outcome.ACCEPTED, Outcome.REFUSED):
        return Sign.WELL
    return Sign.PUT_OFF if receipt.is_put_off else Sign.NONE


def after(standing: Standing, receipt: Receipt, *, mail_id: int, now: datetime, jitter: float) -> Standing:
    """How the domain stands once this became of a mail to it.

    421, a timeout and a connection that broke pause it at once; other 4xx replies once five different
    recipients in a row had one. The pauses grow as those of a mail do (1 m to 10 h); after each a single
    mail is tried, and only its fate makes the next pause longer.
    """
    sign, is_probe = sign_of(receipt), mail_id == standing.probe
    if sign == Sign.WELL:
        return GOOD
    if sign == Sign.NONE:
        # Nothing was said: another mail may try.
        return replace(standing, probe=None, paused_until=now) if is_probe else standing
    if standing.failures and not is_probe:
        return standing  # it was on its way already when the pause began
    strikes = _strikes(standing, mail_id) if sign == Sign.PUT_OFF else 0
    if sign == Sign.PUT_OFF and strikes < STRIKES:
        return Standing(strikes=strikes, struck_by=mail_id, reply=receipt.reply)
    wait = max(replies.delay(standing.failures, jitter), receipt.retry_after or replies.AT_ONCE)
    return Standing(
        failures=standing.failures + 1,
        paused_until=now + wait,
        strikes=strikes,
        struck_by=mail_id if strikes else None,
        reply=receipt.reply,
    )


def _strikes(standing: Standing, mail_id: int) -> int:
    """Recipients put off in a row. A server that was silent and speaks again begins anew."""
    if standing.failures and standing.strikes < STRIKES:
        return 1
    return min(standing.strikes + (mail_id != standing.struck_by), STRIKES)
