"""Settings of a SurveyJS element that nothing reads: named in the report, so that none is lost silently."""

from typing import Any

from surveys.definition.exchange.imported import Report

# What every element may have and the reader carries over, or that says nothing about the question.
_READ = {
    "type", "name", "title", "description", "isRequired", "visibleIf", "valueName", "validators",
    "showCommentArea", "hasComment", "commentText",
}  # fmt: skip


def unread(element: dict[str, Any], used: set[str], report: Report, *, where: str) -> None:
    """One note with the names of all settings that stay behind, and one where the element is hidden."""
    left = sorted(name for name in element if name not in _READ | used)
    if left:
        report.left_out(where, "settings", names=", ".join(left))


def is_hidden(element: dict[str, Any]) -> bool:
    return element.get("visible") is False
