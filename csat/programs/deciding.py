"""From how contacts stand to verdicts: whose turn it is, when the mail could go, and what the rule says."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count, takewhile
from zoneinfo import ZoneInfo

from csat.customers.models import Company, Contact, ContactRole
from csat.programs import eligibility, slots
from csat.programs.budgets import Had, Send, Wish, affordable
from csat.programs.eligibility import Audience, Candidate, Verdict
from csat.programs.models import Outcome, Program, ProgramKind
from csat.programs.queries.due import Ask
from csat.programs.queries.standing import Spent, Standing
from surveys.calendar import quiet_hours, reminders, zones

# A mail lands within these minutes after opening: in the morning, and not all at once.
MORNING_MINUTES = 150
DECISION_MAKERS_FIRST = {role: place for place, role in enumerate(ContactRole.values)}
EVERYBODY = 1_000_000  # of a list that somebody chose by name
# Sends that have no row yet are told apart by numbers below every id.
unwritten = count(-1, -1)


@dataclass(frozen=True)
class Decided:
    """An ask with its verdict, the moment from which the mail may go out, and on which days it mails."""

    ask: Ask
    send_at: datetime
    verdict: Verdict
    mails: Sequence[date] = ()  # its own day, then its reminders'


def audience_of(program: Program) -> Audience:
    is_list = program.kind == ProgramKind.ONE_OFF
    return Audience(
        roles=frozenset(program.roles),
        segments=frozenset(program.segments),
        starts_on=program.starts_on,
        contacts_per_account=EVERYBODY if is_list else program.contacts_per_account,
        ends_on=program.ends_on,
        conditions=program.conditions,
    )


def decide_all(
    program: Program, facts: Standing, asks: Sequence[Ask], *, company: Company, now: datetime
) -> list[Decided]:
    """Verdicts by day and in the order of turns: decision makers first, then whoever was asked longest ago.

    Pure: neither reads nor locks, so planning and foresight decide alike. Each "yes" counts at once for the
    mailbox and the account of those who come after. Those asked already are left out: their decision stands.
    """
    audience = audience_of(program)
    spent, asked_at = facts.spent.copy(), defaultdict(int, facts.asked.at_account)
    decided = []
    for ask in sorted(asks, key=lambda ask: _turn(facts, ask)):
        if (ask.subject, ask.contact_id) in facts.asked.about:
            continue
        contact, occasion = facts.contacts[ask.contact_id], (ask.subject, ask.account_id)
        names = facts.names_of(contact.pk)
        send_at = sending_moment(contact, day_of(facts, ask), company=company, now=now)
        candidate = candidate_of(
            program,
            facts,
            ask,
            send_at=send_at,
            company=company,
            had=spent.of(names, ask.account_id),
            asked_at_account=asked_at[occasion],
        )
        verdict = eligibility.decide(candidate, audience, facts.budgets)
        mails: Sequence[date] = ()
        if verdict.is_clear:
            mails = _mails(candidate, facts, contact)
            spent.add(names, ask.account_id, sends_of(program, mails))
            asked_at[occasion] += 1
        decided.append(Decided(ask, send_at, verdict, mails))
    return decided


def candidate_of(
    program: Program,
    facts: Standing,
    ask: Ask,
    *,
    send_at: datetime,
    company: Company,
    had: Had | None = None,
    asked_at_account: int | None = None,
) -> Candidate:
    """The contact as the rule sees it; `had` and `asked_at_account` add what others spent meanwhile."""
    contact, reach = facts.contacts[ask.contact_id], facts.reaches[ask.contact_id]
    send_on = local_day(send_at, contact, company)
    counted = facts.asked.at_account.get((ask.subject, ask.account_id), 0)
    return Candidate(
        address=reach.address,
        role=contact.role,
        segment=contact.account.segment,
        send_on=send_on,
        occurred_on=ask.occurred_on or send_on,
        has_legal_basis=facts.has_basis(contact.pk, send_on),
        wish=Wish(program.survey.kind, mail_days(program, contact, send_at, company=company)),
        remembered_until=ask.remembered_until,
        facts=facts.conditions.of(
            contact, facts.deals.get(ask.deal_id or 0), facts.events.get(ask.event_id or 0)
        ),
        left_on=contact.left_on,
        account_closed_on=contact.account.closed_on,
        lacks_mail_only=program.channels == ["email"],
        is_suppressed=reach.is_suppressed,
        is_asked_already=facts.is_asked(ask),
        is_drawn=ask.is_drawn,
        is_sampled=ask.is_sampled,
        asked_at_account=counted if asked_at_account is None else asked_at_account,
        blocks=facts.blocks.get(contact.pk, ()),
        had=had or facts.spent.of(facts.names_of(contact.pk), ask.account_id),
    )


def spend(
    spent: Spent, program: Program, facts: Standing, decided: Sequence[Decided], *, first: str = ""
) -> None:
    """Add to `spent` what was decided for; `first`: the rule for which it is only foreseen."""
    for one in decided:
        if one.verdict.is_clear:
            names = facts.names_of(one.ask.contact_id)
            spent.add(names, one.ask.account_id, sends_of(program, one.mails, first=first))


def sends_of(program: Program, mails: Sequence[date], *, first: str = "") -> list[Send]:
    """A survey and its reminders as budgets count them."""
    mark = next(unwritten)
    return [Send(day, program.survey.kind, number, mark, first) for number, day in enumerate(mails)]


def mail_days(
    program: Program, contact: Contact, send_at: datetime, *, company: Company
) -> Callable[[date], list[date]]:
    """From a day of sending to all days on which the survey would mail, at the same time of the day."""
    zone = ZoneInfo(zone_of(contact, company))
    at = send_at.astimezone(zone).time()

    def days(day: date) -> list[date]:
        first = datetime.combine(day, at, zone)
        moments = reminders.moments(
            first,
            end=first + timedelta(days=program.expires_after_days),
            every_days=program.remind_after_days,
            most=program.most_reminders,
            zone=zone.key,
            country=country_of(contact, company),
        )
        return [moment.date() for moment in moments]

    return days


def sending_moment(contact: Contact, day: date, *, company: Company, now: datetime) -> datetime:
    """When the mail may go out (UTC): the morning of `day` by the contact's clock, a business day there."""
    zone = zone_of(contact, company)
    minutes = timedelta(minutes=slots.drawn(f"minute {contact.uuid}", MORNING_MINUTES))
    morning = datetime.combine(day, quiet_hours.OPENS, ZoneInfo(zone)) + minutes
    wanted = max(morning, now)
    allowed = quiet_hours.next_allowed(wanted, zone=zone, country=country_of(contact, company))
    # Moved to an opening: spread again, or all that were moved would go out in the same minute.
    return allowed if allowed == wanted else allowed + minutes


