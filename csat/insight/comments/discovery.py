"""What do comments speak of that the code book does not know yet? Topics that survive resampling."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from csat.insight.verdict import TooLittle

MIN_COMMENTS = 30


@dataclass(frozen=True)
class Topic:
    """A suggestion for a person to name: `terms` (top 10) and `examples` (indices of comments, best first).

    `stability`: mean Jaccard likeness of its top terms over the bootstraps, 0 to 1. `comments`: how many speak of it.
    """

    terms: tuple[str, ...]
    stability: float
    comments: int
    examples: tuple[int, ...]


@dataclass(frozen=True)
class Discovery:
    """`verdict`: "topics" or "nothing_stable". `topics` with stability >= .6, largest first; `tried` topics in all."""

    verdict: str
    topics: tuple[Topic, ...]
    tried: int
    comments: int


def discover_topics(
    *,
    texts: Sequence[str],
    seed: int,
    bootstraps: int = 20,
    progress: Callable[[float], None] | None = None,
) -> Discovery | TooLittle:
    """Stable topics among comments; fewer than 30 with words in them: TooLittle, list them instead."""
    raise NotImplementedError
