"""The sample facts as fields: each with its words, its value and the choices it has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.definition import facts
from surveys.definition.facts import LANGUAGE, FactType
from surveys.editor.editing import labels


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    value: str
    choices: tuple[tuple[str, str], ...]
    is_number: bool


def fields(known: Mapping[str, Any]) -> list[Field]:
    """Every fact but the language, which the page chooses."""
    return [
        Field(
            name=name,
            label=labels.of_fact(name),
            value=_shown(known.get(name, "")),
            choices=tuple((value, labels.of_fact_value(value)) for value in fact.values),
            is_number=fact.type == FactType.NUMBER,
        )
        for name, fact in facts.KNOWN.items()
        if name != LANGUAGE
    ]


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
