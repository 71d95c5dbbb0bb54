"""What is due: delivered orders to ask about, accounts whose slot has come, contacts put off until now."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from csat.customers.models import Account, Contact, DealContact, LegalBasis
from csat.programs import draw, slots
from csat.programs.eligibility import MENDABLE, REMEMBERED_DAYS, Reason
from csat.programs.models import Decision, Outcome, Program, Slot, Touchpoint, Wave
from surveys.calendar import business_days

SQL = Path(__file__).parent.parent / "sql"
FINAL = sorted(set(Reason) - MENDABLE - {Reason.CLEAR, Reason.ASKED_LATELY, Reason.ASKED_OFTEN})


@dataclass(frozen=True)
class Ask:
    """A contact to be decided about, on a day, about one occasion: an order or a round."""

    contact_id: int
    account_id: int
    send_on: date
    deal_id: int | None = None
    wave_id: int | None = None
    occurred_on: date | None = None  # None: the day of sending
    is_drawn: bool = True

    @property
    def subject(self) -> tuple[int | None, int | None]:
        return self.deal_id, self.wave_id


def order_asks(program: Program, *, today: date, horizon: date, country: str, currency: str) -> list[Ask]:
    """Contacts of delivered orders whose day has come by `horizon`, by account and order.

    Left out: orders without a contact (see repairs), those asked already, and those finally refused.
    """
    orders = {}
    for deal_id, order in _delivered_orders(program, today=today, horizon=horizon, currency=currency):
        due_on = business_days.add(order.delivered_on, program.delay_business_days, country)
        if due_on <= horizon:
            orders[deal_id] = (order, max(due_on, today))
    rule = draw.Rule(program.asks_first_order, program.large_order_amount, program.asks_repeat_order)
    people = DealContact.objects.filter(deal_id__in=list(orders)).select_related("contact", "deal")
    return [
        Ask(
            contact_id=person.contact_id,
            account_id=person.deal.account_id,
            send_on=orders[person.deal_id][1],
            deal_id=person.deal_id,
            occurred_on=orders[person.deal_id][0].delivered_on,
            is_drawn=draw.is_asked_about(orders[person.deal_id][0], rule),
        )
        for person in people.order_by("deal__account_id", "deal__delivered_on", "deal_id", "contact_id")
    ]


def _delivered_orders(
    program: Program, *, today: date, horizon: date, currency: str
) -> list[tuple[int, draw.Order]]:
    with connection.cursor() as cursor:
        cursor.execute(
            (SQL / "delivered_orders.sql").read_text(),
            {
                "program_id": program.pk,
                "survey_id": program.survey_id,
                "first": max(program.starts_on, today - timedelta(days=REMEMBERED_DAYS)),
                "last": horizon,
                "horizon": horizon,
                "final": FINAL,
                "base_currency": currency,
            },
        )
        return [(row[0], draw.Order(*row[1:])) for row in cursor.fetchall()]


def places_without_slot(
    program: Program, *, today: date
) -> tuple[list[slots.Place], list[tuple[tuple[object, ...], int]]]:
    """Accounts of a periodic rule's audience without a slot, and (stratum, offset) of those that have one."""
    placed = Slot.objects.filter(program=program, account=OuterRef("id"))
    if not _audience(program, today).exclude(Exists(placed)).exists():
        return [], []
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
    return places, taken


def _audience(program: Program, today: date) -> QuerySet[Account]:
    accounts = Account.objects.filter(Q(closed_on=None) | Q(closed_on__gt=today))
    return accounts.filter(segment__in=program.segments) if program.segments else accounts


def slot_days(program: Program, *, month: date, days: list[date]) -> dict[int, date]:
    """Account id -> day of sending, for accounts whose slot is in the month.

    Left out: accounts closed before the first of the days, and those outside the rule's segments.
    """
    found = Slot.objects.filter(program=program, account__in=_audience(program, days[0])).values_list(
        "account_id", "account__uuid", "account__is_key", "offset"
    )
    return {
        account_id: slots.day_in(days, uuid)
        for account_id, uuid, is_key, offset in found
        if slots.is_due(month, offset, program.key_cadence_months if is_key else program.cadence_months)
    }


def wave_asks(wave: Wave, *, days: dict[int, date], today: date, horizon: date) -> list[Ask]:
    """Contacts of the given accounts (id -> day) that the round has not settled yet, by account.

    Those put off come again when their day is near, and those whose lack somebody has mended meanwhile.
    """
    settled = Decision.objects.filter(wave=wave, contact=OuterRef("id"))
    contacts = (
        Contact.objects.filter(account_id__in=list(days))
        .exclude(Exists(Touchpoint.objects.filter(wave=wave, contact=OuterRef("id"))))
        .exclude(Exists(settled.filter(reason__in=FINAL)))
        .exclude(Exists(settled.filter(next_possible_on__gt=horizon)))
        .exclude(Exists(settled.filter(reason=Reason.NO_EMAIL)), email=None)
        .exclude(Exists(settled.filter(reason=Reason.LEFT)), left_on__lte=today)
        .exclude(
            Exists(settled.filter(reason=Reason.NO_LEGAL_BASIS)),
            ~Exists(LegalBasis.objects.filter(contact=OuterRef("id"))),
        )
        .order_by("account_id", "id")
        .values_list("id", "account_id")
    )
    return [
        Ask(id_, account_id, max(days[account_id], today), wave_id=wave.pk) for id_, account_id in contacts
    ]


def put_off_asks(program: Program, *, before: date, since: date, today: date, horizon: date) -> list[Ask]:
    """Contacts put off in rounds of [since, before) whose day has come, unless a later round decided."""
    later = Decision.objects.filter(
        program=program, contact=OuterRef("contact"), wave__month__gt=OuterRef("wave__month")
    )
    rows = (
        Decision.objects.filter(
            program=program,
            outcome=Outcome.DEFERRED,
            next_possible_on__lte=horizon,
            wave__month__gte=since,
            wave__month__lt=before,
        )
        .exclude(Exists(later))
        .order_by("contact__account_id", "contact_id")
        .values_list("contact_id", "contact__account_id", "wave_id")
    )
    return [Ask(contact, account, today, wave_id=wave) for contact, account, wave in rows]
