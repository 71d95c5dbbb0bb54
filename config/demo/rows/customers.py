"""Clients, their people, who holds them, what they bring, what they ordered, what was changed for them."""

from datetime import date, datetime, timedelta

import numpy as np

from config.demo.rows.made import CHUNK, SOURCE, Made, Story, with_ids
from config.demo.story import asking
from config.demo.story.clients import ZONES, Holding, holder_on
from config.demo.story.satisfaction import VISITED_FROM
from config.demo.story.trade import as_date
from csat.customers.models import (
    Account,
    Assignment,
    Contact,
    Deal,
    DealContact,
    DealStageChange,
    ExternalKey,
    LegalBasis,
    RecordKind,
    Revenue,
    RevenueKind,
)
from csat.findings.models import RegisteredChange


def write(story: Story, made: Made) -> None:
    """Accounts and contacts, then assignments, money and orders."""
    _accounts(story, made)
    _contacts(story, made)
    Assignment.objects.bulk_create(
        with_ids([_assignment(made, h) for h in story.holdings], story.seed, "assignments")
    )
    _revenue(story, made)
    _deals(story, made)
    _changes(story, made)


def _accounts(story: Story, made: Made) -> None:
    clients = story.clients
    made.accounts = [
        Account(
            name=clients.name[i],
            is_key=bool(clients.is_key[i]),
            segment=clients.segment[i],
            industry=clients.industry[i],
            region=("Central Europe", "Russia", "North Sea", "Baltic")[clients.team[i]],
            country=clients.country[i],
            zone=ZONES[clients.country[i]],
            tax_number=f"{clients.country[i]}{770_000_000 + i * 7_919}",
            opened_on=clients.opened_on[i],
            closed_on=clients.closed_on[i],
        )
        for i in range(len(clients.name))
    ]
    with_ids(made.accounts, story.seed, "accounts")
    Account.objects.bulk_create(made.accounts)
    sites = np.flatnonzero(clients.parent >= 0)
    for site in sites:
        made.accounts[site].parent = made.accounts[clients.parent[site]]
    Account.objects.bulk_update([made.accounts[site] for site in sites], ["parent"])
    _keys(RecordKind.ACCOUNTS, [(f"A{i:04d}", row) for i, row in enumerate(made.accounts, 1)])


def _keys(kind: RecordKind, rows: list[tuple[str, Account | Contact | Deal]]) -> None:
    ExternalKey.objects.bulk_create(
        [
            ExternalKey(source=SOURCE, kind=kind, external_id=external_id, object_uuid=row.uuid)
            for external_id, row in rows
        ],
        batch_size=CHUNK,
    )


def _contacts(story: Story, made: Made) -> None:
    people = story.contacts
    made.contacts = [
        Contact(
            account=made.accounts[people.account[i]],
            name=people.name[i],
            email=people.email[i],
            phone=people.phone[i],
            title=people.title[i],
            role=people.role[i],
            language=people.language[i],
            left_on=people.left_on[i],
        )
        for i in range(len(people.name))
    ]
    with_ids(made.contacts, story.seed, "contacts")
    Contact.objects.bulk_create(made.contacts)
    since = story.timeline.start - timedelta(days=400)
    LegalBasis.objects.bulk_create(
        [
            LegalBasis(contact=row, kind="contract", proof="supply contract, section 9", during=(since, None))
            for row, has_basis in zip(made.contacts, people.has_basis, strict=True)
            if has_basis
        ]
    )
    _keys(RecordKind.CONTACTS, [(f"C{i:05d}", row) for i, row in enumerate(made.contacts, 1)])


def _assignment(made: Made, held: Holding) -> Assignment:
    return Assignment(
        account=made.accounts[held.account],
        employee=made.employees[held.person],
        capacity=held.capacity,
        during=(held.since, held.until),
    )


