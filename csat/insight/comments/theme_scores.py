"""How often is a theme spoken of, by how many accounts, and do those who speak of it score lower?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr, stdtrit

from csat.insight.given import labels, numbers
from csat.insight.intervals.interval import Interval
from csat.insight.intervals.proportion import proportion
from csat.insight.verdict import TooLittle, shortages

MIN_ACCOUNTS = 5
SIGNIFICANT = 0.05
QUOTES = 3
READABLE = (20, 240)

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class ThemeScore:
    """One theme over all comments.

    `verdict`: "lower" or "higher" (scores of those who speak of it differ, p adjusted < .05),
    "no_difference_shown", "too_few" (under 5 accounts with it or without it have scores: no difference is
    given). `share` of comments (0 to 1). `difference`: mean score with it less without, n = scored comments
    with it. `p_adjusted`: Benjamini-Hochberg over the themes. `quotes`: up to 3 indices of comments, from a
    low score to a high one.
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
    """`themes` in the order given; `without_theme`: comments that speak of none.

    `verdict`: "differences" (at least one theme is lower or higher) or "none_shown".
    """

    verdict: str
    comments: int
    accounts: int
    without_theme: int
    themes: tuple[ThemeScore, ...]


@dataclass(frozen=True)
class _Comments:
    account: Whole
    score: Floats
    length: Floats
    confidence: float


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

    `keys` (themes,); `has_theme` (comments, themes) of bool; `accounts` (comments,): a whole number each;
    `scores` (comments,): the writer's satisfaction, any scale, NaN = none; `lengths` (comments,): characters;
    quotes of 20 to 240 are preferred. TooLittle (comments) without any. Raises ValueError for shapes.

    Share: Wilson's interval, n shrunk by the design effect of comments of one account (1 to their weighted
    mean number). Difference: m1 - m0 with SE^2 = G/(G-1) sum_a u_a^2, u_a = sum_with (y-m1)/n1 -
    sum_without (y-m0)/n0 over account a, t with min(accounts with, without) - 1 df. Source: Liang and Zeger
    (1986), Benjamini and Hochberg (1995); checked against statsmodels OLS(cov_type="cluster"), R p.adjust.
    """
    has, given = _checked(keys, has_theme, accounts=accounts, scores=scores, lengths=lengths)
    missing = shortages(comments=(float(len(has)), 1.0))
    if missing:
        return TooLittle(missing)
    comments = replace(given, confidence=confidence)
    themes = _judged([_theme(key, has[:, i], comments) for i, key in enumerate(keys)])
    return ThemeScores(
        verdict="differences" if any(t.verdict in ("lower", "higher") for t in themes) else "none_shown",
        comments=len(has),
        accounts=int(np.unique(comments.account).size),
        without_theme=int((~has.any(axis=1)).sum()),
        themes=themes,
    )


def _checked(
    keys: Sequence[str],
    has_theme: ArrayLike,
    *,
    accounts: ArrayLike,
    scores: ArrayLike,
    lengths: ArrayLike | None,
) -> tuple[Mask, _Comments]:
    score = numbers(scores)
    length = np.full(score.shape, float(READABLE[0])) if lengths is None else numbers(lengths)
    account = labels(accounts)
    has = (
        np.asarray(has_theme, dtype=bool).reshape(len(score), -1) if score.size else np.empty((0, len(keys)))
    )
    if not (score.ndim == 1 and account.shape == length.shape == score.shape and has.shape[1] == len(keys)):
        raise ValueError("one row a comment, one column a key")
    return has.astype(bool), _Comments(account.astype(np.intp), score, length, 0.0)


def _theme(key: str, has: Mask, comments: _Comments) -> ThemeScore:
    difference, p = _difference(has, comments)
    with_it, without = (_mean(comments.score[chosen]) for chosen in (has, ~has))
    return ThemeScore(
        key=key,
        verdict="too_few" if difference is None else "no_difference_shown",
        comments=int(has.sum()),
        accounts=int(np.unique(comments.account[has]).size),
        share=_share(has, comments),
        score_with=with_it,
        score_without=without,
        difference=difference,
        p=p,
        p_adjusted=None,
        quotes=_quotes(np.flatnonzero(has), comments),
    )


def _mean(scores: Floats) -> float | None:
    known = scores[~np.isnan(scores)]
    return float(known.mean()) if known.size else None


def _share(has: Mask, comments: _Comments) -> Interval:
    """Wilson's interval; accounts that write often count as fewer comments, as far as theirs are alike."""
    n, share = has.size, float(has.mean())
    place = np.unique(comments.account, return_inverse=True)[1]
    sizes = np.bincount(place)
    effect = 1.0
    if 0 < share < 1 and sizes.size > 1:
        excess = np.bincount(place, weights=has - share)
        clustered = sizes.size / (sizes.size - 1) * float((excess**2).sum())
        effect = float(np.clip(clustered / (n * share * (1 - share)), 1.0, (sizes**2).sum() / n))
    successes = int(has.sum())
    return proportion(successes=successes, n=n, design_effect=effect, confidence=comments.confidence)


