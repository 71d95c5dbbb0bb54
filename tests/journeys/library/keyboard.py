"""Somebody without a mouse: Tab, arrows, Space, digits, letters, Enter; and eyes for what has the focus."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from surveys.definition.questionnaire import CANNOT_JUDGE, OTHER, Question, QuestionType

MOST_STEPS = 150
_SEEN = """() => {
    const at = document.activeElement;
    return {name: at.name || "", value: at.value || "", type: at.type || "", isChecked: !!at.checked,
            isSend: at.matches(".go button:not(.back)")};
}"""
_RADIOS = {QuestionType.SCALE, QuestionType.CHOICE, QuestionType.YES_NO, QuestionType.CONTACT_WISH}


@dataclass(frozen=True)
class Focus:
    """What has the focus."""

    name: str
    value: str
    type: str
    isChecked: bool
    isSend: bool


class Keyboard:
    """One person at one page. `has_digits`: the page's script chooses a number by its digits."""

    def __init__(self, page: Page, *, has_digits: bool) -> None:
        self.page, self.has_digits = page, has_digits

    def look(self) -> Focus:
        return Focus(**self.page.evaluate(_SEEN))

    def press(self, key: str) -> Focus:
        self.page.keyboard.press(key)
        return self.look()

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def fill_in(self, questions: Mapping[str, Question], wanted: Mapping[str, Any]) -> None:
        """Answer every wanted question as the focus comes by, then send the page."""
        left = {key for key, value in wanted.items() if value is not None}
        focus = self.look()
        for _ in range(MOST_STEPS):
            if focus.name in left:
                left.remove(focus.name)
                self._answer(questions[focus.name], wanted[focus.name])
                focus = self.look()
                continue
            if focus.isSend:
                assert not left, f"the focus never came to {sorted(left)}"
                with self.page.expect_navigation():
                    self.page.keyboard.press("Enter")
                return
            focus = self.press("Tab")
        raise AssertionError(f"the focus never came to the button; it is at {focus}")

    def _answer(self, question: Question, value: Any) -> None:
        if question.type == QuestionType.CHOICES:
            self._tick(question, value)
        elif question.type in _RADIOS:
            self._choose(question, value)
        else:
            self.type(str(value))

    def _choose(self, question: Question, value: Any) -> None:
        """A radio button: by its digits, else Space on the first one and arrows to the wanted one."""
        details = value if isinstance(value, dict) else {}
        wanted = str(details.get("choice", OTHER) if details else value)
        if self.has_digits and question.type == QuestionType.SCALE and value != CANNOT_JUDGE:
            for digit in wanted:
                self.page.keyboard.press(digit)
            return
        focus = self.look()
        if not focus.isChecked:
            focus = self.press("Space")
        for _ in range(MOST_STEPS):
            if focus.value == wanted:
                break
            focus = self.press("ArrowDown")
        assert (focus.value, focus.isChecked) == (wanted, True), focus
        for field, words in details.items():
            if field != "choice":
                self._type_into(f"{question.key}.{field}", words)

    def _tick(self, question: Question, value: list[Any]) -> None:
        ticked = {OTHER if isinstance(part, dict) else part for part in value}
        focus = self.look()
        while focus.name == question.key:
            if focus.value in ticked:
                assert self.press("Space").isChecked
            focus = self.press("Tab")
        for part in value:
            if isinstance(part, dict):
                assert focus.name == f"{question.key}.{OTHER}"
                self.type(part[OTHER])

    def _type_into(self, name: str, words: str) -> None:
        """The field that a choice opens comes next."""
        focus = self.press("Tab")
        while focus.name != name and focus.name.split(".")[0] == name.split(".")[0]:
            focus = self.press("Tab")
        assert focus.name == name, focus
        self.type(words)
