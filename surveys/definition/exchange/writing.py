"""Writes a questionnaire document as a file that people read and compare line by line."""

import json
from typing import Any

WIDTH = 110
STEP = 2


def written(document: Any) -> str:
    """The document as JSON: whatever fits on a line stands on one, the same text for the same document."""
    return _written(document, indent=0, taken=0) + "\n"


def _written(value: Any, *, indent: int, taken: int) -> str:
    """`taken`: characters that stand before the value on its line, and the comma that may follow it."""
    line = json.dumps(value, ensure_ascii=False)
    if indent + taken + len(line) <= WIDTH and not _is_opened(value, indent):
        return line
    inner = indent + STEP
    if isinstance(value, dict) and value:
        parts = [_member(name, part, inner) for name, part in value.items()]
        return _block("{", parts, "}", indent)
    if isinstance(value, list) and value:
        return _block("[", [_written(part, indent=inner, taken=1) for part in value], "]", indent)
    return line


def _is_opened(value: Any, indent: int) -> bool:
    """The document itself, pages and questions are never squeezed into one line."""
    if isinstance(value, list):
        return any(_is_opened(part, indent + STEP) for part in value)
    return isinstance(value, dict) and (indent == 0 or "questions" in value or "type" in value)


def _member(name: str, value: Any, indent: int) -> str:
    label = f"{json.dumps(name, ensure_ascii=False)}: "
    return label + _written(value, indent=indent, taken=len(label) + 1)


def _block(opening: str, parts: list[str], closing: str, indent: int) -> str:
    inner = ",\n".join(" " * (indent + STEP) + part for part in parts)
    return f"{opening}\n{inner}\n{' ' * indent}{closing}"