def _difference(has: Mask, comments: _Comments) -> tuple[Interval | None, float | None]:
    scored = ~np.isnan(comments.score)
    y, d = comments.score[scored], has[scored]
    names, place = np.unique(comments.account[scored], return_inverse=True)
    smaller = min(np.unique(place[d]).size, np.unique(place[~d]).size)
    if smaller < MIN_ACCOUNTS:
        return None, None
    with_it, without = float(y[d].mean()), float(y[~d].mean())
    pull = np.where(d, (y - with_it) / d.sum(), -(y - without) / (~d).sum())
    excess = np.bincount(place, weights=pull, minlength=names.size)
    error = float(np.sqrt(names.size / (names.size - 1) * (excess**2).sum()))
    reach = float(stdtrit(smaller - 1, (1 + comments.confidence) / 2)) * error
    gap, n = with_it - without, int(d.sum())
    found = Interval(estimate=gap, low=gap - reach, high=gap + reach, n=n)
    if error <= 1e-9 * max(1.0, float(np.abs(y).max())):
        return found, 1.0 if abs(gap) <= error else 0.0
    return found, float(2 * stdtr(smaller - 1, -abs(gap) / error))


def _judged(themes: list[ThemeScore]) -> tuple[ThemeScore, ...]:
    tested = [i for i, theme in enumerate(themes) if theme.p is not None]
    adjusted = benjamini_hochberg([themes[i].p or 0.0 for i in tested])
    for i, p in zip(tested, adjusted, strict=True):
        difference = themes[i].difference
        gap = difference.estimate if difference and difference.estimate else 0.0
        shown = "lower" if gap < 0 else "higher"
        verdict = shown if p < SIGNIFICANT else "no_difference_shown"
        themes[i] = replace(themes[i], p_adjusted=p, verdict=verdict)
    return tuple(themes)


def benjamini_hochberg(p: Sequence[float]) -> tuple[float, ...]:
    """p values adjusted for their number: the false discovery rate at which each would be claimed."""
    values = np.asarray(p, dtype=float)
    order = np.argsort(-values, kind="stable")
    ranks = np.arange(values.size, 0, -1)
    adjusted = np.empty(values.size)
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(values[order] * values.size / ranks))
    return tuple(adjusted.tolist())


def _quotes(rows: Whole, comments: _Comments) -> tuple[int, ...]:
    """A low, a middling and a high one, of different accounts and readable where there are enough."""
    length = comments.length[rows]
    readable = rows[(length >= READABLE[0]) & (length <= READABLE[1])]
    chosen = readable if np.unique(comments.account[readable]).size >= QUOTES else rows
    order = chosen[np.lexsort((chosen, comments.score[chosen]))].tolist()
    picked: list[int] = []
    for target in (0, len(order) - 1, (len(order) - 1) // 2):
        near = sorted((i for i in order if i not in picked), key=lambda i: abs(order.index(i) - target))
        heard = {int(comments.account[i]) for i in picked}
        fresh = [i for i in near if int(comments.account[i]) not in heard]
        picked += (fresh or near)[:1]
    return tuple(sorted(picked, key=order.index))
