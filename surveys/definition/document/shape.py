"""Checks a document against the published JSON Schema and says in words what does not fit."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError  # type: ignore[import-untyped]

from surveys.definition.problems import NOTHING, Problem, Said, say

SCHEMA_FILE = Path(__file__).parent.parent / "questionnaire.schema.json"
SHOWN_CHARACTERS = 60
# What is wrong and its mend where a list is too short; anything else that is empty is a text.
EMPTY_GROUP = say("the group has no condition"), say("Add one, or remove the group.")
TOO_FEW = {
    "languages": (say("there is no language"), say("Add one.")),
    "pages": (say("there is no page"), say("Add one.")),
    "questions": (say("the page has no question"), say("Add one, or remove the page.")),
    "options": (say("there are fewer than two options"), say("Add another.")),
    "rows": (say("the grid has no row"), say("Add one.")),
    "all": EMPTY_GROUP,
    "any": EMPTY_GROUP,
    "one_of": (say("nothing is chosen to compare with"), say("Choose at least one.")),
    "show_if": (say("the rule is empty"), say("Compare something, or remove the rule.")),
}
NO_TEXT = say("there is no text yet"), say("Write it.")


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


def _words(error: ValidationError) -> tuple[Said, Said]:
    value = _shortened(error.instance)
    wanted = error.validator_value
    match error.validator:
        case "required":
            missing = [name for name in wanted if name not in error.instance]
            return say("%(names)s is missing", names=missing), say("Add it.")
        case "additionalProperties":
            unknown = sorted(set(error.instance) - set(error.schema.get("properties", {})))
            return say("unknown: %(names)s", names=unknown), say("Remove it, or correct the spelling.")
        case "enum":
            return say("%(value)s is not known", value=value), say("Use one of: %(names)s.", names=wanted)
        case "const":
            what = say("%(value)s is not %(wanted)s", value=value, wanted=wanted)
            return what, say("Write %(wanted)s.", wanted=wanted)
        case "type":
            return say("%(value)s is of the wrong type", value=value), say(
                "It must be: %(types)s.", types=wanted
            )
        case "pattern" if wanted == "\\S":
            return say("the text is empty"), say("Write the text or remove the language.")
        case "pattern" if "today" in wanted:
            return say("%(value)s is no day", value=value), say("Write it as 2026-12-31, or today.")
        case "pattern":
            what = say("%(value)s is not a valid key", value=value)
            return what, say("Use small letters, digits and the underscore.")
        case "minItems" | "minProperties":
            name = str(error.path[-1]) if error.path else ""
            return TOO_FEW.get(name, NO_TEXT)
        case "maxItems" | "maxLength" | "maximum":
            return say("more than %(most)s", most=wanted), say("Shorten it.")
        case "minimum":
            return say("less than %(least)s", least=wanted), say("Write more.")
        case "uniqueItems":
            return say("the same stands there twice"), say("Remove one of the two.")
        case _:
            return say("%(value)s does not fit here", value=value), NOTHING


def _shortened(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
