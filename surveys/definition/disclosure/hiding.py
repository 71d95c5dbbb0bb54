"""Decides which groups may be shown beside their total: none under five, and none by subtraction either."""

from collections.abc import Mapping

LEAST = 5


def shown(sizes: Mapping[str, int], least: int = LEAST) -> frozenset[str]:
    """The groups whose figures may stand beside the figure of all of them together.

    Whoever takes the shown groups from the total is left with the hidden ones as one heap: it must hold at
    least two groups and at least `least` answers, or be empty. The smallest shown group is hidden, one after
    another, until that is so. Where even the total is too small, nothing is shown.
    """
    visible = sorted((name for name, n in sizes.items() if n >= least), key=lambda name: (sizes[name], name))
    hidden = [name for name in sizes if sizes[name] < least]
    while visible and hidden and (len(hidden) < 2 or sum(sizes[name] for name in hidden) < least):
        hidden.append(visible.pop(0))
    return frozenset(visible)


def is_enough(n: int, least: int = LEAST) -> bool:
    """Whether a figure over n answers may be shown at all."""
    return n >= least
