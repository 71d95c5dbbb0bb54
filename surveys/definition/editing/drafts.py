"""What a stored draft may lack, what stands between it and publishing, and the draft of a new survey."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from surveys.definition import document as documents
from surveys.definition import proofs
from surveys.definition.document import shape
from surveys.definition.editing import places
from surveys.definition.editing.places import Document, Part
from surveys.definition.problems import DocumentError, Problem, say

# A draft may lack words, options and questions. It may not lack what edits find their way by.
MAY_LACK = ("minItems", "minProperties", "minLength", "allOf", "if", "then")
MUST_HAVE = {"format", "key", "kind", "name", "title", "languages", "pages", "questions", "type", "text"}


def draft_problems(document: Document) -> tuple[Problem, ...]:
    """Everything that stands between the draft and publishing, in the order of the document."""
    try:
        questionnaire = documents.parse(document)
    except DocumentError as error:
        return error.problems
    return tuple(proofs.problems(questionnaire))


def refusals(document: Any) -> tuple[Problem, ...]:
    """Why the document cannot even be stored as a draft; empty where it can."""
    errors = sorted(_loose_validator().iter_errors(document), key=lambda error: error.json_path)
    if errors:
        return tuple(shape.worded(error) for error in errors)
    return tuple(_repeated(document))


def _repeated(document: Document) -> Sequence[Problem]:
    """Keys that stand twice: edits could not tell the parts from each other."""
    pages = [page["key"] for page in document["pages"]]
    questions = [question["key"] for question in places.questions(document)]
    return [
        Problem("pages", say("the key “%(key)s” is used twice", key=key), say("Choose another key."))
        for keys in (pages, questions, places.question_keys(document))
        for key in sorted({key for key in keys if keys.count(key) > 1})
    ]


@cache
def _loose_validator() -> Draft202012Validator:
    return Draft202012Validator(_loosened(shape.validator().schema))


def _loosened(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_loosened(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {name: _loosened(part) for name, part in schema.items() if name not in MAY_LACK}
    if isinstance(kept.get("required"), list):
        kept["required"] = [name for name in kept["required"] if name in MUST_HAVE]
    return kept


def blank(*, key: str, kind: str, name: str, languages: Sequence[str]) -> Part:
    """A survey with one empty page, called `name` in its first language."""
    return {
        "format": 1,
        "key": key,
        "kind": kind,
        "name": {languages[0]: name},
        "title": {},
        "minutes": 2,
        "languages": list(languages),
        "pages": [{"key": "page", "questions": []}],
    }
