"""What the people of a client said, each in their own words; and who has not been heard."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from csat.alerts.said import Said, said
from csat.customers.models import Account, Contact, ContactRole
from csat.programs.models import Touchpoint
from surveys.definition import document
from surveys.definition.questionnaire import MeasureKind, Questionnaire
from surveys.models import Verdict

# The decision maker first; then by how much hangs on them in a purchase.
ORDER = (
    ContactRole.DECISION_MAKER,
    ContactRole.BUYER,
    ContactRole.TECHNICAL,
    ContactRole.USER,
    ContactRole.LOGISTICS,
    ContactRole.FINANCE,
)
MOST_TOUCHPOINTS = 400


@dataclass(frozen=True)
class Answer:
    """One submitted answer. `survey_kind`: post_sale, periodic, nps."""

    response_uuid: object
    contact_id: int
    contact_name: str
    role: str
    on: datetime
    survey_kind: str
    order: str
    language: str
    said: Said
    intention: str
    is_periodic: bool


@dataclass(frozen=True)
class Voice:
    """A person who answered: the latest answer, and the numbers ticked before it, oldest first."""

    name: str
    role: str
    title: str
    has_left: bool
    latest: Answer
    earlier: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Unheard:
    """A person who has not answered; `asked_on` is the last time we tried, None: never."""

    name: str
    role: str
    title: str
    has_email: bool
    asked_on: date | None


@dataclass(frozen=True)
class Voices:
    heard: tuple[Voice, ...]
    unheard: tuple[Unheard, ...]
    answers: tuple[Answer, ...] = field(default=())

    @property
    def is_decision_maker_unheard(self) -> bool:
        """Somebody decides, and nobody who does has answered."""
        unheard = any(row.role == ContactRole.DECISION_MAKER for row in self.unheard)
        return unheard and not any(row.role == ContactRole.DECISION_MAKER for row in self.heard)


def build(account: Account, contacts: list[Contact], today: date, language: str) -> Voices:
    """Newest answers first in `answers`; people by role, the decision maker first."""
    touchpoints = (
        Touchpoint.objects.filter(account=account)
        .select_related("contact", "survey", "deal", "invitation__response__version")
        .order_by("-created_at")[:MOST_TOUCHPOINTS]
    )
    read: dict[int, Questionnaire] = {}
    asked: dict[int, date] = {}
    answers = []
    for touchpoint in touchpoints:
        asked.setdefault(touchpoint.contact_id, touchpoint.occurred_on)
        answer = _answer(touchpoint, read, language)
        if answer:
            answers.append(answer)
    answers.sort(key=lambda one: one.on, reverse=True)
    people = sorted(contacts, key=lambda one: (_place(one.role), one.name))
    by_person = {person.pk: [a for a in answers if a.contact_id == person.pk] for person in people}
    return Voices(
        heard=tuple(_voice(person, by_person[person.pk], today) for person in people if by_person[person.pk]),
        unheard=tuple(
            Unheard(person.name, person.role, person.title, bool(person.email), asked.get(person.pk))
            for person in people
            if not by_person[person.pk] and not _has_left(person, today)
        ),
        answers=tuple(answers),
    )


def _answer(touchpoint: Touchpoint, read: dict[int, Questionnaire], language: str) -> Answer | None:
    response = getattr(touchpoint.invitation, "response", None)
    if response is None or response.submitted_at is None or response.verdict != Verdict.COUNTS:
        return None
    if response.version_id not in read:
        read[response.version_id] = document.parse(response.version.document)
    questionnaire = read[response.version_id]
    return Answer(
        response_uuid=response.uuid,
        contact_id=touchpoint.contact_id,
        contact_name=touchpoint.contact.name,
        role=touchpoint.role,
        on=response.submitted_at,
        survey_kind=touchpoint.survey.kind,
        order=touchpoint.deal.reference if touchpoint.deal else "",
        language=response.language,
        said=said(questionnaire, response.answers),
        intention=_ticked(questionnaire, response.answers, MeasureKind.INTENTION, language),
        is_periodic=touchpoint.wave_id is not None,
    )


def _ticked(
    questionnaire: Questionnaire, answers: Mapping[str, Any], kind: MeasureKind, language: str
) -> str:
    """The words of the option or number that was ticked, in the reader's language where the survey has it."""
    for question in questionnaire.measured(kind):
        given = answers.get(question.key)
        texts: dict[Any, Mapping[str, str]] = {option.key: option.text for option in question.options}
        if question.scale and question.scale.labels:
            texts |= dict(zip(question.scale.points, question.scale.labels, strict=True))
        if given in texts:
            return texts[given].get(language) or next(iter(texts[given].values()), "")
    return ""


def _voice(person: Contact, answers: list[Answer], today: date) -> Voice:
    earlier = tuple(a.said for a in reversed(answers[1:6]) if a.said.given is not None)
    return Voice(person.name, person.role, person.title, _has_left(person, today), answers[0], earlier)


def _has_left(person: Contact, today: date) -> bool:
    return person.left_on is not None and person.left_on <= today


def _place(role: str) -> int:
    return ORDER.index(ContactRole(role)) if role in ORDER else len(ORDER)
