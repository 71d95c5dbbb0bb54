"""Which columns a file of answers has: what is known of each answer, then its questions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from csat.reports.answers.sheet import is_pressure
from surveys.definition import piping
from surveys.definition.questionnaire import Question, Questionnaire, QuestionType
from surveys.models import Brand, Response, SurveyVersion
from surveys.rendering import published

# Name in JSON -> header. Without people the columns of PERSONAL are left out.
ABOUT: Mapping[str, Any] = {
    "response": lazy("Answer"),
    "survey": lazy("Survey"),
    "version": lazy("Version"),
    "language": lazy("Language"),
    "submitted_at": lazy("Submitted"),
    "submitted_at_utc": lazy("Submitted (UTC)"),
    "state": lazy("State"),
    "doubts": lazy("Doubts"),
    "channel": lazy("Came by"),
    "door": lazy("Link or widget"),
    "client": lazy("Client"),
    "is_key": lazy("Key client"),
    "segment": lazy("Segment"),
    "contact": lazy("Contact"),
    "role": lazy("Role"),
    "manager": lazy("Account manager"),
    "care_owner": lazy("Service owner"),
    "team": lazy("Team"),
    "order": lazy("Order"),
    "occurred_on": lazy("About the day"),
    "rule": lazy("Survey rule"),
    "is_changed": lazy("Changed later"),
}
PERSONAL = ("contact",)
WRITTEN = (QuestionType.TEXT, QuestionType.LONG_TEXT, QuestionType.FILE)
OTHER_WORDS, LINK = "other", "link"
WISH_PARTS = ("phone", "time", "who")
PART_NAMES = {
    "phone": lazy("phone"),
    "time": lazy("time"),
    "who": lazy("who"),
    OTHER_WORDS: lazy("other"),
    LINK: lazy("link"),
}


@dataclass(frozen=True)
class Shown:
    """What the reader may see, and how they want it."""

    language: str
    with_people: bool
    with_pressure: bool
    by_option: bool = False  # a column for each option of a multiple choice
    as_keys: bool = False  # options and questions by their keys, not in words

    def may_read(self, question: Question) -> bool:
        if is_pressure(question) and not self.with_pressure:
            return False
        return question.takes_answer and (self.with_people or question.type not in WRITTEN)

    @property
    def about(self) -> tuple[str, ...]:
        return tuple(name for name in ABOUT if self.with_people or name not in PERSONAL)


@dataclass
class Column:
    """One part of one question in all versions that ask it; `part` empty: the question itself."""

    key: str
    part: str
    header: str
    surveys: set[str] = field(default_factory=set)


class Versions:
    """The versions that a file's answers belong to, the latest of each survey first."""

    def __init__(self, found: QuerySet[Response], shown: Shown) -> None:
        ids = found.order_by().values("version_id").distinct()
        rows = SurveyVersion.objects.filter(id__in=ids).order_by("survey__title", "survey_id", "-number")
        self.shown = shown
        self.numbers: dict[int, tuple[str, int]] = {
            version_id: (key, number)
            for version_id, key, number in rows.values_list("id", "survey__key", "number")
        }
        self.ours = Brand.objects.values_list("name", flat=True).first() or ""

    def questionnaire(self, version_id: int) -> Questionnaire:
        return published.questionnaire(version_id)

    def text(self, questionnaire: Questionnaire, texts: Mapping[str, str]) -> str:
        """A text in the reader's language, or the first there is; what only one client knows stays out."""
        language = self.shown.language if self.shown.language in texts else next(iter(texts), "")
        known = {"supplier": self.ours}
        return " ".join(piping.fill(texts.get(language, ""), known).split())

    def columns(self) -> list[Column]:
        """A column for each question, under one key and wording in several surveys only once."""
        columns: dict[tuple[str, str, str], Column] = {}
        of_survey: set[tuple[str, str, str]] = set()
        for survey, key, part, header in self._all_parts():
            # The wording of a survey's latest version stands for the earlier ones: trends join by key.
            if (survey, key, part) not in of_survey:
                of_survey.add((survey, key, part))
                columns.setdefault((key, part, header), Column(key, part, header)).surveys.add(survey)
        return list(columns.values())

    def _all_parts(self) -> Iterable[tuple[str, str, str, str]]:
        """(survey, question, part, header) of every version, the latest of each survey first."""
        for version_id, (survey, _number) in self.numbers.items():
            questionnaire = self.questionnaire(version_id)
            for question in filter(self.shown.may_read, questionnaire.questions):
                for part, header in self._parts(questionnaire, question):
                    yield survey, question.key, part, header

    def _parts(self, questionnaire: Questionnaire, question: Question) -> Iterable[tuple[str, str]]:
        """(part, header) of the columns that one question takes."""
        name = f"{question.key}: {self.text(questionnaire, question.text)}"
        if self.shown.by_option and question.type in (QuestionType.CHOICES, QuestionType.RANKING):
            for option in question.options:
                yield option.key, f"{name} | {self.text(questionnaire, option.text)}"
            if question.has_other and self.shown.with_people:
                yield f"={OTHER_WORDS}", f"{name} | {_('other')}"
            return
        yield "", name
        extra: tuple[str, ...] = ()
        if question.type == QuestionType.CONTACT_WISH and self.shown.with_people:
            extra = WISH_PARTS
        elif question.type == QuestionType.FILE:
            extra = (LINK,)
        for part in extra:
            yield f"={part}", f"{name} | {PART_NAMES[part]}"
