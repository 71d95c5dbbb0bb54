"""The rules that decide whether somebody is asked, and which of them may decide otherwise later. Pure."""

from enum import StrEnum


class Reason(StrEnum):
    """The rule that decided, in the order in which they are looked at."""

    CLEAR = "clear"
    ACCOUNT_CLOSED = "account_closed"
    LEFT = "left"
    NO_EMAIL = "no_email"
    NO_ADDRESS = "no_address"
    SUPPRESSED = "suppressed"
    NO_LEGAL_BASIS = "no_legal_basis"
    SEGMENT = "segment"
    ROLE = "role"
    CONDITIONS = "conditions"
    ASKED_ALREADY = "asked_already"
    BEFORE_START = "before_start"
    AFTER_END = "after_end"
    NOT_DRAWN = "not_drawn"
    NOT_SAMPLED = "not_sampled"
    TOO_OLD = "too_old"
    ENOUGH_AT_ACCOUNT = "enough_at_account"
    EXCLUDED = "excluded"
    ASKED_LATELY = "asked_lately"
    ASKED_OFTEN = "asked_often"
    ACCOUNT_ASKED = "account_asked"
    GOES_FIRST = "goes_first"
    TOO_OLD_BY_THEN = "too_old_by_then"
    ENDED_BY_THEN = "ended_by_then"


DEFERRALS = frozenset(
    {Reason.EXCLUDED, Reason.ASKED_LATELY, Reason.ASKED_OFTEN, Reason.ACCOUNT_ASKED, Reason.GOES_FIRST}
)
# What somebody can put right, or may change by itself: looked at again while the occasion is fresh.
MENDABLE = frozenset(
    {
        Reason.ACCOUNT_CLOSED,
        Reason.LEFT,
        Reason.NO_EMAIL,
        Reason.NO_ADDRESS,
        Reason.NO_LEGAL_BASIS,
        Reason.TOO_OLD_BY_THEN,
        Reason.ENDED_BY_THEN,
    }
)
# What the rule itself decided: once it is changed, it may decide otherwise.
OF_THE_RULE = frozenset(
    {
        Reason.SEGMENT,
        Reason.ROLE,
        Reason.CONDITIONS,
        Reason.BEFORE_START,
        Reason.AFTER_END,
        Reason.NOT_DRAWN,
        Reason.ENOUGH_AT_ACCOUNT,
        Reason.ENDED_BY_THEN,
    }
)
FINAL = sorted(set(Reason) - MENDABLE - DEFERRALS - {Reason.CLEAR})
