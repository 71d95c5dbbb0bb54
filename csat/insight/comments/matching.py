"""Which themes does a comment speak of, and by which words? Matching on stems and base forms."""

from collections.abc import Sequence
from dataclasses import dataclass

from csat.insight.comments.codebook import Codebook


@dataclass(frozen=True)
class Found:
    """A theme's words in a text: `text[start:end]`."""

    theme: str
    start: int
    end: int


def theme_matches(*, texts: Sequence[str], codebook: Codebook) -> tuple[tuple[Found, ...], ...]:
    """What each text speaks of, in the order of the text; an empty tuple where no theme is found."""
    raise NotImplementedError
