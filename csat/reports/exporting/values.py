"""Single answers as cells: numbers as numbers, days as days, everything else in words or by its keys."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from csat.reports.exporting.columns import LINK, OTHER_WORDS, Shown
from surveys.definition.questionnaire import CANNOT_JUDGE, OTHER, Question, QuestionType, Texts

Cell = str | int | float | date | None
Text = Callable[[Texts], str]


class Values:
    """Writes answers as their reader wants and may see them."""

    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self._files = settings.BASE_URL.rstrip("/")
        self._words = {
            CANNOT_JUDGE: _("cannot judge"),
            "yes": _("yes"),
            "no": _("no"),
            "other_person": _("another person"),
        }

    def cell(self, question: Question, value: Any, part: str, text: Text) -> Cell:
        """One part of an answer; empty where it says nothing."""
        if value in (None, "", []):
            return None
        if part:
            return self._part(question, value, part.removeprefix("="), is_own=part.startswith("="))
        if value == CANNOT_JUDGE:
            return self.word(CANNOT_JUDGE)
        match question.type:
            case QuestionType.DATE:
                return date.fromisoformat(value)
            case QuestionType.CONTACT_WISH:
                return self.word(value.get("choice", ""))
            case QuestionType.YES_NO:
                return self.word(value)
            case QuestionType.FILE:
                return str(value["name"])
            case QuestionType.CHOICE | QuestionType.CHOICES | QuestionType.RANKING:
                return "; ".join(self.options(question, value, text))
            case _:
                return value

    def options(self, question: Question, value: Any, text: Text) -> list[str]:
        """The chosen options in order; their own words only for who may read people's words."""
        texts = {option.key: option.text for option in question.options}
        return [
            self._other(part) if isinstance(part, Mapping) else self._option(part, texts, text)
            for part in (value if isinstance(value, list) else [value])
        ]

    def word(self, code: str) -> str:
        return code if self.shown.as_keys else self._words.get(code, code)

    def _part(self, question: Question, value: Any, part: str, *, is_own: bool) -> Cell:
        if is_own and part == LINK:
            return self._files + reverse("answer_file", args=[UUID(value["file"])])
        if is_own and part == OTHER_WORDS:
            return next((one[OTHER] for one in value if isinstance(one, Mapping)), None)
        if is_own:
            return value.get(part) or None
        if question.type == QuestionType.RANKING:
            return value.index(part) + 1 if part in value else None
        return int(part in value)

    def _option(self, key: str, texts: Mapping[str, Texts], text: Text) -> str:
        return key if self.shown.as_keys or key not in texts else text(texts[key])

    def _other(self, given: Mapping[str, str]) -> str:
        if not self.shown.with_people:
            return self.word(OTHER)
        return f"{OTHER}: {given[OTHER]}" if self.shown.as_keys else given[OTHER]
