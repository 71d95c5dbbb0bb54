"""Reads a questionnaire file of any tool that we know, and says which it was."""

import json
from typing import Any

from surveys.definition.editing import drafts
from surveys.definition.exchange import limesurvey, surveyjs
from surveys.definition.exchange.imported import CannotRead, Imported

OURS = "barometer"
MOST_BYTES = 2 * 1024 * 1024
DEEPEST = 60
SCHEMA = "$schema"


def read(data: bytes) -> Imported:
    """The document in a file, and what became of every part of it.

    Raises CannotRead with a code that names why there is none: too large, no known format, broken, hostile.
    """
    if len(data) > MOST_BYTES:
        raise CannotRead("too_large", most=MOST_BYTES // 1024 // 1024)
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if not start:
        raise CannotRead("empty")
    if data[:2] == b"PK":
        raise CannotRead("archive")
    if start == b"<":
        return limesurvey.read(data)
    if start != b"{":
        raise CannotRead("unknown_format")
    return _read_json(data)


def _read_json(data: bytes) -> Imported:
    found = loaded(data)
    if not isinstance(found, dict):
        raise CannotRead("unknown_format")
    if "format" in found:
        return Imported(OURS, ours(found), ())
    if any(isinstance(found.get(name), list) for name in ("pages", "elements", "questions")):
        return surveyjs.read(found)
    raise CannotRead("unknown_format")


def loaded(data: bytes) -> Any:
    """JSON out of a file of anybody. Raises CannotRead where it is broken, too deep or cannot be stored."""
    try:
        found = json.loads(data.decode("utf-8-sig"), parse_constant=_refused)
    except UnicodeDecodeError as error:
        raise CannotRead("not_utf8") from error
    except (ValueError, RecursionError) as error:
        raise CannotRead("broken_json", why=str(error)[:200]) from error
    _check(found, 0)
    return found


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is no number of JSON")


def _check(part: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise CannotRead("too_deep", most=DEEPEST)
    if isinstance(part, str) and ("\x00" in part or any("\ud800" <= letter <= "\udfff" for letter in part)):
        raise CannotRead("no_text")
    parts = [*part, *part.values()] if isinstance(part, dict) else part if isinstance(part, list) else ()
    for each in parts:
        _check(each, depth + 1)


def ours(found: dict[str, Any]) -> dict[str, Any]:
    """A document of our own, without the line that names its schema.

    An exported draft may be unfinished; CannotRead is raised where no editor could open it.
    """
    made = {name: part for name, part in found.items() if name != SCHEMA}
    if broken := drafts.refusals(made):
        raise CannotRead("wrong_document", problems=broken)
    return made
