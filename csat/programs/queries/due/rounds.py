"""Rounds: accounts whose slot has come, their contacts, and who was put off in a round before."""

from collections import Counter
from collections.abc import Callable, Collection
from datetime import date, timedelta
from pathlib import Path

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from csat.customers.models import Account, Company, Contact, LegalBasis
from csat.programs import slots
from csat.programs.models import Decision, Outcome, Program, Slot, Touchpoint, Wave
from csat.programs.queries.due import drawn
from csat.programs.queries.due.asking import Ask, foreseen_round
from csat.programs.reasons import FINAL, Reason
from surveys.calendar import business_days

SQL = Path(__file__).parent.parent.parent / "sql"


def round_asks(
    program: Program,
    *,
    company: Company,
    today: date,
    horizon: date,
    accounts: Collection[int] | None = None,
) -> list[Ask]:
    """Contacts of accounts whose day in a round comes by `horizon`, and those put off before; by account.

    A round that nobody has opened yet is foreseen as it will be: its asks name it by `foreseen_round`.
    """
    if horizon < program.starts_on:
        return []
    found: list[Ask] = []
    month = today.replace(day=1)
    while month <= horizon:
        found += _asks_of_month(program, month, company, today=today, horizon=horizon, accounts=accounts)
        month = slots.months_after(month, 1)
    since = slots.months_after(today, -program.cadence_months)
    found += _put_off_asks(program, since=since, today=today, horizon=horizon, accounts=accounts)
    return sorted(found, key=lambda ask: ask.account_id)


def _asks_of_month(
    program: Program,
    month: date,
    company: Company,
    *,
    today: date,
    horizon: date,
    accounts: Collection[int] | None,
) -> list[Ask]:
    wave = Wave.objects.filter(program=program, month=month).first()
    if wave and (wave.held_at or wave.ended_at):
        return []
    starts_on = wave.starts_on if wave else max(today, month)
    days = round_days(program, month, company, starts_on=starts_on)
    if not days:
        return []
    by_account = slot_days(program, month=month, days=days, today=today, accounts=accounts)
    near = {account: day for account, day in by_account.items() if day <= horizon}
    contacts = Contact.objects.filter(account_id__in=list(near))
    return asks_of(contacts, wave, month, day_of=near.__getitem__, today=today, horizon=horizon)


def round_days(program: Program, month: date, company: Company, *, starts_on: date | None) -> list[date]:
    """The business days over which a month's round is spread."""
    first = max(month, program.starts_on, starts_on or month)
    return business_days.between(first, slots.months_after(month, 1), company.country)


def slot_days(
    program: Program,
    *,
    month: date,
    days: list[date],
    today: date,
    accounts: Collection[int] | None = None,
) -> dict[int, date]:
    """Account id -> day of sending, for accounts whose slot is in the month.

    Left out: accounts closed before the first of the days, and those outside the rule's segments. Accounts
    without a slot are looked at with the one that they will be given.
    """
    audience = _audience(program, days[0])
    if accounts is not None:
        audience = audience.filter(id__in=list(accounts))
    placed = Slot.objects.filter(program=program)
    if accounts is not None:
        placed = placed.filter(account_id__in=list(accounts))
    offsets = dict(placed.values_list("account_id", "offset"))
    rows = list(audience.order_by().values_list("id", "uuid", "is_key"))
    if any(account_id not in offsets for account_id, *_ in rows):
        offsets |= new_slots(program, today=today)
    return {
        account_id: slots.day_in(days, uuid)
        for account_id, uuid, is_key in rows
        if account_id in offsets
        and slots.is_due(
            month, offsets[account_id], program.key_cadence_months if is_key else program.cadence_months
        )
    }


