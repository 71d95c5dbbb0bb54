"""What a mail server's reply means for the mail, its address and its sender; and when to try again (D8)."""

import re
from dataclasses import dataclass
from datetime import timedelta

from surveys.models import Outcome

LADDER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
)
JITTER_SHARE = 0.2
AT_ONCE = timedelta(0)
CLOSING = 421
LONGEST_REPLY = 300
DEAD_ADDRESS = ("5.1.1", "5.1.2", "5.1.3")
FULL_MAILBOX = "5.2.2"
ENHANCED = re.compile(r"^\s*([245]\.\d{1,3}\.\d{1,3})\b")


@dataclass(frozen=True)
class Receipt:
    """The outcome with the server's words. A dead address is never written to again; a policy refusal is
    about the sender and leaves the contact alone; a gateway that is gone is switched off. `retry_after`:
    the other side asked for at least so much patience.

    What it says about the recipient's server: it put the recipient off, or it is away itself."""

    outcome: Outcome
    reply: str = ""
    is_address_dead: bool = False
    is_policy: bool = False
    is_gateway_gone: bool = False
    retry_after: timedelta | None = None
    is_put_off: bool = False
    is_server_away: bool = False


def judge(code: int, text: str) -> Receipt:
    """The receipt for a final reply of the server to MAIL, RCPT, DATA or the mail itself.

    A full mailbox (5.2.2, 552) may have room tomorrow. Any other lasting refusal without an enhanced code
    that names the address says nothing certain about it, so the contact is left alone.
    """
    reply = f"{code} {text}".strip()[:LONGEST_REPLY]
    if 200 <= code < 300:
        return Receipt(Outcome.ACCEPTED, reply)
    found = ENHANCED.match(text)
    enhanced = found.group(1) if found else ""
    if not 500 <= code < 600 or enhanced == FULL_MAILBOX or (code == 552 and not enhanced):
        is_away = code == CLOSING
        is_put_off = 400 <= code < 500 and not is_away
        return Receipt(Outcome.DEFERRED, reply, is_put_off=is_put_off, is_server_away=is_away)
    return Receipt(
        Outcome.REFUSED,
        reply,
        is_address_dead=enhanced in DEAD_ADDRESS,
        is_policy=enhanced.startswith("5.7."),
    )


def delay(failures: int, jitter: float) -> timedelta:
    """How long to wait after so many earlier failures; `jitter` in [-1, 1] spreads it by a fifth."""
    return LADDER[min(failures, len(LADDER) - 1)] * (1 + JITTER_SHARE * jitter)
