"""A show-if rule as one sentence: “Overall satisfaction” is at most 6, or role is buyer."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from surveys.definition import conditions
from surveys.editor.editing import labels

Names = Mapping[str, str]


def words(rule: Mapping[str, Any], questions: Names, options: Mapping[tuple[str, str], str]) -> str:
    """The whole rule; groups within groups stand in brackets."""
    glues = {"all": pgettext("between conditions", "and"), "any": pgettext("between conditions", "or")}
    for name, glue in glues.items():
        if name in rule:
            parts = [_bracketed(part, words(part, questions, options)) for part in rule[name]]
            return f" {glue} ".join(parts)
    if "not" in rule:
        return _("not (%(rule)s)") % {"rule": words(rule["not"], questions, options)}
    return _comparison(rule, questions, options)


def _bracketed(part: Mapping[str, Any], said: str) -> str:
    return f"({said})" if "all" in part or "any" in part else said


def _comparison(leaf: Mapping[str, Any], questions: Names, options: Mapping[tuple[str, str], str]) -> str:
    comparison = next(name for name in conditions.COMPARISONS if name in leaf)
    key, value = leaf.get("answer", ""), leaf[comparison]
    subject = f"“{questions.get(key, key)}”" if key else labels.of_fact(leaf["fact"])
    verbs = {**labels.VERBS, **(labels.ANSWERED if key else {})}
    if comparison == "given":
        return f"{subject} {verbs['given' if value else 'not_given']}"
    values = value if isinstance(value, list) else [value]
    said = (options.get((key, str(one))) or (labels.of_fact_value(str(one))) for one in values)
    return f"{subject} {verbs[comparison]} {', '.join(said)}"
