"""What those who may be asked went through: on which day, with whom of ours, and what it was worth."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models.functions import Lower

from csat.customers.models import Capacity, Company, Contact, Deal, Employee, Event
from csat.programs import deciding, words
from csat.programs.deciding import Decided
from csat.programs.models import Program, Sender
from csat.programs.queries import known, standing
from csat.programs.queries.due.events import day_of
from csat.programs.queries.known import Worth
from csat.programs.queries.standing import Responsible, Standing
from surveys.models import SurveyVersion


@dataclass(frozen=True)
class Experience:
    """What one contact is asked about: the day it happened, and who was responsible then."""

    decided: Decided
    contact: Contact
    deal: Deal | None
    event: Event | None
    occurred_on: date
    people: Responsible
    worth: Worth | None
    said_what_matters: bool

    @property
    def order(self) -> Deal | None:
        """The order behind it: asked about itself, or by way of an event."""
        return self.deal or (self.event.deal if self.event else None)

    def sender(self, program: Program) -> Employee | None:
        """Whose name the mail carries; nobody who has left, then it is the company's."""
        person = {Sender.MANAGER: self.people.manager, Sender.CARE_OWNER: self.people.care_owner}.get(
            Sender(program.sender)
        )
        sent_on = self.decided.send_at.date()
        return person if person and not (person.left_on and person.left_on <= sent_on) else None


def experiences(
    facts: Standing, decided: Sequence[Decided], company: Company, *, now: datetime
) -> list[Experience]:
    """An order: its manager, the day of closing. An event: who held the account on its day, unless the event
    names them. A round: who holds the account on sending.
    """
    found = [_bare(facts, one, company) for one in decided]
    responsible = standing.responsible(
        (one.contact.account_id, one.occurred_on, one.order.manager if one.order else None) for one in found
    )
    named = _named_by_events(one.event for one in found if one.event)
    worths = known.worths((one.order for one in found if one.order), base_currency=company.base_currency)
    said = known.said_what_matters({one.contact.pk for one in found}, now=now)
    return [
        replace(
            one,
            people=_people(
                one, responsible[one.contact.account_id, one.occurred_on, _manager_of(one)], named
            ),
            worth=worths[one.order.pk] if one.order else None,
            said_what_matters=one.contact.pk in said,
        )
        for one in found
    ]


def _bare(facts: Standing, decided: Decided, company: Company) -> Experience:
    contact = facts.contacts[decided.ask.contact_id]
    deal = facts.deals.get(decided.ask.deal_id or 0)
    event = facts.events.get(decided.ask.event_id or 0)
    day = deciding.local_day(decided.send_at, contact, company)
    if deal:
        day = deal.closed_on or deal.delivered_on or day
    elif event:
        day = day_of(event, company)
    return Experience(
        decided=decided,
        contact=contact,
        deal=deal,
        event=event,
        occurred_on=day,
        people=NOBODY,
        worth=None,
        said_what_matters=False,
    )


NOBODY = Responsible(None, None, None)


def _manager_of(one: Experience) -> int | None:
    return one.order.manager_id if one.order else None


def _people(one: Experience, then: Responsible, named: dict[str, Employee]) -> Responsible:
    """Those of the day, but for whom the event names by mail address, as a handover may."""
    if one.event is None:
        return then
    said = {
        capacity: named.get(str(one.event.facts.get(capacity, "")).lower()) for capacity in Capacity.values
    }
    return replace(
        then,
        manager=said[Capacity.MANAGER] or then.manager,
        care_owner=said[Capacity.CARE_OWNER] or then.care_owner,
    )


def _named_by_events(events: Iterable[Event]) -> dict[str, Employee]:
    """Mail address -> our employee, of all whom these events name."""
    said = {str(event.facts.get(name, "")).lower() for event in events for name in Capacity.values}
    wanted = {address for address in said if "@" in address}
    if not wanted:
        return {}
    people = Employee.objects.annotate(folded=Lower("email")).filter(folded__in=wanted)
    return {person.email.lower(): person for person in people}


def language_of(program: Program, contact: Contact, version: SurveyVersion) -> str:
    """The rule's language, else the contact's, where the version has it; else its base, English, or any."""
    wanted = (program.language, contact.language, contact.language.partition("-")[0], "en")
    return next((name for name in wanted if name in version.languages), version.languages[0])


def facts_of(experience: Experience, *, supplier: str, occasion: str, language: str) -> dict[str, Any]:
    """Values of piped text, and of what rules ask about; what is not known is left out.

    What an event tells stands beside ours, never in its place.
    """
    contact, order, people = experience.contact, experience.order, experience.people
    readers = [person for person in (people.manager, people.care_owner) if person]
    role = words.ROLES.get(contact.role, {}).get(language, "")
    ours: dict[str, Any] = {
        "supplier": supplier,
        "company": contact.account.name,
        "contact_name": contact.name,
        "contact_role": contact.title or role,
        "manager": people.manager.name if people.manager else "",
        "order": order.reference if order else "",
        "order_on": (day := order.closed_on or order.delivered_on) and day.isoformat() if order else "",
        "goods": order.goods if order else "",
        "who_reads": ["sender", *dict.fromkeys(map(_named, readers)), "executives"],
        **_for_rules(experience, occasion, language),
    }
    told = experience.event.facts if experience.event else {}
    known_ones = {name: value for name, value in ours.items() if value not in ("", None)}
    return {name: value for name, value in told.items() if name not in ours} | known_ones


def _for_rules(experience: Experience, occasion: str, language: str) -> dict[str, Any]:
    """Codes and amounts, which no text says; a JSON number is exact enough to be compared."""
    account, worth, event = experience.contact.account, experience.worth, experience.event
    return {
        "role": experience.contact.role,
        "segment": account.segment,
        "language": language,
        "country": account.country,
        "is_key": "yes" if account.is_key else "no",
        "order_amount": float(worth.amount) if worth else None,
        "order_currency": worth.currency if worth else "",
        "occasion": occasion,
        "event": event.name if event else "",
        "event_on": experience.occurred_on.isoformat() if event else "",
        "importance": "known" if experience.said_what_matters else "",
    }


def _named(person: Employee) -> str:
    return f"{person.name} ({person.title})" if person.title else person.name
