"""What pages show of survey rules: how each is doing, what it decided and why, and when a contact is next."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Q, QuerySet

from csat.customers import queries as customers
from csat.customers.models import Account, Contact
from csat.programs import deciding, eligibility, slots
from csat.programs.models import Decision, Outcome, Program, ProgramKind, ProgramState, Slot, Touchpoint
from csat.programs.queries import foreseen, planned, standing
from csat.programs.queries.due import Ask
from csat.programs.queries.planned import DaySends
from csat.programs.reasons import Reason
from surveys.calendar import business_days
from surveys.models import Verdict

SHOWN = 100
ROUNDS_AHEAD = 24  # months in which a slot must come, whatever the cadence


@dataclass(frozen=True)
class RuleRow:
    """A survey rule: whom it asked, who answered, when its next mail goes out."""

    program: Program
    asked: int
    answered: int
    next_send_at: datetime | None

    @property
    def share(self) -> float | None:
        return self.answered / self.asked if self.asked else None


@dataclass(frozen=True)
class Decided:
    """The last decision about a contact and an occasion."""

    contact: Contact
    account: Account
    occasion: str  # the order's reference, or empty for a round or an event
    month: date | None  # the round's
    event: str  # its name
    outcome: str
    reason: str
    words: dict[str, str]
    next_possible_on: date | None
    decided_at: datetime


@dataclass(frozen=True)
class ReasonCount:
    outcome: str
    reason: str
    n: int


@dataclass(frozen=True)
class RulePage:
    row: RuleRow
    days: tuple[DaySends, ...]
    reasons: tuple[ReasonCount, ...]
    decisions: tuple[Decided, ...]
    wanted: str


@dataclass(frozen=True)
class Explanation:
    """One rule and one contact: what was decided last, how it stands today, when it may be asked next."""

    program: Program
    last: Decided | None
    reason: str
    words: dict[str, str]
    next_possible_on: date | None
    slot_month: date | None

    @property
    def is_clear(self) -> bool:
        return self.reason == Reason.CLEAR


def rules(accounts: QuerySet[Account]) -> list[RuleRow]:
    """A row a survey rule, running ones first, then by name; figures of the given accounts only."""
    inside = Q(touchpoints__account__in=accounts.values("id"))
    not_cancelled = inside & Q(touchpoints__invitation__cancelled_at=None)
    answered = Q(
        touchpoints__invitation__response__submitted_at__isnull=False,
        touchpoints__invitation__response__verdict=Verdict.COUNTS,
    )
    programs = Program.objects.select_related("survey").annotate(
        asked=Count("touchpoints", filter=not_cancelled),
        answered=Count("touchpoints", filter=not_cancelled & answered),
    )
    next_at = _next_sends(accounts)
    rows = [RuleRow(row, row.asked, row.answered, next_at.get(row.pk)) for row in programs]
    return sorted(rows, key=lambda row: (row.program.state != ProgramState.RUNNING, row.program.name))


def rule(program: Program, accounts: QuerySet[Account], *, wanted: str = "") -> RulePage:
    """One rule with its coming days and its latest decisions; `wanted` narrows these to a reason."""
    decisions = Decision.objects.filter(program=program, contact__account__in=accounts.values("id"))
    counts = decisions.values("outcome", "reason").annotate(n=Count("id")).order_by("-n", "reason")
    chosen = decisions.filter(reason=wanted) if wanted else decisions
    rows = chosen.select_related("contact__account", "deal", "wave", "event")
    rows = rows.order_by("-decided_at", "-id")[:SHOWN]
    (row,) = [found for found in rules(accounts) if found.program.pk == program.pk]
    return RulePage(
        row=row,
        days=tuple(planned.sends_by_day(accounts, program=program)),
        reasons=tuple(ReasonCount(**count) for count in counts),
        decisions=tuple(_decided(found) for found in rows),
        wanted=wanted,
    )


def why(contact: Contact, *, now: datetime) -> list[Explanation]:
    """A row a running rule: the last decision about the contact, how it stands now, when it may be next."""
    company = customers.company()
    last = {
        row.program_id: _decided(row)
        for row in Decision.objects.filter(contact=contact)
        .select_related("contact__account", "deal", "wave", "event")
        .order_by("program_id", "-decided_at", "-id")
        .distinct("program_id")
    }
    found = []
    for program in Program.objects.filter(state=ProgramState.RUNNING).select_related("survey"):
        today = deciding.local_day(now, contact, company)
        day = business_days.on_or_after(today, contact.account.country or company.country)
        ask = Ask(contact.pk, contact.account_id, day)
        facts = standing.standing(program, [ask], {contact.pk: contact}, now=now)
        facts = foreseen.with_foreseen(program, facts, company=company, now=now)
        send_at = deciding.sending_moment(contact, day, company=company, now=now)
        candidate = deciding.candidate_of(program, facts, ask, send_at=send_at, company=company)
        verdict = eligibility.decide(candidate, deciding.audience_of(program), facts.budgets)
        is_possible = verdict.outcome != Outcome.NOT_ASKED
        found.append(
            Explanation(
                program=program,
                last=last.get(program.pk),
                reason=verdict.reason,
                words=verdict.words,
                next_possible_on=verdict.next_possible_on if is_possible else None,
                slot_month=_next_slot(program, contact.account, day) if is_possible else None,
            )
        )
    return found


def _next_slot(program: Program, account: Account, day: date) -> date | None:
    """The first month from the next one on in which the account has its round; None without a slot."""
    offset = Slot.objects.filter(program=program, account=account).values_list("offset", flat=True).first()
    if program.kind != ProgramKind.PERIODIC or offset is None:
        return None
    cadence = program.key_cadence_months if account.is_key else program.cadence_months
    months = (slots.months_after(day, step) for step in range(1, ROUNDS_AHEAD + 1))
    return next((month for month in months if slots.is_due(month, offset, cadence)), None)


def _next_sends(accounts: QuerySet[Account]) -> dict[int, datetime]:
    """Program id -> when its next invitation goes out."""
    waiting = planned.waiting(accounts).filter(number=0, invitation__batch__is_stopped=False)
    rows = (
        Touchpoint.objects.filter(invitation_id__in=waiting.values("invitation_id"))
        .values_list("program_id")
        .annotate(first=Min("invitation__not_before_at"))
        .order_by("program_id")
    )
    return dict(rows)


def _decided(row: Decision) -> Decided:
    return Decided(
        contact=row.contact,
        account=row.contact.account,
        occasion=row.deal.reference if row.deal else "",
        month=row.wave.month if row.wave else None,
        event=row.event.name if row.event else "",
        outcome=row.outcome,
        reason=row.reason,
        words=row.words,
        next_possible_on=row.next_possible_on,
        decided_at=row.decided_at,
    )
