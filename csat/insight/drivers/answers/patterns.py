"""Sums of answers by account and by which of them are missing, so that a resample costs one product."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pattern:
    """Rows in which the same columns (`is_seen`, (q,)) are answered, summed by account; missing counts as 0.

    `accounts` (m,): which; `rows` (m,): how many rows; `sums` (m, q); `products` (m, q * q).
    """

    is_seen: NDArray[np.bool_]
    accounts: NDArray[np.int64]
    rows: Floats
    sums: Floats
    products: Floats


@dataclass(frozen=True)
class Totals:
    """A pattern's rows (b,), sums (b, q) and products (b, q, q) for each of b resamples."""

    is_seen: NDArray[np.bool_]
    rows: Floats
    sums: Floats
    products: Floats


def patterns(values: Floats, accounts: NDArray[np.int64]) -> list[Pattern]:
    """The rows of `values` (n, q), NaN = missing, gathered; `accounts` (n,) are numbers from 0."""
    seen, which = np.unique(~np.isnan(values), axis=0, return_inverse=True)
    filled = np.nan_to_num(values)
    return [
        _gather(filled[which == i], accounts[which == i], is_seen)
        for i, is_seen in enumerate(seen)
        if is_seen.any()
    ]


def _gather(rows: Floats, accounts: NDArray[np.int64], is_seen: NDArray[np.bool_]) -> Pattern:
    order = np.argsort(accounts, kind="stable")
    rows, accounts = rows[order], accounts[order]
    present, starts, counts = np.unique(accounts, return_index=True, return_counts=True)
    squares = (rows[:, :, None] * rows[:, None, :]).reshape(len(rows), -1)
    return Pattern(
        is_seen=is_seen,
        accounts=present,
        rows=counts.astype(float),
        sums=np.add.reduceat(rows, starts, axis=0),
        products=np.add.reduceat(squares, starts, axis=0),
    )


def totals(found: list[Pattern], draws: Floats) -> list[Totals]:
    """Each pattern's sums where `draws` (b, k) says how often each account was drawn."""
    result = []
    for one in found:
        drawn, q = draws[:, one.accounts], one.is_seen.size
        products = (drawn @ one.products).reshape(-1, q, q)
        result.append(Totals(one.is_seen, drawn @ one.rows, drawn @ one.sums, products))
    return result
