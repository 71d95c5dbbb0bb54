"""Texts of SurveyJS: a string, or an object by language with "default" among them."""

from collections.abc import Iterator
from typing import Any

from surveys.definition.exchange.desk import is_language

DEFAULT = "default"
# Every property that the documentation lets be localised and that this reader looks at.
LOCALISED = {
    "title", "description", "text", "html", "completedHtml", "minRateDescription", "maxRateDescription",
    "labelTrue", "labelFalse", "otherText", "noneText", "refuseText", "dontKnowText", "commentText",
}  # fmt: skip


def by_language(raw: Any, otherwise: str) -> dict[str, str]:
    """The text by language; `otherwise` is the language of plain strings and of "default"."""
    if isinstance(raw, str):
        return {otherwise: raw} if raw.strip() else {}
    if isinstance(raw, bool) or not isinstance(raw, dict | int | float):
        return {}
    if not isinstance(raw, dict):
        return {otherwise: str(raw)}
    strings = {str(tag): text for tag, text in raw.items() if isinstance(text, str) and text.strip()}
    found = {otherwise: strings[DEFAULT]} if DEFAULT in strings else {}
    return found | {tag: text for tag, text in strings.items() if tag != DEFAULT}


def languages(survey: dict[str, Any], otherwise: str) -> tuple[str, ...]:
    """The default language, then the others in the order in which they are met."""
    found = {otherwise: True}
    for texts in _localised(survey):
        found |= {tag: True for tag in texts if tag != DEFAULT and is_language(tag)}
    return tuple(found)


def _localised(part: Any) -> Iterator[dict[str, str]]:
    if isinstance(part, list):
        for each in part:
            yield from _localised(each)
    if not isinstance(part, dict):
        return
    for name, each in part.items():
        if name in LOCALISED and isinstance(each, dict):
            yield {tag: text for tag, text in each.items() if isinstance(text, str)}
        else:
            yield from _localised(each)
