"""Checks a document against the published JSON Schema and says in words what does not fit."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError  # type: ignore[import-untyped]

from surveys.definition.problems import Problem

SCHEMA_FILE = Path(__file__).parent.parent / "questionnaire.schema.json"
SHOWN_CHARACTERS = 60
# What is wrong and its mend where a list is too short; anything else that is empty is a text.
TOO_FEW = {
    "languages": ("there is no language", "Add one."),
    "pages": ("there is no page", "Add one."),
    "questions": ("the page has no question", "Add one, or remove the page."),
    "options": ("there are fewer than two options", "Add another."),
    "rows": ("the grid has no row", "Add one."),
    "all": ("the group has no condition", "Add one, or remove the group."),
    "any": ("the group has no condition", "Add one, or remove the group."),
    "one_of": ("nothing is chosen to compare with", "Choose at least one."),
    "show_if": ("the rule is empty", "Compare something, or remove the rule."),
}


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def problems(document: Any) -> list[Problem]:
    """Every place where the document's shape is wrong, in the order of the document."""
    errors = sorted(validator().iter_errors(document), key=lambda error: error.json_path)
    return [worded(error) for error in errors]


def worded(error: ValidationError) -> Problem:
    """One violation of the schema: where it is, what is wrong, how to mend it."""
    path = error.json_path.removeprefix("$").removeprefix(".")
    what, mend = _words(error)
    return Problem(path, what, mend)


def _words(error: ValidationError) -> tuple[str, str]:
    value = _shortened(error.instance)
    wanted = error.validator_value
    match error.validator:
        case "required":
            missing = [name for name in wanted if name not in error.instance]
            return f"{', '.join(missing)} is missing", "Add it."
        case "additionalProperties":
            unknown = sorted(set(error.instance) - set(error.schema.get("properties", {})))
            return f"unknown: {', '.join(unknown)}", "Remove it, or correct the spelling."
        case "enum":
            return f"{value} is not known", f"Use one of: {', '.join(map(str, wanted))}."
        case "const":
            return f"{value} is not {wanted!r}", f"Write {wanted!r}."
        case "type":
            return f"{value} is of the wrong type", f"It must be: {wanted}."
        case "pattern" if wanted == "\\S":
            return "the text is empty", "Write the text or remove the language."
        case "pattern" if "today" in wanted:
            return f"{value} is no day", "Write it as 2026-12-31, or today."
        case "pattern":
            return f"{value} is not a valid key", "Use small letters, digits and the underscore."
        case "minItems" | "minProperties":
            name = str(error.path[-1]) if error.path else ""
            return TOO_FEW.get(name, ("there is no text yet", "Write it."))
        case "maxItems" | "maxLength" | "maximum":
            return f"more than {wanted}", "Shorten it."
        case _:
            return error.message, ""


def _shortened(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
