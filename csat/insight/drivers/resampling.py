"""The driver analysis on the answers as they are and on resampled accounts."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from csat.insight.drivers.answers.prepared import Prepared
from csat.insight.drivers.correlation import Mix
from csat.insight.drivers.decomposition import shares_of
from csat.insight.drivers.johnson import johnson_parts
from csat.insight.drivers.lmg import lmg_parts

Floats = NDArray[np.float64]
CHUNK_NUMBERS = 2_000_000  # keeps a chunk of resamples within some 50 MB


@dataclass(frozen=True)
class Resampled:
    """First the answers as they are, then a row a resample. Shares, correlations, means (b, p), rest (b,)."""

    shares: Floats
    r2: Floats
    correlations: Floats
    halo: Floats
    means: Floats


def resample(
    data: Prepared,
    mix: Mix,
    *,
    method: str,
    bootstraps: int,
    seed: int,
    progress: Callable[[float], None] | None,
) -> Resampled:
    """Draws whole accounts with replacement. `method`: lmg, johnson, or none to leave shares and r2 at 0."""
    k, q = data.account_count, data.table.shape[1]
    drawn = np.random.default_rng(seed).multinomial(k, np.full(k, 1 / k), size=bootstraps)
    draws = np.vstack([np.ones((1, k)), drawn])
    size = CHUNK_NUMBERS // (mix.pattern_count * q * q + (2**q if method == "lmg" else 0))
    matrices, parts = [], []
    for start, stop in _chunks(len(draws), max(1, size)):
        found = mix.correlations(draws[start:stop])
        matrices.append(found)
        parts.append(_parts(found[:, :-1, :-1], found[:, :-1, -1], method))
        if progress:
            progress(stop / len(draws))
    matrix, part = np.concatenate(matrices), np.concatenate(parts)
    return Resampled(
        shares=shares_of(part),
        r2=part.sum(axis=1),
        correlations=matrix[:, :-1, -1],
        halo=_mean_of_pairs(matrix[:, :-1, :-1]),
        means=_means(data, draws),
    )


def _chunks(total: int, size: int) -> list[tuple[int, int]]:
    """The first alone: it is the answers as they are, from which EM starts."""
    edges = [0, *range(1, total, size), total]
    return [(a, b) for a, b in pairwise(edges) if b > a]


def _parts(inner: Floats, outer: Floats, method: str) -> Floats:
    if method == "lmg":
        return lmg_parts(inner, outer)
    return johnson_parts(inner, outer) if method == "johnson" else np.zeros_like(outer)


def _mean_of_pairs(inner: Floats) -> Floats:
    p = inner.shape[1]
    if p < 2:
        return np.zeros(len(inner))
    return (inner.sum(axis=(1, 2)) - p) / (p * (p - 1))


def _means(data: Prepared, draws: Floats) -> Floats:
    """Mean of each attribute over those who judged it; the answers' own mean where nobody drawn did."""
    judged = data.table[:, :-1]
    sums, counts = (np.zeros((data.account_count, judged.shape[1])) for _ in range(2))
    np.add.at(sums, data.accounts, np.nan_to_num(judged))
    np.add.at(counts, data.accounts, ~np.isnan(judged))
    drawn = draws @ counts
    return np.where(drawn > 0, (draws @ sums) / np.maximum(drawn, 1), sums.sum(axis=0) / counts.sum(axis=0))
