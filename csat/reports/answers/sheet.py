"""The questions of one answer, page by page, rows of a grid together; what was changed beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from csat.reports.answers.given import Given, Wording
from surveys.definition.questionnaire import Aspect, MeasureKind, Question


@dataclass(frozen=True)
class Item:
    """A question that this client saw. `first`: what was said at first, where it was changed later."""

    key: str
    text: str
    given: Given
    first: Given | None = None


@dataclass(frozen=True)
class Row:
    """A grid's row: how satisfied, and how important where the grid asks for it."""

    text: str
    satisfaction: Item | None
    importance: Item | None


@dataclass(frozen=True)
class Block:
    """A question alone, or the rows of a grid under its own text."""

    text: str = ""
    item: Item | None = None
    rows: tuple[Row, ...] = ()
    has_importance: bool = False


@dataclass(frozen=True)
class Section:
    title: str
    blocks: tuple[Block, ...]


class Sheet:
    """One answer on its questionnaire. Being pressed or asked for a score is read `with_pressure` only."""

    def __init__(
        self,
        wording: Wording,
        answers: Mapping[str, Any],
        first: Mapping[str, Any],
        *,
        with_pressure: bool,
    ) -> None:
        self.wording, self.answers, self.first = wording, answers, first
        seen = wording.shown(answers)
        self.questions = [question for question in seen if with_pressure or not is_pressure(question)]
        self.held_pressure = (
            any(is_pressure(question) and question.key in answers for question in seen) and not with_pressure
        )

    def sections(self) -> tuple[Section, ...]:
        seen = {question.key for question in self.questions}
        pages = (
            Section(
                self.wording.text(page.title),
                tuple(self._blocks(question for question in page.questions if question.key in seen)),
            )
            for page in self.wording.questionnaire.pages
        )
        return tuple(section for section in pages if section.blocks)

    def _blocks(self, questions: Iterable[Question]) -> Iterable[Block]:
        for grid, several in groupby(questions, lambda question: question.grid):
            if grid is None:
                for question in several:
                    item = self.item(question)
                    yield Block(text=item.text, item=item)
            else:
                yield Block(
                    text=self.wording.text(grid.text),
                    rows=tuple(self._rows(several)),
                    has_importance=grid.importance is not None,
                )

    def _rows(self, questions: Iterable[Question]) -> Iterable[Row]:
        rows: dict[str, dict[Aspect | None, Item]] = {}
        for question in questions:
            row = question.key.removesuffix("_importance") if is_importance(question) else question.key
            rows.setdefault(row, {})[question.aspect] = self.item(question)
        for cells in rows.values():
            named = next(iter(cells.values()))
            yield Row(named.text, cells.get(Aspect.SATISFACTION), cells.get(Aspect.IMPORTANCE))

    def item(self, question: Question) -> Item:
        value, first = self.answers.get(question.key), self.first.get(question.key)
        return Item(
            key=question.key,
            text=self.wording.text(question.text),
            given=self.wording.given(question, value),
            first=self.wording.given(question, first) if first != value else None,
        )


def is_importance(question: Question) -> bool:
    return question.aspect == Aspect.IMPORTANCE


def is_pressure(question: Question) -> bool:
    return bool(question.measure and question.measure.kind == MeasureKind.PRESSURE)
