"""One element of a SurveyJS page with what its readers ask of it, whatever nonsense it holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from surveys.definition.exchange.desk import Desk
from surveys.definition.exchange.forms import Asked, Question
from surveys.definition.exchange.logic.rules import Target
from surveys.definition.exchange.surveyjs import texts

Limits = tuple[float | None, float | None]


@dataclass(frozen=True)
class Element:
    """`language`: that of plain strings. `rules`: those of its page and panels, and its own."""

    raw: Mapping[str, Any]
    where: str
    desk: Desk
    language: str
    rules: tuple[str, ...] = ()

    @property
    def type(self) -> str:
        return str(self.raw.get("type", "text"))

    def texts(self, name: str) -> dict[str, str]:
        return texts.by_language(self.raw.get(name), self.language)

    def has(self, *names: str) -> bool:
        return any(self.raw.get(name) is True for name in names)

    def number(self, name: str) -> float | None:
        return number(self.raw.get(name))

    def listed(self, name: str) -> list[Any]:
        found = self.raw.get(name)
        return found if isinstance(found, list) else []

    def question(self, kind: str, **more: Any) -> Question:
        """A question of ours with this element's title, help and requirement."""
        title = self.texts("title") or {self.language: self.where}
        made = self.desk.question(self.where, kind, title, is_required=self.has("isRequired"))
        if help_ := self.desk.words(self.texts("description"), self.where):
            made["help"] = help_
        return made | {name: part for name, part in more.items() if part is not None and part is not False}

    def plainly(self, question: Question) -> Asked:
        return self.named(self.desk.plainly(question, self.where, rules=self.rules))

    def named(self, asked: Asked) -> Asked:
        """Rules may call the question by its valueName too; SurveyJS does not look at capitals."""
        targets: dict[str, Target] = dict(asked.targets)
        for target in asked.targets.values():
            if name := self.raw.get("valueName"):
                targets[str(name)] = target
        return Asked(
            asked.where,
            asked.question,
            {name.lower(): target for name, target in targets.items()},
            asked.rules,
        )

    def validators(self, kind: str, least: str, most: str) -> Limits:
        """The limits of one kind of validator; those of other kinds are named in the report."""
        limits: Limits = (None, None)
        for each in self.listed("validators"):
            found = each if isinstance(each, dict) else {}
            if found.get("type") == kind:
                limits = (number(found.get(least)), number(found.get(most)))
            else:
                self.desk.report.left_out(self.where, "validator", kind=str(found.get("type", "")))
        return limits

    def within(self, limits: Limits, *, most: float) -> dict[str, int]:
        """Whole limits as a question has them, no higher than ours can be."""
        low, high = (None if limit is None else int(limit) for limit in limits)
        found = {}
        if low is not None and 0 < low <= most:
            found["least"] = low
        if high is not None and max(low or 0, 1) <= high <= most:
            found["most"] = high
        return found


def number(value: Any) -> float | None:
    """A finite number out of a number or a numeric string."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    if not isfinite(found) or abs(found) > 1e15:
        return None
    return int(found) if found.is_integer() else found