def day_of(facts: Standing, ask: Ask) -> date:
    """The ask's day, or the later one to which the contact was put off."""
    earlier = facts.decisions.get((ask.contact_id, ask.subject))
    if earlier and earlier.outcome == Outcome.DEFERRED and earlier.next_possible_on:
        return max(ask.send_on, earlier.next_possible_on)
    return ask.send_on


def local_day(moment: datetime, contact: Contact, company: Company) -> date:
    return moment.astimezone(ZoneInfo(zone_of(contact, company))).date()


def zone_of(contact: Contact, company: Company) -> str:
    """The contact's zone, else the account's, else that of its country, else ours."""
    return own_zone(contact) or zones.known(company.zone) or "UTC"


def own_zone(contact: Contact) -> str:
    """Where the contact is, empty where nobody knows: a country with several zones does not say.

    A name that no clock knows is passed over.
    """
    account = contact.account
    return zones.known(contact.zone, account.zone, country=account.country)


def country_of(contact: Contact, company: Company) -> str:
    """Whose holidays count: those of the client's country, else of ours."""
    return contact.account.country or company.country


def _mails(candidate: Candidate, facts: Standing, contact: Contact) -> Sequence[date]:
    """The days of the survey's mails; left out is a reminder too many for a budget, or on a day on which the
    person may not be written to, and whatever comes after it.
    """

    def may_be_written_to(day: date) -> bool:
        ends = [on for on in (candidate.left_on, candidate.account_closed_on) if on]
        is_left_out = any(block.starts_on <= day < block.ends_on for block in candidate.blocks)
        return not is_left_out and facts.has_basis(contact.pk, day) and all(day < on for on in ends)

    days = candidate.wish.mails(candidate.send_on)
    fitting = days[: affordable(candidate.send_on, candidate.wish, facts.budgets)]
    return list(takewhile(may_be_written_to, fitting))


def _turn(facts: Standing, ask: Ask) -> tuple[date, int, int, int]:
    contact = facts.contacts[ask.contact_id]
    had = facts.spent.of(facts.names_of(contact.pk), ask.account_id).contact
    last = max((send.day.toordinal() for send in had if not send.goes_first), default=0)
    place = DECISION_MAKERS_FIRST.get(contact.role, len(DECISION_MAKERS_FIRST))
    return day_of(facts, ask), place, last, contact.pk
