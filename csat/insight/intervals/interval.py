"""A figure with its 95 % interval, or the honest lack of one."""

from dataclasses import dataclass

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Interval:
    """`estimate` is None without any data; `low` and `high` are None where n is too small to say."""

    estimate: float | None
    low: float | None
    high: float | None
    n: int

    @property
    def is_known(self) -> bool:
        return self.low is not None and self.high is not None

    def overlaps(self, other: "Interval") -> bool:
        """Whether the two may be the same; True where one of them cannot tell."""
        if self.low is None or self.high is None or other.low is None or other.high is None:
            return True
        return self.low <= other.high and other.low <= self.high


NOTHING = Interval(estimate=None, low=None, high=None, n=0)