def new_slots(program: Program, *, today: date) -> dict[int, int]:
    """Account id -> the month's offset that each account of the audience without a slot is to get."""
    placed = Slot.objects.filter(program=program, account=OuterRef("id"))
    if not _audience(program, today).exclude(Exists(placed)).exists():
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            (SQL / "account_strata.sql").read_text(),
            {
                "program_id": program.pk,
                "segments": program.segments,
                "today": today,
                "since": today - timedelta(days=365),
            },
        )
        rows = cursor.fetchall()
    cadence = {True: program.key_cadence_months, False: program.cadence_months}
    places = [
        slots.Place(id_, uuid, (is_key, segment, band), cadence[is_key])
        for id_, uuid, is_key, segment, band, offset in rows
        if offset is None
    ]
    taken: list[tuple[tuple[object, ...], int]] = [
        ((is_key, segment, band), offset) for *_, is_key, segment, band, offset in rows if offset is not None
    ]
    return slots.offsets(places, Counter(taken))


def _audience(program: Program, today: date) -> QuerySet[Account]:
    accounts = Account.objects.filter(Q(closed_on=None) | Q(closed_on__gt=today))
    return accounts.filter(segment__in=program.segments) if program.segments else accounts


def asks_of(
    contacts: QuerySet[Contact],
    wave: Wave | None,
    month: date,
    *,
    day_of: Callable[[int], date],
    today: date,
    horizon: date,
) -> list[Ask]:
    """Those of the contacts that the round has not settled yet, by account; `day_of` an account.

    Those put off come again when their day is near, and those whose lack somebody has mended meanwhile.
    """
    wave_id = wave.pk if wave else foreseen_round(month)
    left_out = drawn.left_out(wave) if wave and wave.sampling else frozenset()
    rows = _unsettled(contacts, wave, today, horizon) if wave else contacts
    return [
        Ask(
            id_,
            account_id,
            max(day_of(account_id), today),
            wave_id=wave_id,
            is_sampled=id_ not in left_out,
        )
        for id_, account_id in rows.order_by("account_id", "id").values_list("id", "account_id")
    ]


def _unsettled(contacts: QuerySet[Contact], wave: Wave, today: date, horizon: date) -> QuerySet[Contact]:
    settled = Decision.objects.filter(wave=wave, contact=OuterRef("id"))
    asked = Touchpoint.objects.filter(wave=wave, contact=OuterRef("id"), withdrawn_at=None)
    return (
        contacts.exclude(Exists(asked))
        .exclude(Exists(settled.filter(reason__in=FINAL)))
        .exclude(Exists(settled.filter(next_possible_on__gt=horizon)))
        .exclude(Exists(settled.filter(reason=Reason.NO_EMAIL)), email=None)
        .exclude(Exists(settled.filter(reason=Reason.LEFT)), left_on__lte=today)
        .exclude(
            Exists(settled.filter(reason=Reason.NO_LEGAL_BASIS)),
            ~Exists(LegalBasis.objects.filter(contact=OuterRef("id"))),
        )
    )


def _put_off_asks(
    program: Program,
    *,
    since: date,
    today: date,
    horizon: date,
    accounts: Collection[int] | None,
) -> list[Ask]:
    """Contacts put off in rounds of earlier months whose day comes, unless a later round decided."""
    later = Decision.objects.filter(
        program=program, contact=OuterRef("contact"), wave__month__gt=OuterRef("wave__month")
    )
    rows = Decision.objects.filter(
        program=program,
        outcome=Outcome.DEFERRED,
        next_possible_on__lte=horizon,
        wave__month__gte=since,
        wave__month__lt=today.replace(day=1),
        wave__held_at=None,
        wave__ended_at=None,
    ).exclude(Exists(later))
    if accounts is not None:
        rows = rows.filter(contact__account_id__in=list(accounts))
    found = rows.order_by("contact__account_id", "contact_id").values_list(
        "contact_id", "contact__account_id", "wave_id", "next_possible_on"
    )
    return [
        Ask(contact, account, max(today, next_on or today), wave_id=wave)
        for contact, account, wave, next_on in found
    ]
