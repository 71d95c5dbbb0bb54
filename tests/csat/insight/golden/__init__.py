"""Results of published tables and independent implementations, with the calls that made them."""

import json
from pathlib import Path
from typing import Any


def load(name: str) -> dict[str, Any]:
    """A golden file: its source, call and versions, its input and what was expected."""
    found: dict[str, Any] = json.loads(Path(__file__).with_name(f"{name}.json").read_text(encoding="utf-8"))
    return found
