"""Events to ask about: tickets closed, handovers, orders lost, and whatever else other systems tell."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from csat.customers.models import DEAL_LOST, Company, Contact, DealContact, DealStage, Event
from csat.programs.eligibility import REMEMBERED_DAYS
from csat.programs.models import Decision, Program, Touchpoint
from csat.programs.queries.due.asking import Ask
from csat.programs.reasons import FINAL
from surveys.calendar import business_days

REMEMBERED = timedelta(days=REMEMBERED_DAYS)


def event_asks(
    program: Program,
    *,
    company: Company,
    today: date,
    horizon: date,
    accounts: Collection[int] | None = None,
) -> list[Ask]:
    """Contacts of events whose day comes by `horizon`, by account: each delay is its own occasion.

    Asked is who took part; where the event names nobody, the contacts of its order, else all of the account.
    """
    found: list[Ask] = []
    for after_days in sorted(set(program.event_delays_days)) or [0]:
        events = list(_fresh(program, after_days, company, today=today, horizon=horizon, accounts=accounts))
        due = {event.pk: _due_on(event, after_days, company) for event in events}
        near = [event for event in events if due[event.pk] <= horizon]
        settled = _settled(program, near, after_days, horizon)
        found += [
            _ask(event, contact_id, max(due[event.pk], today), after_days=after_days, company=company)
            for event, contact_id in _people(near)
            if (event.pk, contact_id) not in settled
        ]
    return sorted(found, key=lambda ask: (ask.account_id, ask.send_on, ask.event_id, ask.contact_id))


def day_of(event: Event, company: Company) -> date:
    """The day on which it happened, by our clock."""
    return event.occurred_at.astimezone(ZoneInfo(company.zone)).date()


def _due_on(event: Event, after_days: int, company: Company) -> date:
    return business_days.on_or_after(day_of(event, company) + timedelta(days=after_days), company.country)


def _ask(event: Event, contact_id: int, send_on: date, *, after_days: int, company: Company) -> Ask:
    happened_on = day_of(event, company)
    return Ask(
        contact_id=contact_id,
        account_id=event.account_id,
        send_on=send_on,
        event_id=event.pk,
        after_days=after_days,
        occurred_on=happened_on,
        remembered_until=happened_on + timedelta(days=after_days) + REMEMBERED,
    )


def _fresh(
    program: Program,
    after_days: int,
    company: Company,
    *,
    today: date,
    horizon: date,
    accounts: Collection[int] | None,
) -> QuerySet[Event]:
    """Events that may still hold a question: told, not long past, and not settled with who took part."""
    first = max(program.starts_on, today - timedelta(days=after_days) - REMEMBERED)
    zone = ZoneInfo(company.zone)
    events = Event.objects.filter(
        name=program.event_name,
        occurred_at__gte=datetime.combine(first, time.min, zone),
        occurred_at__lt=datetime.combine(horizon - timedelta(days=after_days - 1), time.min, zone),
    )
    if accounts is not None:
        events = events.filter(account_id__in=list(accounts))
    # Who took part and went over to another client meanwhile answers for that one.
    events = events.filter(Q(contact=None) | Q(contact__account=F("account")))
    if program.event_name == DEAL_LOST:
        events = events.filter(Q(deal=None) | Q(deal__stage=DealStage.LOST))  # others were won after all
    same = {"event": OuterRef("pk"), "contact": OuterRef("contact"), "after_days": after_days}
    asked = Touchpoint.objects.filter(**same, survey_id=program.survey_id, withdrawn_at=None)
    return events.exclude(Exists(asked)).exclude(Exists(_closed(program, after_days).filter(**same)))


def _closed(program: Program, after_days: int, horizon: date | None = None) -> QuerySet[Decision]:
    rows = Decision.objects.filter(program=program, after_days=after_days)
    if horizon is None:
        return rows.filter(reason__in=FINAL)
    return rows.filter(Q(reason__in=FINAL) | Q(next_possible_on__gt=horizon))


def _settled(
    program: Program, events: Iterable[Event], after_days: int, horizon: date
) -> frozenset[tuple[int | None, int]]:
    """(event, contact) that need not be looked at: asked, finally refused, or put off for longer."""
    ids = [event.pk for event in events]
    asked = Touchpoint.objects.filter(
        event_id__in=ids, after_days=after_days, survey_id=program.survey_id, withdrawn_at=None
    )
    closed = _closed(program, after_days, horizon).filter(event_id__in=ids)
    names = ("event_id", "contact_id")
    return frozenset({*asked.values_list(*names), *closed.values_list(*names)})


def _people(events: Iterable[Event]) -> Iterator[tuple[Event, int]]:
    events = list(events)
    unnamed = [event for event in events if not event.contact_id]
    by_deal: dict[int, list[int]] = defaultdict(list)
    deals = {event.deal_id for event in unnamed if event.deal_id}
    still_there = DealContact.objects.filter(deal_id__in=deals, contact__account=F("deal__account"))
    for deal_id, contact_id in still_there.values_list("deal_id", "contact_id"):
        by_deal[deal_id].append(contact_id)
    by_account: dict[int, list[int]] = defaultdict(list)
    rest = {event.account_id for event in unnamed if not by_deal.get(event.deal_id or 0)}
    for account_id, contact_id in Contact.objects.filter(account_id__in=rest).values_list("account_id", "id"):
        by_account[account_id].append(contact_id)
    for event in events:
        if event.contact_id:
            yield event, event.contact_id
        else:
            people = by_deal.get(event.deal_id or 0) or by_account[event.account_id]
            yield from ((event, contact_id) for contact_id in people)
