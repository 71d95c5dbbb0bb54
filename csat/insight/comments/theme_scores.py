"""How often is a theme spoken of, by how many accounts, and do those who speak of it score lower?"""

from collections.abc import Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from csat.insight.intervals.interval import Interval
from csat.insight.verdict import TooLittle


@dataclass(frozen=True)
class ThemeScore:
    """One theme over all comments.

    `verdict`: "lower" or "higher" (scores of those who speak of it differ, p adjusted < .05),
    "no_difference_shown", "too_few" (under 5 accounts with or without it, or no scores: no difference is given).
    `share` of comments (0 to 1). `difference` = mean score with less without, n = scored comments with it; None if
    too few. `p_adjusted`: Benjamini-Hochberg over the themes. `quotes`: up to 3 indices of comments.
    """

    key: str
    verdict: str
    comments: int
    accounts: int
    share: Interval
    score_with: float | None
    score_without: float | None
    difference: Interval | None
    p: float | None
    p_adjusted: float | None
    quotes: tuple[int, ...]


@dataclass(frozen=True)
class ThemeScores:
    """`themes` in the order given. `verdict`: "differences" (at least one theme lower or higher) or "none_shown"."""

    verdict: str
    comments: int
    accounts: int
    without_theme: int
    themes: tuple[ThemeScore, ...]


def theme_scores(
    *,
    keys: Sequence[str],
    has_theme: ArrayLike,
    accounts: ArrayLike,
    scores: ArrayLike,
    lengths: ArrayLike | None = None,
    confidence: float = 0.95,
) -> ThemeScores | TooLittle:
    """Themes with counts, shares, score differences and quotes.

    `keys` (themes,); `has_theme` (comments, themes) of bool; `accounts` (comments,): whole numbers, who wrote;
    `scores` (comments,): the writer's satisfaction, any scale, NaN = none; `lengths` (comments,): characters, used to
    prefer quotes that can be read at a glance.
    """
    raise NotImplementedError
