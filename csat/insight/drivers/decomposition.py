"""How much of R2 each attribute carries, whichever method divided it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Decomposition:
    """`parts` add up to `r2`; `shares` to 1 (all 0 where r2 is 0). `method`: "lmg" or "johnson", never mixed.

    verdict: "divided", or "nothing_to_divide" where r2 is 0.
    """

    parts: tuple[float, ...]
    shares: tuple[float, ...]
    r2: float
    method: str
    verdict: str
