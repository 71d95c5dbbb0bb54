"""Correlations of answers with gaps, with the account mix taken out."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from csat.insight.verdict import TooLittle


@dataclass(frozen=True)
class Correlations:
    """`matrix` (q, q) by rows. verdict: "complete_cases", or "em" below 80 % complete rows."""

    matrix: tuple[tuple[float, ...], ...]
    n: int
    complete_share: float
    verdict: str


def correlation(*, values: ArrayLike, segments: ArrayLike | None = None) -> Correlations | TooLittle:
    """Correlations between columns, within segments where those are given.

    `values` (n, q), NaN = not answered; `segments` (n,): integer labels.
    """
    raise NotImplementedError
