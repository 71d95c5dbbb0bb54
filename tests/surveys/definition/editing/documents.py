"""A small document to edit: two pages, a scale, a choice, a grid, and rules between them."""

from typing import Any


def small() -> dict[str, Any]:
    """Page one asks `overall`, `reason` (price, quality) and a grid; page two asks by rules."""
    both = {"en": "Words", "ru": "Слова"}
    return {
        "format": 1,
        "key": "small",
        "kind": "own",
        "name": {"en": "Small", "ru": "Малый"},
        "title": dict(both),
        "minutes": 1,
        "languages": ["en", "ru"],
        "scales": {"ten": {"from": 1, "to": 10, "low": dict(both), "high": dict(both)}},
        "pages": [
            {
                "key": "one",
                "questions": [
                    {"key": "overall", "type": "scale", "scale": "ten", "text": dict(both)},
                    {
                        "key": "reason",
                        "type": "choice",
                        "text": dict(both),
                        "options": [{"key": key, "text": dict(both)} for key in ("price", "quality")],
                    },
                    {
                        "key": "sides",
                        "type": "grid",
                        "scale": "ten",
                        "importance": "ten",
                        "text": dict(both),
                        "rows": [{"key": key, "text": dict(both)} for key in ("dates", "reply")],
                    },
                ],
            },
            {
                "key": "two",
                "questions": [
                    {
                        "key": "why",
                        "type": "long_text",
                        "text": {"en": "Why[ {answer:reason}]?", "ru": "Почему[ {answer:reason}]?"},
                        "show_if": {
                            "any": [{"answer": "overall", "at_most": 6}, {"answer": "dates", "at_most": 4}]
                        },
                    },
                    {
                        "key": "which",
                        "type": "text",
                        "text": dict(both),
                        "show_if": {"answer": "reason", "is": "price"},
                    },
                ],
            },
        ],
        "thanks": [
            {"show_if": {"answer": "overall", "at_least": 9}, "text": dict(both)},
            {"text": dict(both)},
        ],
    }
