"""How many surveys a mailbox and an account bear, and the first day on which one more fits. Pure.

A budget says: at most so many surveys in any span of so many days. "At least 45 days between any two" is at
most 1 in 45. It counts what was sent and what is planned, before the day and after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

CONTACT, ACCOUNT = "contact", "account"


@dataclass(frozen=True)
class Budget:
    """At most `most` surveys of a kind (empty: of every kind together) in any `days` days in a row."""

    scope: str  # contact, account
    most: int
    days: int
    survey_kind: str = ""
    counts_reminders: bool = False


@dataclass(frozen=True)
class Send:
    """A survey's mail to a mailbox or account, sent, planned, or foreseen for a rule that goes first."""

    day: date
    kind: str
    number: int = 0  # 1 and more remind
    invitation_id: int = 0  # tells apart what several mailboxes of one person share
    goes_first: str = ""  # the name of the rule for which it is only foreseen


HOUSE = (Budget(CONTACT, 1, 45), Budget(CONTACT, 6, 365))
