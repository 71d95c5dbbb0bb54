"""Finds a person's name, address and words where others wrote them down; "…" takes their place. Pure."""

import re
from collections.abc import Iterable
from typing import Any

GONE = "…"
SHORTEST_QUOTE = 12  # shorter answers ("good", "price") are anybody's words
SHORTEST_NAME = 3


class Traces:
    """What a person is known by: each as a whole word, in any case."""

    def __init__(self, *, names: Iterable[str], addresses: Iterable[str], words: Iterable[str]) -> None:
        wanted = {address for address in addresses if address}
        for name in names:
            wanted |= {name, *(part for part in name.split() if len(part) >= SHORTEST_NAME)}
        wanted |= {text for text in words if len(text) >= SHORTEST_QUOTE}
        # Longest first: a full name goes before its parts.
        ordered = sorted(filter(None, map(str.strip, wanted)), key=len, reverse=True)
        pattern = "|".join(map(_pattern, ordered))
        self._pattern = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) if pattern else None

    def without(self, value: Any) -> Any:
        """The text, or JSON of texts, without any trace."""
        if self._pattern is None:
            return value
        if isinstance(value, str):
            return self._pattern.sub(GONE, value)
        if isinstance(value, list):
            return [self.without(part) for part in value]
        if isinstance(value, dict):
            return {name: self.without(part) for name, part in value.items()}
        return value


def _pattern(text: str) -> str:
    """Any white space between the words: a quote is often broken into other lines."""
    return r"\s+".join(map(re.escape, text.split()))
