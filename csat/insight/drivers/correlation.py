"""Correlations of answers with gaps, with the account mix taken out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from csat.insight.drivers.answers.gaps import (
    complete_moments,
    em_moments,
    to_correlations,
    used_rows,
    without,
)
from csat.insight.drivers.answers.patterns import Pattern, Totals, patterns, totals
from csat.insight.verdict import TooLittle, shortages

Floats = NDArray[np.float64]
MIN_ROWS = 10
EXACT, NEAR = 1e-9, 1e-3  # of the answers themselves, and of a resample of them


@dataclass(frozen=True)
class Correlations:
    """`matrix` (q, q) by rows; `n` rows used. verdict: "complete_cases", or "em" below 80 % complete rows."""

    matrix: tuple[tuple[float, ...], ...]
    n: int
    complete_share: float
    verdict: str


def correlation(*, values: ArrayLike, segments: ArrayLike | None = None) -> Correlations | TooLittle:
    """Correlations between columns; within segments (dummies partialled out) where those are given.

    `values` (n, q), any unit: NaN is not answered, rows without any answer are left out; a column that never
    varies correlates 0. `segments` (n,): integer labels. Where at least 80 % of the rows are complete, those
    alone count; otherwise all rows by EM (normal, missing at random). TooLittle below 10 rows or where a
    column has fewer than 10 answers. Raises ValueError for other shapes and for infinite values.

    Source: Little and Rubin, Statistical Analysis with Missing Data (3rd ed. 2019), 11.2; checked against
    optim() of the observed likelihood in R, and cor() of complete rows and of lm() residuals.
    """
    table = np.asarray(values, dtype=float)
    if table.ndim != 2 or np.isinf(table).any():
        raise ValueError("values are (n, q) and not infinite")
    labels = np.zeros(len(table), dtype=int) if segments is None else np.asarray(segments)
    if labels.shape != (len(table),):
        raise ValueError("segments (n,) describe the same rows as values (n, q)")
    is_heard = ~np.isnan(table).all(axis=1)
    table, labels = table[is_heard], labels[is_heard]
    is_used = used_rows(table)
    least = int((~np.isnan(table[is_used])).sum(axis=0).min(initial=len(table)))
    missing = shortages(answers=(least, MIN_ROWS))
    if missing:
        return TooLittle(missing)
    mix = Mix(table[is_used], labels[is_used], np.zeros(int(is_used.sum()), dtype=int))
    matrix = mix.correlations(np.ones((1, 1)))[0]
    rows = tuple(tuple(row) for row in matrix.tolist())
    complete_share = float((~np.isnan(table).any(axis=1)).mean())
    return Correlations(rows, int(is_used.sum()), complete_share, mix.gaps)


class Mix:
    """Answers gathered by account, ready to be resampled: correlations within segments, however drawn."""

    def __init__(self, table: Floats, segments: NDArray[np.int64], accounts: NDArray[np.int64]) -> None:
        """`table` (n, q), NaN = missing; `segments` (n,); `accounts` (n,): numbers from 0."""
        dummies = (segments[:, None] == np.unique(segments)[None, 1:]).astype(float)
        self.held = dummies.shape[1]
        self.gaps = "em" if np.isnan(table).any() else "complete_cases"
        # Products of centred answers keep their digits.
        whole = np.hstack([dummies, table - np.nanmean(table, axis=0)])
        self._patterns: list[Pattern] = patterns(whole, accounts)
        self._start: tuple[Floats, Floats] | None = None

    @property
    def pattern_count(self) -> int:
        return len(self._patterns)

    def correlations(self, draws: Floats) -> Floats:
        """Correlations (b, q, q) where `draws` (b, k) says how often each account counts.

        The first call by EM is exact and must be the answers as they are; later ones start from there.
        """
        sums = totals(self._patterns, draws)
        if self.gaps == "complete_cases":
            return to_correlations(without(complete_moments(sums[0])[1], self.held))
        b = len(draws)
        if self._start is None:
            self._start = em_moments(sums, *_marginal(sums), tolerance=EXACT)
            return to_correlations(without(self._start[1], self.held))
        mean, covariance = (np.repeat(a, b, axis=0) for a in self._start)
        return to_correlations(without(em_moments(sums, mean, covariance, tolerance=NEAR)[1], self.held))


def _marginal(sums: list[Totals]) -> tuple[Floats, Floats]:
    """Each column's own mean and variance, uncorrelated: where EM starts."""
    seen = np.sum([part.rows[:, None] * part.is_seen for part in sums], axis=0)
    mean = np.sum([part.sums for part in sums], axis=0) / seen
    squares = np.sum([np.diagonal(part.products, axis1=1, axis2=2) for part in sums], axis=0) / seen
    variance = np.maximum(squares - mean**2, 1e-12)
    return mean, variance[:, :, None] * np.eye(mean.shape[1])
