"""Finds who is due by the next business day and releases them batch by batch: any number may run."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db import transaction

from csat.customers import queries as customers
from csat.customers.models import Company
from csat.programs import slots
from csat.programs.actions import releasing
from csat.programs.actions.freezing import Ground
from csat.programs.models import Program, ProgramKind, ProgramState, Slot, Wave
from csat.programs.queries import due
from csat.programs.queries.due import Ask
from surveys.calendar import business_days
from surveys.errors import DomainError
from surveys.models import Brand, SurveyVersion

BATCH = 1000  # contacts a transaction: some seconds of locks at most


class NotReady(DomainError):
    """A survey rule that cannot send yet: no published survey, or nobody to send it."""

    code = "not_ready"


def plan(*, program: Program, now: datetime) -> Counter[str]:
    """Plan a running program by its kind; returns how many contacts had which outcome. Raises NotReady."""
    if program.state != ProgramState.RUNNING:
        return Counter()
    if program.kind == ProgramKind.POST_SALE:
        return plan_post_sale(program=program, now=now)
    return plan_periodic(program=program, now=now)


def plan_post_sale(*, program: Program, now: datetime) -> Counter[str]:
    """Release the contacts of delivered orders whose day comes by the next business day. Raises NotReady."""
    ground = ground_of(program)
    today, horizon = span(ground.company, now)
    asks = due.order_asks(
        program,
        today=today,
        horizon=horizon,
        country=ground.company.country,
        currency=ground.company.base_currency,
    )
    return _release_all(program, ground, asks, now)


def plan_periodic(*, program: Program, now: datetime) -> Counter[str]:
    """Release the accounts whose day in the round comes by the next business day. Raises NotReady."""
    ground = ground_of(program)
    today, horizon = span(ground.company, now)
    if horizon < program.starts_on:
        return Counter()
    _give_slots(program, today)
    asks: list[Ask] = []
    for month in sorted({today.replace(day=1), horizon.replace(day=1)}):
        asks += _round_asks(program, month, ground.company, today=today, horizon=horizon)
    since = slots.months_after(today, -program.cadence_months)
    asks += due.put_off_asks(program, before=today.replace(day=1), since=since, today=today, horizon=horizon)
    return _release_all(program, ground, sorted(asks, key=lambda ask: ask.account_id), now)


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


def round_days(program: Program, month: date, company: Company, *, starts_on: date | None) -> list[date]:
    """The business days over which a month's round is spread."""
    first = max(month, program.starts_on, starts_on or month)
    return business_days.between(first, slots.months_after(month, 1), company.country)


def _round_asks(program: Program, month: date, company: Company, *, today: date, horizon: date) -> list[Ask]:
    """The first run in a month opens its round; one that opens late takes what is left of the month."""
    starts_on = max(today, month)
    wave, _ = Wave.objects.get_or_create(program=program, month=month, defaults={"starts_on": starts_on})
    days = round_days(program, month, company, starts_on=wave.starts_on)
    if not days:
        return []
    by_account = due.slot_days(program, month=month, days=days)
    near = {account: day for account, day in by_account.items() if day <= horizon}
    return due.wave_asks(wave, days=near, today=today, horizon=horizon)


@transaction.atomic
def _give_slots(program: Program, today: date) -> None:
    places, taken = due.places_without_slot(program, today=today)
    Slot.objects.bulk_create(
        (
            Slot(program=program, account_id=account_id, offset=offset)
            for account_id, offset in slots.offsets(places, Counter(taken)).items()
        ),
        ignore_conflicts=True,
        batch_size=BATCH,
    )


def _release_all(program: Program, ground: Ground, asks: Sequence[Ask], now: datetime) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    for batch in _batches(asks):
        outcomes += releasing.release(program=program, ground=ground, asks=batch, now=now)
    return outcomes


def _batches(asks: Sequence[Ask]) -> Iterator[list[Ask]]:
    """About BATCH asks each; an account is never split, because its contacts share a limit."""
    batch: list[Ask] = []
    for _, of_account in groupby(asks, key=lambda ask: ask.account_id):
        batch += of_account
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
