"""Pipes facts into texts: {manager} is the fact; [ ({manager})] vanishes where it is unknown."""

import re
from collections.abc import Mapping

NAMES = (
    "supplier",
    "company",
    "contact_name",
    "contact_role",
    "manager",
    "order",
    "order_on",
    "goods",
)
_PIPE = re.compile(r"\{(\w+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


def names_in(text: str) -> set[str]:
    return set(_PIPE.findall(text))


def fill(text: str, facts: Mapping[str, str]) -> str:
    """The text with its facts; a bracket whose facts are not all known vanishes, an unknown one is empty."""
    if "{" not in text:
        return text

    def optional(match: re.Match[str]) -> str:
        part = match.group(1)
        names = names_in(part)
        if not names:
            return match.group(0)
        return part if all(facts.get(name) for name in names) else ""

    return _PIPE.sub(lambda match: str(facts.get(match.group(1)) or ""), _OPTIONAL.sub(optional, text))


def unsecured(text: str) -> set[str]:
    """Facts that stand outside brackets: the sentence breaks where one is unknown."""
    return names_in(_OPTIONAL.sub("", text))