def _revenue(story: Story, made: Made) -> None:
    rows = [
        Revenue(
            account=made.accounts[account],
            month=story.timeline.month(int(month)),
            kind=kind,
            amount=float(panel[account, month]),
            currency=story.clients.currency[account],
            source=SOURCE,
        )
        for kind, panel in ((RevenueKind.FACT, story.money.fact), (RevenueKind.PLAN, story.money.plan))
        for account, month in np.argwhere(~np.isnan(panel))
    ]
    Revenue.objects.bulk_create(with_ids(rows, story.seed, "revenue"), batch_size=CHUNK)
    originals = {(r.account_id, r.month): r for r in rows if r.kind == RevenueKind.FACT}
    notes = []
    for account, month, amount in story.money.credits:
        original = originals[made.accounts[account].id, story.timeline.month(month)]
        notes.append(
            Revenue(
                account=original.account,
                month=original.month,
                amount=amount,
                currency=original.currency,
                source=SOURCE,
                credits=original,
            )
        )
    Revenue.objects.bulk_create(with_ids(notes, story.seed, "credit notes"))


def _deals(story: Story, made: Made) -> None:
    deals = story.deals
    made.deals = [
        Deal(
            account=made.accounts[deals.account[i]],
            manager=made.employees[_manager(story, i)],
            reference=deals.reference[i],
            goods=deals.goods[i],
            amount=float(deals.amount[i]),
            currency=story.clients.currency[deals.account[i]],
            stage=deals.stage[i],
            opened_on=as_date(deals.opened_on[i]),
            closed_on=as_date(deals.closed_on[i]),
            delivered_on=as_date(deals.delivered_on[i]),
        )
        for i in range(len(deals.reference))
    ]
    with_ids(made.deals, story.seed, "deals")
    Deal.objects.bulk_create(made.deals, batch_size=CHUNK)
    buyers = {a: asking.buyer_of(story.contacts, a) for a in range(len(made.accounts))}
    DealContact.objects.bulk_create(
        [
            DealContact(deal=row, contact=made.contacts[buyers[int(account)]])
            for row, account in zip(made.deals, deals.account, strict=True)
        ],
        batch_size=CHUNK,
    )
    _keys(RecordKind.DEALS, [(row.reference, row) for row in made.deals])
    DealStageChange.objects.bulk_create(
        [change for row in made.deals for change in _history(story, row)], batch_size=CHUNK
    )


def _manager(story: Story, i: int) -> int:
    """Who held the account when the order was closed, or was opened while it is still open."""
    day = as_date(story.deals.closed_on[i]) or as_date(story.deals.opened_on[i])
    return holder_on(story.held, int(story.deals.account[i]), "manager", day)


def _history(story: Story, deal: Deal) -> list[DealStageChange]:
    days = [("open", deal.opened_on)]
    if deal.closed_on:
        days.append(("lost" if deal.stage == "lost" else "won", deal.closed_on))
    if deal.delivered_on:
        days.append(("delivered", deal.delivered_on))
    return [
        DealStageChange(deal=deal, stage=stage, happened_on=day, recorded_at=_recorded(story, day))
        for stage, day in days
        if day
    ]


def _recorded(story: Story, day: date) -> datetime:
    return story.timeline.midnight - timedelta(days=(story.timeline.anchor - day).days) + timedelta(hours=15)


def _changes(story: Story, made: Made) -> None:
    """Two entries of the register: visits that are felt, and a portal that is not."""
    visits = RegisteredChange(
        name="Visits taken up again",
        description="Service owners visit these clients twice a year, as they did before 2022.",
        department="Customer care",
        began_on=story.timeline.month(VISITED_FROM),
        recorded_at=story.timeline.midnight,
    )
    portal = RegisteredChange(
        name="Новый портал заказов",
        description="Заказы и документы в личном кабинете вместо писем.",
        department="IT",
        began_on=story.timeline.month(VISITED_FROM + 3),
        recorded_at=story.timeline.midnight,
    )
    with_ids([visits, portal], story.seed, "changes")
    RegisteredChange.objects.bulk_create([visits, portal])
    visits.accounts.set([made.accounts[i] for i in story.clients.visited])
    portal.accounts.set([made.accounts[i] for i in story.clients.portal])
