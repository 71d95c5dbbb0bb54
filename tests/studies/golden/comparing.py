"""How far what the product finds is from what a golden file expects."""

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Part:
    """The largest difference of some figures; `loosely` says why they need not agree to the digit."""

    difference: float
    loosely: str = ""


def exactly(found: Any, expected: Any) -> Part:
    """Figures that both compute the same way, of any equal shapes; None in one must be None in the other."""
    return Part(_largest(found, expected))


def loosely(found: Any, expected: Any, why: str) -> Part:
    return Part(_largest(found, expected), why)


def equal(found: Any, expected: Any) -> Part:
    """Counts, months and words: the same or not."""
    return Part(0.0 if found == expected else np.inf)


def _largest(found: Any, expected: Any) -> float:
    """Absolute below 1, relative above; infinite where shapes or gaps differ."""
    ours, theirs = (np.atleast_1d(np.array(values, dtype=float)) for values in (found, expected))
    if ours.shape != theirs.shape or (np.isnan(ours) != np.isnan(theirs)).any():
        return float("inf")
    apart = np.abs(ours - theirs) / np.maximum(1, np.abs(theirs))
    return float(np.max(apart[~np.isnan(theirs)], initial=0.0))
