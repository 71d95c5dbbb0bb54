"""Addresses that are not written to any more, kept by HMAC so that they outlive erasure (D12)."""

from surveys.actions.suppressing.importing import Imported, import_file
from surveys.actions.suppressing.keys import carry_over, hmac_of, hmacs_of
from surveys.actions.suppressing.lifting import choose, lift
from surveys.actions.suppressing.queries import known_kinds, standing_of, suppressions
from surveys.actions.suppressing.reasons import (
    BOUNCED,
    BY_HAND,
    COMPLAINED,
    ERASED,
    EVERY_KIND,
    IMPORTED,
    REASONS,
    UNSUBSCRIBED,
    AlreadyListed,
    ImportRefused,
    NotAnAddress,
    NotListed,
    ReasonMissing,
    StaysForGood,
    SuppressionRefused,
    UnknownKind,
)
from surveys.actions.suppressing.stopping import add_by_hand, suppress, unsubscribe

__all__ = [
    "BOUNCED",
    "BY_HAND",
    "COMPLAINED",
    "ERASED",
    "EVERY_KIND",
    "IMPORTED",
    "REASONS",
    "UNSUBSCRIBED",
    "AlreadyListed",
    "ImportRefused",
    "Imported",
    "NotAnAddress",
    "NotListed",
    "ReasonMissing",
    "StaysForGood",
    "SuppressionRefused",
    "UnknownKind",
    "add_by_hand",
    "carry_over",
    "choose",
    "hmac_of",
    "hmacs_of",
    "import_file",
    "known_kinds",
    "lift",
    "standing_of",
    "suppress",
    "suppressions",
    "unsubscribe",
]
