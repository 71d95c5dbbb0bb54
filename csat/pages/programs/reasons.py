"""Why a contact is asked or not, in words."""

from django.utils.translation import gettext_lazy as lazy

from csat.programs.reasons import Reason

REASONS = {
    Reason.CLEAR: lazy("asked"),
    Reason.ASKED_LATELY: lazy("put off: another survey is near"),
    Reason.ASKED_OFTEN: lazy("put off: enough surveys this year"),
    Reason.ACCOUNT_CLOSED: lazy("client closed"),
    Reason.LEFT: lazy("left the client"),
    Reason.NO_EMAIL: lazy("no e-mail address"),
    Reason.NO_LEGAL_BASIS: lazy("no legal basis"),
    Reason.SUPPRESSED: lazy("opted out or unreachable"),
    Reason.SEGMENT: lazy("other segment"),
    Reason.ROLE: lazy("other role"),
    Reason.BEFORE_START: lazy("older than the rule"),
    Reason.NOT_DRAWN: lazy("order not drawn"),
    Reason.TOO_OLD: lazy("too long ago"),
    Reason.ASKED_ALREADY: lazy("asked already"),
    Reason.ENOUGH_AT_ACCOUNT: lazy("others of the client take their turn"),
    Reason.NO_ADDRESS: lazy("no address on any of the rule’s channels"),
    Reason.CONDITIONS: lazy("outside the rule’s conditions"),
    Reason.AFTER_END: lazy("after the rule’s end"),
    Reason.NOT_SAMPLED: lazy("not needed for the wanted coverage"),
    Reason.EXCLUDED: lazy("put off: left out for a time"),
    Reason.ACCOUNT_ASKED: lazy("put off: the client was asked enough"),
    Reason.GOES_FIRST: lazy("put off: another rule goes first"),
    Reason.TOO_OLD_BY_THEN: lazy("too long ago by the next possible day"),
    Reason.ENDED_BY_THEN: lazy("the rule has ended by the next possible day"),
}
