"""From how contacts stand to verdicts: whose turn it is, when the mail could go, and what the rule says."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from csat.customers.models import Company, Contact, ContactRole
from csat.programs import eligibility, slots
from csat.programs.eligibility import Audience, Budgets, Candidate, Verdict
from csat.programs.models import Outcome, Program
from csat.programs.queries import standing
from csat.programs.queries.due import Ask
from csat.programs.queries.standing import Standing
from surveys.calendar import quiet_hours, zones

# A mail lands within these minutes after opening: in the morning, and not all at once.
MORNING_MINUTES = 150
DECISION_MAKERS_FIRST = {role: place for place, role in enumerate(ContactRole.values)}


@dataclass(frozen=True)
class Decided:
    """An ask with its verdict, and the moment from which the mail may go out."""

    ask: Ask
    send_at: datetime
    verdict: Verdict


def audience_of(program: Program) -> Audience:
    return Audience(
        roles=frozenset(program.roles),
        segments=frozenset(program.segments),
        starts_on=program.starts_on,
        contacts_per_account=program.contacts_per_account,
    )


def decide_all(
    program: Program, facts: Standing, asks: Sequence[Ask], *, company: Company, now: datetime
) -> list[Decided]:
    """Verdicts in the order of turns: decision makers first, then whoever was asked longest ago.

    Each "yes" counts at once for the mailbox and the account of those who come after. Those asked already are
    left out: their decision stands.
    """
    audience, budgets = audience_of(program), Budgets()
    sends: dict[str, list[date]] = defaultdict(list, {k: list(v) for k, v in facts.sends.items()})
    asked_at = defaultdict(int, facts.asked_at)
    decided = []
    for ask in sorted(asks, key=lambda ask: _turn(facts, ask)):
        if (ask.subject, ask.contact_id) in facts.asked:
            continue
        contact = facts.contacts[ask.contact_id]
        address, occasion = standing.address_of(contact), (ask.subject, ask.account_id)
        send_at = sending_moment(contact, _day_of(facts, ask), company=company, now=now)
        candidate = replace(
            candidate_of(facts, ask, send_on=local_day(send_at, contact, company)),
            sends=tuple(sends[address]),
            asked_at_account=asked_at[occasion],
        )
        verdict = eligibility.decide(candidate, audience, budgets)
        if verdict.is_clear:
            sends[address].append(candidate.send_on)
            asked_at[occasion] += 1
        decided.append(Decided(ask, send_at, verdict))
    return decided


def candidate_of(facts: Standing, ask: Ask, *, send_on: date) -> Candidate:
    """The contact as the rule sees it; what others in the same batch spend is not yet in it."""
    contact = facts.contacts[ask.contact_id]
    address = standing.address_of(contact)
    return Candidate(
        address=address,
        role=contact.role,
        segment=contact.account.segment,
        send_on=send_on,
        occurred_on=ask.occurred_on or send_on,
        has_legal_basis=facts.has_basis(contact.pk, send_on),
        left_on=contact.left_on,
        account_closed_on=contact.account.closed_on,
        is_suppressed=address in facts.suppressed,
        is_asked_already=(ask.subject, contact.pk) in facts.asked,
        is_drawn=ask.is_drawn,
        asked_at_account=facts.asked_at.get((ask.subject, ask.account_id), 0),
        sends=tuple(facts.sends.get(address, ())),
    )


def sending_moment(contact: Contact, day: date, *, company: Company, now: datetime) -> datetime:
    """When the mail may go out (UTC): the morning of `day` by the contact's clock, a business day there."""
    zone = zone_of(contact, company)
    country = contact.account.country or company.country
    minutes = timedelta(minutes=slots.drawn(f"minute {contact.uuid}", MORNING_MINUTES))
    morning = datetime.combine(day, quiet_hours.OPENS, ZoneInfo(zone)) + minutes
    wanted = max(morning, now)
    allowed = quiet_hours.next_allowed(wanted, zone=zone, country=country)
    # Moved to an opening: spread again, or all that were moved would go out in the same minute.
    return allowed if allowed == wanted else allowed + minutes


def local_day(moment: datetime, contact: Contact, company: Company) -> date:
    return moment.astimezone(ZoneInfo(zone_of(contact, company))).date()


def zone_of(contact: Contact, company: Company) -> str:
    """The contact's zone, else the account's, else ours; a name that no clock knows is passed over."""
    names = (contact.zone, contact.account.zone, company.zone)
    return next((name for name in names if name and zones.is_zone(name)), "UTC")


def _turn(facts: Standing, ask: Ask) -> tuple[int, int, int]:
    contact = facts.contacts[ask.contact_id]
    last = max((day.toordinal() for day in facts.sends.get(standing.address_of(contact), ())), default=0)
    return DECISION_MAKERS_FIRST.get(contact.role, len(DECISION_MAKERS_FIRST)), last, contact.pk


def _day_of(facts: Standing, ask: Ask) -> date:
    """The ask's day, or the later one to which the contact was put off."""
    earlier = facts.decisions.get((ask.contact_id, ask.subject))
    if earlier and earlier.outcome == Outcome.DEFERRED and earlier.next_possible_on:
        return max(ask.send_on, earlier.next_possible_on)
    return ask.send_on
