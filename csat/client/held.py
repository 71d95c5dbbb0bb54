"""All that we hold about a person, as they see it and take it away: a frozen copy, dates and words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from csat.client import wording
from csat.client.person import Person
from csat.customers import queries as customers
from csat.customers.models import Capacity, Contact
from csat.programs import words as program_words
from csat.reports.answers.given import Wording
from surveys.actions import suppressing
from surveys.definition.questionnaire import QuestionType
from surveys.models import Invitation, Response, Suppression
from surveys.rendering import published
from surveys.rendering.phrasebook import book


@dataclass(frozen=True)
class Basis:
    """On what ground we may ask: consent, contract or notice, from a day on."""

    kind: str
    proof: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Entry:
    """The person at one client company, with those who look after it."""

    name: str
    title: str
    role: str
    company: str
    email: str
    phone: str
    language: str
    bases: tuple[Basis, ...]
    manager: str
    service_owner: str


@dataclass(frozen=True)
class Said:
    """A question as it was put, and what was answered."""

    question: str
    answer: str
    file: UUID | None = None


@dataclass(frozen=True)
class Version:
    """The answer as it was sent, or changed, at one moment; unfinished: as last saved."""

    sent_at: datetime
    cause: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Asked:
    """One survey that was sent to the person; the last version of the answer first."""

    survey: str
    address: str
    asked_at: datetime
    facts: Mapping[str, Any]
    versions: tuple[Version, ...]


@dataclass(frozen=True)
class Held:
    entries: tuple[Entry, ...]
    asked: tuple[Asked, ...]
    opted_out_at: datetime | None


def build(person: Person, language: str, *, now: datetime) -> Held:
    """Newest first. Anonymous answers are not among it: nothing leads to them, for us neither."""
    invitations = person.invitations.select_related("version__survey").order_by("-created_at")
    return Held(
        entries=tuple(_entry(contact, language, now) for contact in person.contacts),
        asked=tuple(_asked(invitation) for invitation in invitations),
        opted_out_at=_opted_out_at(person),
    )


def _entry(contact: Contact, language: str, now: datetime) -> Entry:
    held = customers.holders_on([contact.account_id], customers.local_day(now))
    manager = held.get((contact.account_id, Capacity.MANAGER))
    owner = held.get((contact.account_id, Capacity.CARE_OWNER))
    roles = program_words.ROLES.get(contact.role, {})
    bases = contact.legal_bases.order_by("id")
    return Entry(
        name=contact.name,
        title=contact.title,
        role=roles.get(language) or roles.get("en", contact.role),
        company=contact.account.name,
        email=contact.email or "",
        phone=contact.phone,
        language=book(contact.language)("language"),
        bases=tuple(
            Basis(_ground(one.kind, language), one.proof, one.during.lower, one.during.upper) for one in bases
        ),
        manager=manager.name if manager else "",
        service_owner=owner.name if owner else "",
    )


def _ground(kind: str, language: str) -> str:
    words = book(language)
    return words(f"my_data.basis_{kind}") if words.has(f"my_data.basis_{kind}") else kind


def _asked(invitation: Invitation) -> Asked:
    response = Response.objects.filter(invitation=invitation).first()
    return Asked(
        survey=_title(invitation),
        address=invitation.address,
        asked_at=invitation.created_at,
        facts=invitation.facts,
        versions=tuple(_versions(invitation, response)) if response else (),
    )


def _title(invitation: Invitation) -> str:
    name = published.questionnaire(invitation.version_id).name
    return name.get(invitation.language) or invitation.version.survey.title


def _versions(invitation: Invitation, response: Response) -> Iterator[Version]:
    if response.submitted_at is None:
        yield Version(response.saved_at, "unfinished", _said(invitation, response, response.answers))
    if response.changing:
        yield Version(response.saved_at, "unfinished", _said(invitation, response, response.changing))
    for one in response.revisions.filter(cause__in=("submitted", "changed")).order_by("-revision"):
        yield Version(one.created_at, one.cause, _said(invitation, response, one.answers))


def _said(invitation: Invitation, response: Response, answers: Mapping[str, Any]) -> tuple[Said, ...]:
    """In the language in which it was answered, the questions as they were put."""
    questionnaire = published.questionnaire(response.version_id)
    put = Wording(questionnaire, response, invitation.facts)
    words = book(put.language)
    return tuple(
        Said(
            question=put.text(question.text),
            answer=wording.words(question, answers[question.key], words),
            file=UUID(answers[question.key]["file"]) if question.type == QuestionType.FILE else None,
        )
        for question in questionnaire.questions
        if question.key in answers
    )


def _opted_out_at(person: Person) -> datetime | None:
    keys = [key for address in person.addresses for key in suppressing.hmacs_of(address)]
    found = Suppression.objects.filter(address_hmac__in=keys).order_by("created_at")
    return found.values_list("created_at", flat=True).first()
