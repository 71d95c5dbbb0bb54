"""One contact: asked or not by each rule, when next, what they got, and how much more they may get."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from csat.customers import queries as customers
from csat.customers.models import Company, Contact, ContactAddress
from csat.programs import budgets
from csat.programs.budgets import ACCOUNT, Budget, Had, Send, Wish
from csat.programs.foresight import looking, simulating
from csat.programs.foresight.simulating import Foreseen
from csat.programs.models import Exclusion, ExclusionState, Program, Touchpoint
from csat.programs.queries import showing
from csat.programs.queries.showing import Explanation
from csat.programs.queries.standing import sends
from csat.reports.programs.ahead.calendar import DAYS
from csat.reports.programs.occasions import Occasion, months_of, occasion_of, occasion_of_ask
from csat.reports.programs.parts import with_part
from surveys.actions import suppressing
from surveys.models import Suppression

SHOWN = 12


@dataclass(frozen=True)
class Got:
    """A survey this contact got or is to get; `part` is where it stands."""

    day: date
    program: Program
    occasion: Occasion
    part: str
    invitation: UUID
    is_ahead: bool


@dataclass(frozen=True)
class BudgetUse:
    """A budget and what is spent of it in its days up to today, planned ones counted too."""

    budget: Budget
    spent: int
    left: int
    free_on: date
    is_of_account: bool


@dataclass(frozen=True)
class Coming:
    """A day of the coming ones on which a rule decides about the contact, as things stand."""

    program: Program
    day: date
    occasion: Occasion
    is_asked: bool
    words: dict[str, str]
    next_possible_on: date | None


@dataclass(frozen=True)
class OfRule:
    """A rule and the contact: how it stands today, and what the coming days bring."""

    today: Explanation
    coming: tuple[Coming, ...]


@dataclass(frozen=True)
class Refused:
    """An address of the contact's that is not written to: by every kind of survey, or by one."""

    address: str
    kind: str
    reason: str
    since: date


@dataclass(frozen=True)
class Person:
    contact: Contact
    rules: tuple[OfRule, ...]
    got: tuple[Got, ...]
    budgets: tuple[BudgetUse, ...]
    exclusions: tuple[Exclusion, ...]
    refused: tuple[Refused, ...]
    today: date

    @property
    def next(self) -> Got | Coming | None:
        """The next survey, waiting already or foreseen; None: none within the coming 30 days."""
        ahead: list[Got | Coming] = [row for row in self.got if row.is_ahead]
        ahead += [row for rule in self.rules for row in rule.coming if row.is_asked]
        return min(ahead, key=lambda row: row.day, default=None)

    @property
    def possible_on(self) -> date | None:
        """The first day on which some rule could ask, were there an occasion; None: no rule could."""
        days = (rule.today.next_possible_on for rule in self.rules)
        return min((day for day in days if day), default=None)


def build(contact: Contact, *, now: datetime) -> Person:
    """Everything that decides about the contact; its account must have been read with it."""
    company = customers.company()
    today = now.astimezone(ZoneInfo(company.zone)).date()
    addresses = _addresses(contact)
    coming = _coming(contact, company, today, now)
    return Person(
        contact=contact,
        rules=tuple(
            OfRule(one, tuple(row for row in coming if row.program == one.program))
            for one in showing.why(contact, now=now)
        ),
        got=_got(contact, now),
        budgets=_budgets(contact, addresses, today, now),
        exclusions=tuple(_exclusions(contact, today)),
        refused=_refused(addresses),
        today=today,
    )


def _addresses(contact: Contact) -> list[str]:
    others = ContactAddress.objects.filter(contact=contact).order_by("channel")
    mail = (contact.email or "").strip().lower()
    return [*([mail] if mail else []), *others.values_list("address", flat=True)]


