"""Turns a "yes" into a touchpoint, account and people as of the experience, and an invitation."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from csat.customers.models import Capacity, Company, Contact, Deal, Employee
from csat.programs import deciding, words
from csat.programs.deciding import Decided
from csat.programs.models import Program, ProgramDay, Touchpoint, TouchpointPerson
from csat.programs.queries import known, standing
from csat.programs.queries.known import Worth
from csat.programs.queries.standing import Responsible, Standing
from surveys.actions import inviting
from surveys.calendar import quiet_hours
from surveys.models import Batch, Brand, Invitation, SurveyVersion


@dataclass(frozen=True)
class Ground:
    """What every batch of one planning run stands on."""

    company: Company
    brand: Brand
    version: SurveyVersion


@dataclass(frozen=True)
class Experience:
    """What one contact is asked about: the day it happened, and who was responsible then."""

    decided: Decided
    contact: Contact
    deal: Deal | None
    occurred_on: date
    people: Responsible
    worth: Worth | None
    said_what_matters: bool


def freeze(
    *, program: Program, ground: Ground, facts: Standing, decided: Sequence[Decided], now: datetime
) -> None:
    """Invite everybody who was decided for, each with a touchpoint; one batch for each day of sending."""
    by_day: dict[date, list[Experience]] = defaultdict(list)
    clear = [one for one in decided if one.verdict.is_clear]
    for experience in _experiences(facts, clear, ground.company, now=now):
        by_day[experience.decided.send_at.date()].append(experience)
    for day, experiences in sorted(by_day.items()):
        invitations = inviting.invite_all(
            batch=_batch_of(program, day, ground.brand, now=now),
            wishes=[_wish(program, ground, experience) for experience in experiences],
            now=now,
        )
        _write(program, experiences, invitations, now=now)


def _experiences(
    facts: Standing, decided: Sequence[Decided], company: Company, *, now: datetime
) -> list[Experience]:
    """Post-sale: the deal's manager, the day of closing. A round: who holds the account on sending."""
    found = []
    for one in decided:
        contact = facts.contacts[one.ask.contact_id]
        deal = facts.deals.get(one.ask.deal_id) if one.ask.deal_id else None
        sent_on = deciding.local_day(one.send_at, contact, company)
        found.append(
            (one, contact, deal, (deal.closed_on or deal.delivered_on or sent_on) if deal else sent_on)
        )
    responsible = standing.responsible(
        (contact.account_id, day, deal.manager if deal else None) for _, contact, deal, day in found
    )
    worths = known.worths((deal for _, _, deal, _ in found if deal), base_currency=company.base_currency)
    said = known.said_what_matters({contact.pk for _, contact, _, _ in found}, now=now)
    return [
        Experience(
            decided=one,
            contact=contact,
            deal=deal,
            occurred_on=day,
            people=responsible[contact.account_id, day, deal.manager_id if deal else None],
            worth=worths[deal.pk] if deal else None,
            said_what_matters=contact.pk in said,
        )
        for one, contact, deal, day in found
    ]


def _batch_of(program: Program, day: date, brand: Brand, *, now: datetime) -> Batch:
    """The day's batch, opened by whoever comes first: the program's row is the lock."""
    found = ProgramDay.objects.select_related("batch").filter(program=program, day=day)
    if there := found.first():
        return there.batch
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    if there := found.first():
        return there.batch
    batch = inviting.open_batch(
        name=f"{program.name}, {day.isoformat()}",
        sender_name=brand.sender_name,
        sender_title=brand.sender_title,
        sender_address=brand.sender_address,
        reply_to_address=brand.reply_to_address,
        opens_at=quiet_hours.OPENS,
        closes_at=quiet_hours.CLOSES,
        now=now,
    )
    return ProgramDay.objects.create(program=program, day=day, batch=batch).batch


def _wish(program: Program, ground: Ground, experience: Experience) -> inviting.Wish:
    contact, send_at = experience.contact, experience.decided.send_at
    language = language_of(contact, ground.version)
    return inviting.Wish(
        version=ground.version,
        address=standing.address_of(contact),
        language=language,
        kind=program.survey.kind,
        facts=facts_of(experience, supplier=ground.brand.name, occasion=program.kind, language=language),
        zone=deciding.zone_of(contact, ground.company),
        not_before_at=send_at,
        expires_at=send_at + timedelta(days=program.expires_after_days),
        remind_after_days=program.remind_after_days,
    )


def language_of(contact: Contact, version: SurveyVersion) -> str:
    """The contact's language where the version has it, else its base, else English, else any."""
    wanted = (contact.language, contact.language.partition("-")[0], "en")
    return next((name for name in wanted if name in version.languages), version.languages[0])


def facts_of(experience: Experience, *, supplier: str, occasion: str, language: str) -> dict[str, Any]:
    """Values of piped text, and of what rules ask about; what is not known is left out."""
    contact, deal, people = experience.contact, experience.deal, experience.people
    readers = [person for person in (people.manager, people.care_owner) if person]
    role = words.ROLES.get(contact.role, {}).get(language, "")
    facts: dict[str, Any] = {
        "supplier": supplier,
        "company": contact.account.name,
        "contact_name": contact.name,
        "contact_role": contact.title or role,
        "manager": people.manager.name if people.manager else "",
        "order": deal.reference if deal else "",
        "order_on": (day := deal.closed_on or deal.delivered_on) and day.isoformat() if deal else "",
        "goods": deal.goods if deal else "",
        "who_reads": ["sender", *dict.fromkeys(map(_named, readers)), "executives"],
        **_for_rules(experience, occasion, language),
    }
    return {name: value for name, value in facts.items() if value not in ("", None)}


def _for_rules(experience: Experience, occasion: str, language: str) -> dict[str, Any]:
    """Codes and amounts, which no text says; a JSON number is exact enough to be compared."""
    account, worth = experience.contact.account, experience.worth
    return {
        "role": experience.contact.role,
        "segment": account.segment,
        "language": language,
        "country": account.country,
        "is_key": "yes" if account.is_key else "no",
        "order_amount": float(worth.amount) if worth else None,
        "order_currency": worth.currency if worth else "",
        "occasion": occasion,
        "importance": "known" if experience.said_what_matters else "",
    }


def _named(person: Employee) -> str:
    return ", ".join(filter(None, (person.name, person.title)))


def _write(
    program: Program, experiences: Sequence[Experience], invitations: Sequence[Invitation], *, now: datetime
) -> None:
    touchpoints = Touchpoint.objects.bulk_create(
        Touchpoint(
            program=program,
            survey_id=program.survey_id,
            invitation=invitation,
            contact=experience.contact,
            account_id=experience.contact.account_id,
            deal=experience.deal,
            wave_id=experience.decided.ask.wave_id,
            role=experience.contact.role,
            segment=experience.contact.account.segment,
            is_key=experience.contact.account.is_key,
            team=experience.people.team,
            occurred_on=experience.occurred_on,
            created_at=now,
        )
        for experience, invitation in zip(experiences, invitations, strict=True)
    )
    TouchpointPerson.objects.bulk_create(
        TouchpointPerson(touchpoint=touchpoint, employee=employee, capacity=capacity)
        for experience, touchpoint in zip(experiences, touchpoints, strict=True)
        for capacity, employee in (
            (Capacity.MANAGER, experience.people.manager),
            (Capacity.CARE_OWNER, experience.people.care_owner),
        )
        if employee
    )
