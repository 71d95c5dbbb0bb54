"""The questionnaire as code sees it: frozen dataclasses read from a document of format 1."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

Texts = Mapping[str, str]  # by language
Condition = Mapping[str, Any]  # a show_if tree, see conditions.py

CANNOT_JUDGE = "cannot_judge"  # an answer, not a gap
OTHER = "other"  # {"other": "their words"} stands where an option key would
TODAY = "today"  # stands where a date's limit would

# What a file may be: nothing that a browser or an office program would run.
FORMATS = ("pdf", "png", "jpg", "webp", "heic", "docx", "xlsx", "pptx", "odt", "ods", "txt", "csv")
MOST_MB = 10


class QuestionType(StrEnum):
    SCALE = "scale"
    CHOICE = "choice"
    CHOICES = "choices"
    RANKING = "ranking"
    YES_NO = "yes_no"
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    FILE = "file"
    STATEMENT = "statement"
    CONTACT_WISH = "contact_wish"


class MeasureKind(StrEnum):
    """What a question measures. Scores and alerts go by it, never by keys or positions."""

    OVERALL = "overall"
    ATTRIBUTE = "attribute"
    NPS = "nps"
    CSAT = "csat"
    EFFORT = "effort"
    TREND = "trend"
    INTENTION = "intention"
    IMPORTANCE = "importance"
    COMMENT = "comment"
    CONTACT_WISH = "contact_wish"
    PRESSURE = "pressure"


class ContactWish(StrEnum):
    YES = "yes"
    NO = "no"
    OTHER_PERSON = "other_person"


@dataclass(frozen=True)
class Scale:
    """Whole numbers from `lowest` to `highest`; words at both ends, or a label for every number."""

    name: str
    lowest: int
    highest: int
    low: Texts = field(default_factory=dict)
    high: Texts = field(default_factory=dict)
    labels: tuple[Texts, ...] = ()

    @property
    def points(self) -> range:
        return range(self.lowest, self.highest + 1)


@dataclass(frozen=True)
class Option:
    """`stays`: keeps its place where the order is random."""

    key: str
    text: Texts
    stays: bool = False


@dataclass(frozen=True)
class Measure:
    """`is_reversed`: a high number is bad. Stored as given, turned where it is scored."""

    kind: MeasureKind
    attribute: str = ""
    is_reversed: bool = False
    scale: Scale | None = None


class Aspect(StrEnum):
    """Which side of a grid's row a question asks."""

    SATISFACTION = "satisfaction"
    IMPORTANCE = "importance"


@dataclass(frozen=True)
class Grid:
    """Rows that stand together, each rated on `scale`, and on `importance` where there is one.

    Each cell is a question of its own: answers, rules and scores know nothing of grids.
    """

    key: str
    path: str
    text: Texts
    scale: Scale
    importance: Scale | None = None
    help: Texts = field(default_factory=dict)
    is_random: bool = False


@dataclass(frozen=True)
class Question:
    """One item, known by its key in every version."""

    key: str
    type: QuestionType
    text: Texts
    path: str
    help: Texts = field(default_factory=dict)
    is_required: bool = True
    scale: Scale | None = None
    options: tuple[Option, ...] = ()
    has_other: bool = False
    cannot_judge: bool = False
    cannot_judge_text: Texts = field(default_factory=dict)
    show_if: Condition | None = None
    measure: Measure | None = None
    least: float | None = None  # choices to tick, characters to write, or the smallest number
    most: float | None = None
    is_whole: bool = False
    earliest: str = ""  # an ISO date, or "today"
    latest: str = ""
    formats: tuple[str, ...] = ()  # of a file, among FORMATS
    most_mb: int = 0
    is_random: bool = False
    grid: Grid | None = None
    aspect: Aspect | None = None

    @property
    def takes_answer(self) -> bool:
        return self.type != QuestionType.STATEMENT

    @property
    def option_keys(self) -> tuple[str, ...]:
        return tuple(option.key for option in self.options)

    @property
    def item_key(self) -> str:
        """The key of the document's item that this question comes from: a row's is its grid's."""
        return self.grid.key if self.grid else self.key

    @property
    def item_path(self) -> str:
        return self.grid.path if self.grid else self.path


@dataclass(frozen=True)
class Page:
    key: str
    title: Texts
    intro: Texts
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Thanks:
    """What stands after submitting; the first whose rule holds is shown."""

    path: str
    text: Texts
    title: Texts = field(default_factory=dict)
    show_if: Condition | None = None


@dataclass(frozen=True)
class Mail:
    """The survey's own words in its mails, instead of the phrasebook's; what is empty stays the book's."""

    subject: Texts = field(default_factory=dict)
    lead: Texts = field(default_factory=dict)
    reminder_subject: Texts = field(default_factory=dict)
    reminder_lead: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Anonymous:
    """No key leads from an answer to a person; results are grouped by the fact `group`, if by any."""

    group: str = ""


@dataclass(frozen=True)
class Questionnaire:
    key: str
    kind: str
    name: Texts
    title: Texts
    minutes: int
    languages: tuple[str, ...]
    pages: tuple[Page, ...]
    thanks: tuple[Thanks, ...] = ()
    mail: Mail = field(default_factory=Mail)
    anonymous: Anonymous | None = None

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for page in self.pages for question in page.questions)

    @cached_property
    def by_key(self) -> Mapping[str, Question]:
        return {question.key: question for question in self.questions}

    @cached_property
    def page_of(self) -> Mapping[str, int]:
        """The page's index by question key."""
        return {q.key: number for number, page in enumerate(self.pages) for q in page.questions}

    @cached_property
    def first_scale(self) -> Question | None:
        """The question whose scale stands in the mail: the first of the first page that everybody sees."""
        scales = (q for q in self.pages[0].questions if q.type == QuestionType.SCALE)
        return next((q for q in scales if q.show_if is None and q.aspect != Aspect.IMPORTANCE), None)

    def measured(self, kind: MeasureKind) -> Iterator[Question]:
        """The questions that measure `kind`, in order."""
        return (q for q in self.questions if q.measure and q.measure.kind == kind)