def _got(contact: Contact, now: datetime) -> tuple[Got, ...]:
    """The latest first, what is still to come at the top."""
    rows = (
        with_part(Touchpoint.objects.filter(contact=contact, withdrawn_at=None))
        .select_related("program", "deal", "wave", "event", "invitation")
        .order_by("-invitation__not_before_at", "-id")[:SHOWN]
    )
    return tuple(
        Got(
            day=row.invitation.not_before_at.astimezone(ZoneInfo(row.invitation.zone)).date(),
            program=row.program,
            occasion=occasion_of(row),
            part=row.part,
            invitation=row.invitation.uuid,
            is_ahead=row.invitation.not_before_at > now and row.invitation.cancelled_at is None,
        )
        for row in rows
    )


def _budgets(contact: Contact, addresses: Sequence[str], today: date, now: datetime) -> tuple[BudgetUse, ...]:
    in_force = sends.budgets_in_force()
    names = sends.names_of(contact.pk, [address.lower() for address in addresses])
    spent = sends.spent(
        [address.lower() for address in addresses],
        [contact.pk],
        [contact.account_id],
        budgets=in_force,
        now=now,
    )
    had = spent.of(names, contact.account_id)
    return tuple(_use(budget, had, today) for budget in in_force)


def _use(budget: Budget, had: Had, today: date) -> BudgetUse:
    is_of_account = budget.scope == ACCOUNT
    counted = [
        send for send in (had.account if is_of_account else had.contact) if _counts(send, budget, today)
    ]
    wish = Wish(budget.survey_kind, lambda day: [day])
    return BudgetUse(
        budget=budget,
        spent=len(counted),
        left=max(0, budget.most - len(counted)),
        free_on=budgets.next_possible(today, wish, had, [budget]),
        is_of_account=is_of_account,
    )


def _counts(send: Send, budget: Budget, today: date) -> bool:
    is_near = send.day > today - timedelta(days=budget.days)
    return is_near and budget.survey_kind in ("", send.kind) and (budget.counts_reminders or not send.number)


def _coming(contact: Contact, company: Company, today: date, now: datetime) -> tuple[Coming, ...]:
    """Decisions about the contact in the coming days, the rules played through for the client."""
    last = today + timedelta(days=DAYS - 1)
    sharing = Contact.objects.filter(email__iexact=contact.email) if contact.email else Contact.objects.none()
    looks = looking.looks_ahead(
        looking.rules_ahead(as_if=False),
        company=company,
        today=today,
        last=last,
        now=now,
        accounts={contact.account_id, *sharing.values_list("account_id", flat=True)},
    )
    found = [
        one
        for one in simulating.foresee(looks, company=company, last=last, now=now)
        if one.contact.pk == contact.pk
    ]
    months = months_of(one.ask for one in found)
    return tuple(_decided(one, months) for one in found)


def _decided(one: Foreseen, months: dict[int, date]) -> Coming:
    return Coming(
        program=one.program,
        day=one.day,
        occasion=occasion_of_ask(one.ask, one.facts, months),
        is_asked=one.is_asked,
        words=one.verdict.words,
        next_possible_on=one.verdict.next_possible_on,
    )


def _exclusions(contact: Contact, today: date) -> QuerySet[Exclusion]:
    """Of the contact and of the account, in force or still to come, and those that wait for approval."""
    found = Exclusion.objects.filter(Q(contact=contact) | Q(account=contact.account_id), ends_on__gt=today)
    states = (ExclusionState.ACTIVE, ExclusionState.WAITING)
    return found.filter(state__in=states).select_related("asked_by").order_by("starts_on", "id")


def _refused(addresses: Sequence[str]) -> tuple[Refused, ...]:
    keys = {key: address for address in addresses for key in suppressing.hmacs_of(address)}
    rows = Suppression.objects.filter(address_hmac__in=list(keys), lifted_at=None).order_by("created_at")
    return tuple(Refused(keys[row.address_hmac], row.kind, row.reason, row.created_at.date()) for row in rows)
