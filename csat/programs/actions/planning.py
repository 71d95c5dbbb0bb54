"""Finds who is due by the next business day and releases them batch by batch: any number may run."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from csat.customers import queries as customers
from csat.customers.actions import events
from csat.customers.models import DEAL_LOST, Company
from csat.programs.actions import drawing, releasing
from csat.programs.actions.freezing import Ground
from csat.programs.eligibility import REMEMBERED_DAYS
from csat.programs.models import Program, ProgramKind, ProgramState, Slot, Wave
from csat.programs.queries import due, sampled
from csat.programs.queries.due import Ask, lists, rounds
from surveys.calendar import business_days
from surveys.errors import DomainError
from surveys.jobs import memory
from surveys.models import Brand, SurveyVersion

BATCH = 1000  # rows a statement
LOST_BEFORE = timedelta(days=REMEMBERED_DAYS)  # an order lost longer ago is asked about no more


class NotReady(DomainError):
    """A survey rule that cannot send yet: no published survey, or nobody to send it."""

    code = "not_ready"


def plan(*, program: Program, now: datetime) -> Counter[str]:
    """Release a running rule's contacts whose day comes by the next business day; how many of each outcome.

    Raises NotReady.
    """
    if program.state != ProgramState.RUNNING:
        return Counter()
    ground = ground_of(program)
    today, horizon = span(ground.company, now)
    open_occasions(program, ground.company, today=today, horizon=horizon, now=now)
    asks = due.asks(program, company=ground.company, today=today, horizon=horizon)
    return _release_all(program, ground, asks, now)


def open_occasions(program: Program, company: Company, *, today: date, horizon: date, now: datetime) -> None:
    """Write what asks refer to: slots and rounds, and the orders lost that nobody has told as events."""
    if horizon < program.starts_on:
        return
    if program.kind == ProgramKind.PERIODIC:
        _give_slots(program, today)
        for month in sorted({today.replace(day=1), horizon.replace(day=1)}):
            # The first run in a month opens its round; one that opens late takes what is left of the month.
            starts_on = max(today, month)
            drawing.open_round(program=program, month=month, starts_on=starts_on, company=company, now=now)
    elif program.kind == ProgramKind.ONE_OFF and lists.round_of(program) is None:
        Wave.objects.get_or_create(
            program=program, month=lists.month_of(program), defaults={"starts_on": program.starts_on}
        )
    elif program.kind == ProgramKind.EVENT and program.event_name == DEAL_LOST:
        events.tell_lost_deals(since=max(program.starts_on, today - LOST_BEFORE), now=now)


def ground_of(program: Program) -> Ground:
    """What invitations of the program are made of. Raises NotReady where a part of it is missing."""
    version = SurveyVersion.objects.filter(survey=program.survey_id).order_by("-number").first()
    if version is None:
        raise NotReady("The survey is not published.", where=program.name, mend="Publish it first.")
    if program.survey.archived_at:
        raise NotReady("The survey is archived.", where=program.name, mend="Restore it, or end the rule.")
    brand = Brand.objects.first()
    if brand is None:
        raise NotReady("Nobody is named as the sender.", where=program.name, mend="Set up the sender first.")
    return Ground(company=customers.company(), brand=brand, version=version)


def span(company: Company, now: datetime) -> tuple[date, date]:
    """Today in the company's zone, and the business day after it: until then mails are planned."""
    today = now.astimezone(ZoneInfo(company.zone)).date()
    return today, business_days.add(today, 1, company.country)


@transaction.atomic
def _give_slots(program: Program, today: date) -> None:
    Slot.objects.bulk_create(
        (
            Slot(program=program, account_id=account_id, offset=offset)
            for account_id, offset in rounds.new_slots(program, today=today).items()
        ),
        ignore_conflicts=True,
        batch_size=BATCH,
    )


def _release_all(program: Program, ground: Ground, asks: Sequence[Ask], now: datetime) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    for batch in sampled.batches(asks):
        with memory.uncollected():
            outcomes += releasing.release(program=program, ground=ground, asks=batch, now=now)
    return outcomes
