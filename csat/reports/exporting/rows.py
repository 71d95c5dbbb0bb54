"""Rows of a file: one an answer sheet, a column a question; or one an answered question."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from csat.reports.answers.given import Wording
from csat.reports.answers.one import facts_of
from csat.reports.exporting import reading
from csat.reports.exporting.columns import ABOUT, Column, Shown, Versions
from csat.reports.exporting.reading import About, Told
from csat.reports.exporting.values import Text, Values
from surveys.definition.questionnaire import Question, Questionnaire
from surveys.models import Response

Progress = Callable[[int], None]
Row = list[Any]


class Rows:
    """The header of a file and its rows, as the reader may see and wants them."""

    def __init__(self, found: QuerySet[Response], shown: Shown, *, as_first: bool) -> None:
        self.found, self.shown, self.as_first = found, shown, as_first
        self.versions = Versions(found, shown)
        self.values, self.about = Values(shown), About(self.versions)

    def header(self) -> list[str]:
        raise NotImplementedError

    def rows(self, progress: Progress | None = None) -> Iterator[Row]:
        """One by one; `progress` is told how many answer sheets were read."""
        raise NotImplementedError

    def header_about(self) -> list[str]:
        return [str(ABOUT[name]) for name in self.shown.about]

    def told(self, progress: Progress | None) -> Iterator[Told]:
        done = 0
        for page in reading.told(self.found, as_first=self.as_first):
            yield from page
            done += len(page)
            if progress:
                progress(done)

    def _known(self, one: Told) -> Row:
        known = self.about.of(one)
        return [known.get(name) for name in self.shown.about]

    def _in_general(self, questionnaire: Questionnaire) -> Text:
        return lambda texts: self.versions.text(questionnaire, texts)


class ByResponse(Rows):
    """A row an answer sheet."""

    def __init__(self, found: QuerySet[Response], shown: Shown, *, as_first: bool) -> None:
        super().__init__(found, shown, as_first=as_first)
        self.columns = self.versions.columns()

    def header(self) -> list[str]:
        return [*self.header_about(), *(column.header for column in self.columns)]

    def rows(self, progress: Progress | None = None) -> Iterator[Row]:
        plans: dict[int, tuple[Sequence[tuple[Question | None, Column]], Text]] = {}
        for one in self.told(progress):
            version_id = one.response.version_id
            if version_id not in plans:
                plans[version_id] = self._plan(version_id)
            plan, text = plans[version_id]
            yield self._known(one) + [
                self.values.cell(question, one.answers.get(column.key), column.part, text)
                if question
                else None
                for question, column in plan
            ]

    def _plan(self, version_id: int) -> tuple[Sequence[tuple[Question | None, Column]], Text]:
        """Which question of a version stands in which column."""
        questionnaire, survey = self.versions.questionnaire(version_id), self.versions.numbers[version_id][0]
        asked = questionnaire.by_key
        plan = [
            (asked.get(column.key) if survey in column.surveys else None, column) for column in self.columns
        ]
        return plan, self._in_general(questionnaire)


class ByAnswer(Rows):
    """A row a question that was answered, in the words that were shown."""

    def header(self) -> list[str]:
        return [*self.header_about(), _("Key"), _("Question"), _("Type"), _("Number"), _("Given answer")]

    def rows(self, progress: Progress | None = None) -> Iterator[Row]:
        for one in self.told(progress):
            known, questionnaire = self._known(one), self.versions.questionnaire(one.response.version_id)
            text = self._text(one, questionnaire)
            for question in filter(self.shown.may_read, questionnaire.questions):
                if question.key in one.answers:
                    yield [*known, *self._answer(question, one.answers, text)]

    def _text(self, one: Told, questionnaire: Questionnaire) -> Text:
        """The words as they were shown; without people those that nobody's name is filled into."""
        if not self.shown.with_people:
            return self._in_general(questionnaire)
        return Wording(questionnaire, one.response, facts_of(one.response, self.versions.ours)).text

    def _answer(self, question: Question, answers: Mapping[str, Any], text: Text) -> Row:
        given = self.values.cell(question, answers[question.key], "", text)
        is_number = isinstance(given, int | float)
        asked = text(question.grid.text) + ": " if question.grid else ""
        return [
            question.key,
            asked + text(question.text),
            question.type.value,
            given if is_number else None,
            None if is_number else given,
        ]
