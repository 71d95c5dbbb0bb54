"""Why an address is not written to, and what can be wrong with a wish to change that."""

from collections.abc import Sequence

from surveys.errors import DomainError
from surveys.tabular.problems import Flaw

UNSUBSCRIBED, BOUNCED, COMPLAINED = "unsubscribed", "bounced", "complained"
IMPORTED, BY_HAND, ERASED = "imported", "by_hand", "erased"
REASONS = (UNSUBSCRIBED, BOUNCED, COMPLAINED, IMPORTED, BY_HAND, ERASED)
EVERY_KIND = ""
# What the person decided, or a list of such decisions said: theirs to take back without us.
THEIR_OWN = (UNSUBSCRIBED, IMPORTED)
LONGEST_NOTE = 300


class SuppressionRefused(DomainError):
    """The list of addresses stays as it is: `code` says why."""

    code = "suppression_refused"


class NotAnAddress(SuppressionRefused):
    code = "not_an_address"


class ReasonMissing(SuppressionRefused):
    code = "reason_missing"


class UnknownKind(SuppressionRefused):
    code = "unknown_kind"


class AlreadyListed(SuppressionRefused):
    code = "already_listed"


class NotListed(SuppressionRefused):
    code = "not_listed"


class StaysForGood(SuppressionRefused):
    """Who had their data erased was promised never to be asked again."""

    code = "stays_for_good"


class ImportRefused(SuppressionRefused):
    """Nothing was taken over: `flaws` name every bad row by its number, column, value and problem."""

    code = "import_refused"

    def __init__(self, what: str, flaws: Sequence[Flaw] = ()) -> None:
        self.flaws = tuple(flaws)
        super().__init__(what)
