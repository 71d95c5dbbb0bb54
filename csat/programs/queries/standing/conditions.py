"""What the conditions of a rule are held against: an account, its contact, and the order or event."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection

from csat.customers import queries as customers
from csat.customers.models import Company, Contact, Deal, Event
from csat.programs import audience, slots
from csat.programs.models import Program
from csat.programs.queries import known

SQL = Path(__file__).parent.parent.parent / "sql" / "revenue_of_year.sql"
REVENUE, A_YEAR = "account.revenue", 12


@dataclass(frozen=True)
class ConditionFacts:
    """The facts that one rule asks for; what costs a statement is read only where it is asked for."""

    wanted: frozenset[str]
    revenue: Mapping[int, Decimal]
    amounts: Mapping[int, Decimal]  # of orders, in the base currency

    def of(self, contact: Contact, deal: Deal | None, event: Event | None) -> dict[str, Any]:
        """Facts by the names of `audience.FACTS`; nothing where the rule has no conditions."""
        if not self.wanted:
            return {}
        account = contact.account
        facts: dict[str, Any] = {
            "account.country": account.country,
            "account.region": account.region,
            "account.industry": account.industry,
            "account.segment": account.segment,
            "account.is_key": account.is_key,
            REVENUE: self.revenue.get(account.pk, Decimal(0)) if REVENUE in self.wanted else None,
            "contact.role": contact.role,
            "contact.language": contact.language,
            "contact.title": contact.title,
        }
        return facts | self._of_order(deal or (event.deal if event else None)) | _of_event(event)

    def _of_order(self, deal: Deal | None) -> dict[str, Any]:
        if deal is None:
            return {}
        return {
            "deal.amount": self.amounts.get(deal.pk),
            "deal.currency": deal.currency,
            "deal.goods": deal.goods,
        }


def _of_event(event: Event | None) -> dict[str, Any]:
    return {f"{audience.EVENT}{name}": value for name, value in event.facts.items()} if event else {}


def condition_facts(
    program: Program, contacts: Iterable[Contact], deals: Iterable[Deal], *, now: datetime
) -> ConditionFacts:
    """Read what the rule's conditions ask for, about these contacts and orders."""
    wanted = audience.facts_in(program.conditions)
    company = customers.company()
    accounts = {contact.account_id for contact in contacts}
    asks_order = any(name.startswith("deal.") for name in wanted)
    worths = known.worths(deals, base_currency=company.base_currency) if asks_order else {}
    return ConditionFacts(
        wanted=wanted,
        revenue=revenue_of_year(accounts, company, now) if REVENUE in wanted else {},
        # An amount that no rate turns into our currency cannot be compared.
        amounts={
            key: worth.amount for key, worth in worths.items() if worth.currency == company.base_currency
        },
    )


def revenue_of_year(accounts: Iterable[int], company: Company, now: datetime) -> dict[int, Decimal]:
    """Account id -> what it brought in the twelve months before this one."""
    until = customers.local_day(now).replace(day=1)
    with connection.cursor() as cursor:
        cursor.execute(
            SQL.read_text(),
            {
                "accounts": list(accounts),
                "since": slots.months_after(until, -A_YEAR),
                "until": until,
                "base_currency": company.base_currency,
            },
        )
        return {account: amount for account, amount in cursor.fetchall() if amount is not None}
