"""What callers give, as arrays: a value that cannot be is refused here, before it turns into a figure."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

# Larger numbers are no measurements, and their squares no numbers.
LARGEST = 1e100
# Above it not every whole number has a float of its own.
MOST_EXACT = 2.0**53


def numbers(values: ArrayLike) -> NDArray[np.float64]:
    """Values as floats, NaN where missing. Raises ValueError for a lone value, text, or one beyond 1e100."""
    try:
        found = np.asarray(values, dtype=np.float64)
    except TypeError as error:
        raise ValueError("numbers are wanted") from error
    if found.ndim == 0:
        raise ValueError("an array is wanted, not a lone value")
    if (np.abs(found) > LARGEST).any():
        raise ValueError("values are not infinite: finite or NaN")
    return found


def known(values: ArrayLike) -> NDArray[np.float64]:
    """As `numbers`, where nothing may be missing. Raises ValueError for NaN, too."""
    found = numbers(values)
    if np.isnan(found).any():
        raise ValueError("values are known and finite, not NaN")
    return found


def labels(values: ArrayLike) -> NDArray[np.int64]:
    """Labels or counts of waves as whole numbers. Raises ValueError for NaN, fractions and anything else."""
    given = np.asarray(values)
    if given.dtype == object:
        given = np.array(given.tolist())
    is_whole = given.dtype.kind in "iub" or (
        given.dtype.kind == "f" and bool(((np.abs(given) < MOST_EXACT) & (np.trunc(given) == given)).all())
    )
    if given.ndim == 0 or not is_whole:
        raise ValueError("labels are whole numbers")
    return np.asarray(given, dtype=np.int64)
