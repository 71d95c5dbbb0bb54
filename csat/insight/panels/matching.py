"""How strongly two panels go together at each delay, against the same panels with accounts exchanged."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
BLOCK_NUMBERS = 600_000


@dataclass(frozen=True)
class Matched:
    """Sums of products at delays -reach..reach: `observed`, and `exchanged` (a row a permutation).

    Both are centred by their exact mean over all permutations; `covariance` (delays x delays) is exact too.
    `inflation` (delays,): share of months that accounts have in common with themselves, over what they have
    with others; `pairs` the months of products; `swapped`: observed, had each account the next one's second
    panel (in a random order within its group). All are arrays for further computing.
    """

    observed: Floats
    swapped: Floats
    exchanged: Floats
    covariance: Floats
    inflation: Floats
    pairs: Floats


def match(
    *,
    first: Floats,
    second: Floats,
    groups: Ints,
    reach: int,
    permutations: int,
    seed: int,
    progress: Callable[[float], None] | None = None,
) -> Matched:
    """Sum over accounts and months of first[i, t - k] second[i, t] for k = -reach..reach, and its null.

    `first`, `second` (accounts, months): innovations, NaN = missing (counts as 0); accounts are exchanged
    within `groups` (accounts,) only.

    Each permutation is one product of T x T, its diagonals summed: memory does not grow with the number of
    accounts squared. Mean and covariance by Hoeffding (1951), Ann. Math. Statist. 22, 558-566.
    """
    s, y = np.where(np.isfinite(first), first, 0.0), np.where(np.isfinite(second), second, 0.0)
    diagonals = Diagonals(s.shape[1], reach)
    centred_s, centred_y = _centred(s, groups), _centred(y, groups)
    observed = diagonals.sums((centred_s.T @ centred_y)[None])[0]
    exchanged = np.empty((permutations, diagonals.delays.size))
    for start, orders in _orders(groups, permutations, seed, block=max(1, BLOCK_NUMBERS // max(1, s.size))):
        products = np.matmul(centred_s[orders].transpose(0, 2, 1), centred_y)
        exchanged[start : start + len(orders)] = diagonals.sums(products)
        if progress:
            progress((start + len(orders)) / permutations)
    own, others = _overlap(np.isfinite(first), np.isfinite(second), groups, diagonals)
    swapped = centred_s[_next_accounts(groups, seed)].T @ centred_y
    return Matched(
        observed=observed,
        swapped=diagonals.sums(swapped[None])[0],
        exchanged=exchanged,
        covariance=_covariance(centred_s, centred_y, groups, diagonals),
        inflation=np.where(others > 0, own / np.maximum(others, 1e-12), 1.0),
        pairs=own,
    )


class Diagonals:
    """Sums along the diagonals of months x months matrices, by delay."""

    def __init__(self, months: int, reach: int) -> None:
        self.delays = np.arange(-reach, reach + 1)
        row, column = np.meshgrid(np.arange(months), np.arange(months), indexing="ij")
        self.delay = (column - row).ravel()
        self.membership = (self.delay[:, None] == self.delays[None, :]).astype(float)

    def sums(self, products: Floats) -> Floats:
        return np.asarray(products.reshape(products.shape[0], -1) @ self.membership)


def _overlap(
    first: NDArray[np.bool_], second: NDArray[np.bool_], groups: Ints, diagonals: Diagonals
) -> tuple[Floats, Floats]:
    """Months of products by delay: of accounts with themselves, and expected with exchanged ones."""
    own = first.astype(float).T @ second.astype(float)
    others = _group_means(first.astype(float), groups).T @ _group_means(second.astype(float), groups)
    return diagonals.sums(own[None])[0], diagonals.sums(others[None])[0]


def _next_accounts(groups: Ints, seed: int) -> Ints:
    random, found = np.random.default_rng([seed, 1]), np.arange(groups.size)
    for group in np.unique(groups):
        order = random.permutation(np.flatnonzero(groups == group))
        found[order] = np.roll(order, 1)
    return found


def _group_means(values: Floats, groups: Ints) -> Floats:
    means = np.empty_like(values)
    for group in np.unique(groups):
        means[groups == group] = values[groups == group].mean(axis=0)
    return means


def _centred(values: Floats, groups: Ints) -> Floats:
    return values - _group_means(values, groups)


def _covariance(s: Floats, y: Floats, groups: Ints, diagonals: Diagonals) -> Floats:
    """sum over groups of 1 / (n - 1) sum_ij M_k[i, j] M_l[i, j]; M_k[i, j] = sum_t s[i, t - k] y[j, t]."""
    months, width = s.shape[1], diagonals.delays.size
    total = np.zeros((width, width))
    for group in np.unique(groups):
        own = groups == group
        if own.sum() < 2:
            continue
        ss, yy = s[own].T @ s[own], y[own].T @ y[own]
        for a, k in enumerate(diagonals.delays):
            rows = slice(max(0, k), months + min(0, k)), slice(max(0, -k), months - max(0, k))
            moved = np.zeros_like(ss)
            moved[rows[0]] = ss[rows[1]]
            total[a] += diagonals.sums((moved.T @ yy)[None])[0] / (own.sum() - 1)
    return (total + total.T) / 2


def _orders(groups: Ints, permutations: int, seed: int, *, block: int) -> Iterator[tuple[int, Ints]]:
    """Blocks of exchanges within groups, each with the number of its first."""
    random = np.random.default_rng(seed)
    places = [np.flatnonzero(groups == group) for group in np.unique(groups)]
    for start in range(0, permutations, block):
        size = min(block, permutations - start)
        orders = np.tile(np.arange(groups.size), (size, 1))
        for own in places:
            orders[:, own] = random.permuted(np.tile(own, (size, 1)), axis=1)
        yield start, orders
