"""Orders to ask about: whose day has come, and which of them the rule draws."""

from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path

from django.db import connection
from django.db.models import F

from csat.customers.models import Company, DealContact
from csat.programs import draw
from csat.programs.eligibility import REMEMBERED_DAYS
from csat.programs.models import Program
from csat.programs.queries.due.asking import Ask
from csat.programs.reasons import FINAL
from surveys.calendar import business_days

SQL = Path(__file__).parent.parent.parent / "sql"
REMEMBERED = timedelta(days=REMEMBERED_DAYS)


def order_asks(
    program: Program,
    *,
    company: Company,
    today: date,
    horizon: date,
    accounts: Collection[int] | None = None,
) -> list[Ask]:
    """Contacts of orders whose day comes by `horizon`, by account and order; of the given accounts or of all.

    Left out: orders without a contact of the client (see repairs), those asked already or finally refused.
    """
    orders = {}
    rows = _orders(program, today=today, horizon=horizon, currency=company.base_currency, accounts=accounts)
    for deal_id, order in rows:
        due_on = business_days.add(order.counted_on, program.delay_business_days, company.country)
        if due_on <= horizon:
            orders[deal_id] = (order, max(due_on, today))
    rule = draw.Rule(program.asks_first_order, program.large_order_amount, program.asks_repeat_order)
    # Who went over to another client meanwhile answers for that one.
    people = DealContact.objects.filter(
        deal_id__in=list(orders), contact__account=F("deal__account")
    ).values_list("deal_id", "contact_id", "deal__account_id")
    found = []
    for deal_id, contact_id, account_id in people:
        order, send_on = orders[deal_id]
        found.append(
            Ask(
                contact_id=contact_id,
                account_id=account_id,
                send_on=send_on,
                deal_id=deal_id,
                occurred_on=order.counted_on,
                remembered_until=order.counted_on + REMEMBERED,
                is_drawn=draw.is_asked_about(order, rule),
            )
        )
    return sorted(found, key=lambda ask: (ask.account_id, ask.occurred_on, ask.deal_id, ask.contact_id))


def _orders(
    program: Program,
    *,
    today: date,
    horizon: date,
    currency: str,
    accounts: Collection[int] | None,
) -> list[tuple[int, draw.Order]]:
    with connection.cursor() as cursor:
        cursor.execute(
            (SQL / "counted_orders.sql").read_text(),
            {
                "program_id": program.pk,
                "survey_id": program.survey_id,
                "counts_from": program.counts_from,
                "first": max(program.starts_on, today - REMEMBERED),
                "last": horizon,
                "horizon": horizon,
                "final": FINAL,
                "base_currency": currency,
                "accounts": None if accounts is None else list(accounts),
            },
        )
        return [(row[0], draw.Order(*row[1:])) for row in cursor.fetchall()]
