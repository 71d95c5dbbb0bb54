"""Everything that a batch of asks is decided by, read in a constant number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q

from csat.customers import queries as customers
from csat.customers.models import Contact, Deal, Event, LegalBasis
from csat.programs.budgets import Budget
from csat.programs.eligibility import Block
from csat.programs.models import Decision, Exclusion, ExclusionState, Program, Touchpoint
from csat.programs.queries.due.asking import Ask, Subject, about, subject_of
from csat.programs.queries.standing import sends
from csat.programs.queries.standing.conditions import ConditionFacts, condition_facts
from csat.programs.queries.standing.people import covers
from csat.programs.queries.standing.reaching import Reach, reaches
from csat.programs.queries.standing.sends import Spent, names_of

PURPOSE = "survey"


@dataclass(frozen=True)
class Asked:
    """Who was asked already: about an occasion, or about its order by way of another occasion."""

    about: frozenset[tuple[Subject, int]]
    order_itself: frozenset[tuple[int, int]]  # (deal, contact)
    event_of_order: frozenset[tuple[int, int]]
    at_account: Mapping[tuple[Subject, int], int]


@dataclass(frozen=True)
class Standing:
    """How contacts stand. `spent` is added to while deciding: a copy of it, see `deciding`."""

    contacts: Mapping[int, Contact]
    deals: Mapping[int, Deal]
    events: Mapping[int, Event]
    bases: Mapping[int, Sequence[object]]  # by contact: ranges of days
    reaches: Mapping[int, Reach]
    spent: Spent
    budgets: Sequence[Budget]
    asked: Asked
    blocks: Mapping[int, Sequence[Block]]  # by contact, those of its account too
    decisions: Mapping[tuple[int, Subject], Decision]
    conditions: ConditionFacts

    def has_basis(self, contact_id: int, day: date) -> bool:
        return any(covers(during, day) for during in self.bases.get(contact_id, ()))

    def is_asked(self, ask: Ask) -> bool:
        """Whether this person was asked about the ask's matter: the occasion, or the order behind it."""
        if (ask.subject, ask.contact_id) in self.asked.about:
            return True
        if ask.deal_id:
            return (ask.deal_id, ask.contact_id) in self.asked.event_of_order
        event = self.events.get(ask.event_id or 0)
        order = event.deal_id if event else None
        return order is not None and (order, ask.contact_id) in self.asked.order_itself

    def names_of(self, contact_id: int) -> tuple[str, ...]:
        """Under which names the person's sends are counted."""
        return names_of(contact_id, self.reaches[contact_id].mailboxes)

    def having_spent(self, spent: Spent) -> "Standing":
        """The same with other sends: what was decided in between, or is foreseen."""
        return replace(self, spent=spent)


def standing(
    program: Program, asks: Sequence[Ask], contacts: Mapping[int, Contact], *, now: datetime
) -> Standing:
    """How the contacts stand now, be they locked or only read: some fifteen statements, however many."""
    found = reaches(program, contacts)
    budgets = sends.budgets_in_force()
    accounts = {contact.account_id for contact in contacts.values()}
    mailboxes = {mailbox for reach in found.values() for mailbox in reach.mailboxes}
    deals = Deal.objects.select_related("manager", "account").in_bulk(
        {ask.deal_id for ask in asks if ask.deal_id}
    )
    events = Event.objects.select_related("deal__manager").in_bulk(
        {ask.event_id for ask in asks if ask.event_id}
    )
    rows = Decision.objects.filter(about(asks), program=program, contact_id__in=list(contacts))
    return Standing(
        contacts=contacts,
        deals=deals,
        events=events,
        bases=_bases(contacts),
        reaches=found,
        spent=sends.spent(mailboxes, list(contacts), accounts, budgets=budgets, now=now),
        budgets=budgets,
        asked=_asked(program, asks, events.values(), accounts),
        blocks=_blocks(contacts, since=customers.local_day(now) - timedelta(days=2)),
        decisions={(row.contact_id, subject_of(row)): row for row in rows},
        conditions=condition_facts(
            program,
            contacts.values(),
            [*deals.values(), *filter(None, (e.deal for e in events.values()))],
            now=now,
        ),
    )


def _bases(contacts: Mapping[int, Contact]) -> dict[int, list[object]]:
    """Contact id -> ranges of days."""
    bases: dict[int, list[object]] = defaultdict(list)
    rows = LegalBasis.objects.filter(contact_id__in=list(contacts), purpose=PURPOSE)
    for contact_id, during in rows.values_list("contact_id", "during"):
        bases[contact_id].append(during)
    return bases


def _blocks(contacts: Mapping[int, Contact], *, since: date) -> dict[int, list[Block]]:
    accounts = {contact.account_id for contact in contacts.values()}
    rows = Exclusion.objects.filter(
        Q(contact_id__in=list(contacts)) | Q(account_id__in=accounts),
        state=ExclusionState.ACTIVE,
        ends_on__gt=since,
    )
    by_contact: dict[int, list[Block]] = defaultdict(list)
    by_account: dict[int, list[Block]] = defaultdict(list)
    for row in rows.order_by("starts_on", "id"):
        block = Block(row.starts_on, row.ends_on, row.reason)
        if row.contact_id:
            by_contact[row.contact_id].append(block)
        else:
            by_account[row.account_id or 0].append(block)
    if not by_contact and not by_account:
        return {}
    return {
        key: [*by_account.get(contact.account_id, ()), *by_contact.get(key, ())]
        for key, contact in contacts.items()
    }


def _asked(program: Program, asks: Sequence[Ask], events: Iterable[Event], accounts: Iterable[int]) -> Asked:
    deals = {ask.deal_id for ask in asks if ask.deal_id}
    matters = about(asks) | Q(event__deal_id__in=deals)
    matters |= Q(deal_id__in={event.deal_id for event in events if event.deal_id})
    rows = (
        Touchpoint.objects.filter(matters, survey_id=program.survey_id, account_id__in=list(accounts))
        .filter(withdrawn_at=None)
        .select_related("event")
    )
    at_account: dict[tuple[Subject, int], int] = defaultdict(int)
    for row in rows:
        at_account[subject_of(row), row.account_id] += 1
    return Asked(
        about=frozenset((subject_of(row), row.contact_id) for row in rows),
        order_itself=frozenset((row.deal_id, row.contact_id) for row in rows if row.deal_id),
        event_of_order=frozenset(
            (row.event.deal_id, row.contact_id) for row in rows if row.event and row.event.deal_id
        ),
        at_account=at_account,
    )
