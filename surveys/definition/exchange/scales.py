"""Scales as they are met in a foreign file: kept once each, and only where ours can say them."""

from collections.abc import Mapping, Sequence
from typing import Any

from surveys.definition.document.contradictions import RANGES
from surveys.definition.editing import keys

Texts = Mapping[str, str]
# What stands at the ends where the file says nothing; other languages get the numbers.
_LOW, _HIGH = {"en": "lowest", "ru": "минимум"}, {"en": "highest", "ru": "максимум"}


class Scales:
    """Scales by name; the same scale asked for twice gets one name."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = tuple(languages)
        self.made: dict[str, dict[str, Any]] = {}

    @staticmethod
    def fits(lowest: int, highest: int) -> bool:
        return (lowest, highest) in RANGES

    def ended(self, lowest: int, highest: int, *, low: Texts, high: Texts) -> str:
        """The name of a scale with words at its ends; where a word is missing, a neutral one stands in."""
        return self._named(
            {
                "from": lowest,
                "to": highest,
                "low": self._complete(low, _LOW, lowest),
                "high": self._complete(high, _HIGH, highest),
            }
        )

    def labelled(self, labels: Sequence[Texts], *, lowest: int = 1) -> str:
        """The name of a scale whose every number has its word."""
        return self._named(
            {"from": lowest, "to": lowest + len(labels) - 1, "labels": [dict(label) for label in labels]}
        )

    def _complete(self, texts: Texts, otherwise: Texts, number: int) -> dict[str, str]:
        if texts:
            return dict(texts)
        return {language: otherwise.get(language, str(number)) for language in self.languages}

    def _named(self, scale: dict[str, Any]) -> str:
        for name, made in self.made.items():
            if made == scale:
                return name
        name = keys.free(f"from_{scale['from']}_to_{scale['to']}", self.made)
        self.made[name] = scale
        return name
