"""How contacts stand when they are decided about: mailbox, basis, occasion, and who is responsible."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.db.models.functions import Lower

from csat.customers.models import (
    Assignment,
    Capacity,
    Contact,
    Deal,
    Employee,
    LegalBasis,
    Team,
    TeamMembership,
)
from csat.programs.eligibility import YEAR
from csat.programs.models import Decision, Program, Touchpoint
from csat.programs.queries.due import Ask
from surveys.actions import suppressing
from surveys.models import Invitation, Suppression

PURPOSE = "survey"
Subject = tuple[int | None, int | None]  # deal id, wave id


@dataclass(frozen=True)
class Responsible:
    """Who of ours held the account on a day, and the account manager's team then."""

    manager: Employee | None
    care_owner: Employee | None
    team: Team | None


@dataclass(frozen=True)
class Standing:
    """Everything a batch of asks is decided by, read in a constant number of statements."""

    contacts: dict[int, Contact]
    deals: dict[int, Deal]
    bases: dict[int, list[LegalBasis]]
    sends: dict[str, list[date]]
    suppressed: frozenset[str]
    asked: frozenset[tuple[Subject, int]]
    asked_at: dict[tuple[Subject, int], int]
    decisions: dict[tuple[int, Subject], Decision]

    def has_basis(self, contact_id: int, day: date) -> bool:
        return any(_covers(basis.during, day) for basis in self.bases.get(contact_id, ()))


def locked_contacts(asks: Sequence[Ask]) -> dict[int, Contact]:
    """The contacts asked for, by id, locked with all others of their accounts and mailboxes.

    Two planners that could spend the same budget wait for each other here, until the transaction ends: one
    mailbox may belong to contacts of several accounts, and one account's contacts share a limit. Locked in
    the order of ids, so no two can wait in a circle; NO KEY, so that rows that merely refer to a contact need
    not wait.
    """
    accounts = {ask.account_id for ask in asks}
    addresses = set(
        Contact.objects.filter(account_id__in=accounts, email__isnull=False).values_list(
            Lower("email"), flat=True
        )
    )
    rows = (
        Contact.objects.alias(address=Lower("email"))
        .filter(Q(account_id__in=accounts) | Q(address__in=addresses))
        .select_related("account")
        .select_for_update(no_key=True, of=("self",))
        .order_by("id")
    )
    locked = {row.pk: row for row in rows}
    return {ask.contact_id: locked[ask.contact_id] for ask in asks if ask.contact_id in locked}


def standing(
    program: Program, asks: Sequence[Ask], contacts: dict[int, Contact], *, now: datetime
) -> Standing:
    """How the locked contacts stand now: nine statements, however many contacts."""
    addresses = {address_of(contact) for contact in contacts.values()} - {""}
    touched = _touchpoints(program, asks)
    return Standing(
        contacts=contacts,
        deals=Deal.objects.select_related("manager", "account").in_bulk(
            {ask.deal_id for ask in asks if ask.deal_id}
        ),
        bases=_bases(contacts),
        sends=recent_sends(addresses, now=now),
        suppressed=suppressed(addresses, kind=program.survey.kind),
        asked=frozenset((subject, contact) for subject, contact, _ in touched),
        asked_at=_counted((subject, account) for subject, _, account in touched),
        decisions={
            (row.contact_id, (row.deal_id, row.wave_id)): row
            for row in Decision.objects.filter(program=program, contact_id__in=list(contacts)).filter(
                _about(asks)
            )
        },
    )


def address_of(contact: Contact) -> str:
    """The mailbox, in the form by which budgets count it."""
    return (contact.email or "").strip().lower()


def recent_sends(addresses: Iterable[str], *, now: datetime) -> dict[str, list[date]]:
    """Mailbox -> days of all surveys sent or planned to it since a year ago, but for cancelled ones."""
    rows = (
        Invitation.objects.alias(mailbox=Lower("address"))
        .filter(mailbox__in=list(addresses), not_before_at__gt=now - YEAR - timedelta(days=2))
        .filter(cancelled_at=None)
        .values_list(Lower("address"), "not_before_at", "zone")
    )
    days: dict[str, list[date]] = defaultdict(list)
    for address, moment, zone in rows:
        days[address].append(moment.astimezone(ZoneInfo(zone)).date())
    return days


def suppressed(addresses: Iterable[str], *, kind: str) -> frozenset[str]:
    """Those mailboxes that opted out of this kind of survey or of all, or that do not take mail."""
    keys = {key: address for address in addresses for key in suppressing.hmacs_of(address)}
    found = Suppression.objects.filter(address_hmac__in=list(keys), kind__in=["", kind], lifted_at=None)
    return frozenset(keys[key] for key in found.values_list("address_hmac", flat=True))


def responsible(
    needs: Iterable[tuple[int, date, Employee | None]],
) -> dict[tuple[int, date, int | None], Responsible]:
    """(account id, day, id of a manager named beforehand) -> who was responsible; the named one is kept."""
    wanted = {(account, day, named.pk if named else None): named for account, day, named in needs}
    held: dict[tuple[int, str], list[Assignment]] = defaultdict(list)
    accounts = {account for account, _, _ in wanted}
    for row in Assignment.objects.filter(account_id__in=accounts).select_related("employee"):
        held[row.account_id, row.capacity].append(row)
    people = {
        key: (
            named or _holder(held[key[0], Capacity.MANAGER], key[1]),
            _holder(held[key[0], Capacity.CARE_OWNER], key[1]),
        )
        for key, named in wanted.items()
    }
    memberships: dict[int, list[TeamMembership]] = defaultdict(list)
    managers = {manager.pk for manager, _ in people.values() if manager}
    for membership in TeamMembership.objects.filter(employee_id__in=managers).select_related("team"):
        memberships[membership.employee_id].append(membership)
    return {
        key: Responsible(manager, owner, _team(memberships[manager.pk], key[1]) if manager else None)
        for key, (manager, owner) in people.items()
    }


def _holder(assignments: list[Assignment], day: date) -> Employee | None:
    return next((row.employee for row in assignments if _covers(row.during, day)), None)


def _team(memberships: list[TeamMembership], day: date) -> Team | None:
    return next((row.team for row in memberships if _covers(row.during, day)), None)


def _covers(during: object, day: date) -> bool:
    return day in during  # type: ignore[operator]  # psycopg's DateRange knows `in`


def _bases(contacts: dict[int, Contact]) -> dict[int, list[LegalBasis]]:
    bases: dict[int, list[LegalBasis]] = defaultdict(list)
    for basis in LegalBasis.objects.filter(contact_id__in=list(contacts), purpose=PURPOSE):
        bases[basis.contact_id].append(basis)
    return bases


def _about(asks: Sequence[Ask]) -> Q:
    deals = {ask.deal_id for ask in asks if ask.deal_id}
    waves = {ask.wave_id for ask in asks if ask.wave_id}
    return Q(deal_id__in=deals) | Q(wave_id__in=waves)


def _touchpoints(program: Program, asks: Sequence[Ask]) -> list[tuple[Subject, int, int]]:
    rows = Touchpoint.objects.filter(
        _about(asks), survey_id=program.survey_id, account_id__in={ask.account_id for ask in asks}
    ).values_list("deal_id", "wave_id", "contact_id", "account_id")
    return [((deal, wave), contact, account) for deal, wave, contact, account in rows]


def _counted(keys: Iterable[tuple[Subject, int]]) -> dict[tuple[Subject, int], int]:
    counts: dict[tuple[Subject, int], int] = defaultdict(int)
    for key in keys:
        counts[key] += 1
    return counts
