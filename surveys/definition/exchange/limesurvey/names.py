"""What LimeSurvey's rules call a question: its code, its code with a suffix, or the ids of older versions."""

import re
from collections.abc import Callable, Iterable

from surveys.definition.exchange.limesurvey.survey import LimeQuestion
from surveys.definition.exchange.limesurvey.tables import Row, Tables

_SUFFIX = re.compile(r"\.(NAOK|valueNAOK|value|code|shown)$")
_SGQA = re.compile(r"\+?\d+X\d+X(\d+)(\w*)$")
_BY_ID = re.compile(r"Q(\d+)$")
_METHODS = {"==", "!=", "<", ">", "<=", ">="}


def namer(questions: Iterable[LimeQuestion]) -> Callable[[str], str]:
    """A function that brings a name of any version into the form code or code_part."""
    codes = {question.id: question.code for question in questions}

    def name_of(name: str) -> str:
        name = _SUFFIX.sub("", name.strip())
        if old := _SGQA.match(name):
            return _by_ids(old.group(1), old.group(2), codes) or name
        if (by_id := _BY_ID.match(name)) and name not in codes.values():
            return codes.get(by_id.group(1), name)
        return name

    return name_of


def _by_ids(digits: str, rest: str, codes: dict[str, str]) -> str:
    """The id and the part's code stand side by side: the longest id that there is."""
    for end in range(len(digits), 0, -1):
        if digits[:end] in codes:
            part = digits[end:] + rest
            return f"{codes[digits[:end]]}_{part}" if part else codes[digits[:end]]
    return ""


def conditions(tables: Tables) -> dict[str, str]:
    """Rules of the older kind by question id: all of a scenario hold, any of one question, any scenario."""
    found: dict[str, dict[str, dict[str, list[str]]]] = {}
    for row in tables.get("conditions", ()):
        scenario = found.setdefault(row.get("qid", ""), {}).setdefault(row.get("scenario", "1"), {})
        scenario.setdefault(row.get("cqid", ""), []).append(_comparison(row))
    return {
        question: " or ".join(
            "(" + " and ".join(f"({' or '.join(each)})" for each in asked.values()) + ")"
            for asked in scenarios.values()
        )
        for question, scenarios in found.items()
    }


def _comparison(row: Row) -> str:
    name = row.get("cfieldname", "").lstrip("+")
    method = row.get("method", "==").strip()
    value = row.get("value", "").strip().replace('"', "")
    sign = method if method in _METHODS else f"{method}?"
    return f'{name} {sign} "{value}"'
