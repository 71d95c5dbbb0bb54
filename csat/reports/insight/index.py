"""All questions of insight with what is known of each: the reports that their own pages show."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from csat.customers.models import Account
from csat.reports.insight import change, clients, drivers, drops, effects, lead, quiet, themes
from csat.reports.insight.losses import retention, risk


@dataclass(frozen=True)
class Known:
    """`name` of the question, as in the page's address; `report` as its page shows it."""

    name: str
    report: Any


def pooled(accounts: QuerySet[Account], *, today: date) -> tuple[Known, ...]:
    """What was found over all clients together: for readers who see all of them. In order of the page."""
    return (
        Known("lead", lead.build(accounts, today=today)),
        Known("risk", risk.build(accounts, today=today)),
        Known("change", change.build(accounts, today=today)),
        Known("drivers", drivers.build(accounts, today=today)),
        Known("themes", themes.build(accounts, today=today, with_words=False)),
        Known("retention", retention.build(accounts, today=today)),
        Known("effects", effects.register(accounts, today=today)),
    )


def by_client(accounts: QuerySet[Account], *, today: date) -> tuple[Known, ...]:
    """Which of the reader's own clients need a look."""
    return (
        Known("drops", drops.build(accounts, today=today)),
        Known("decline", quiet.build_decline(accounts, today=today)),
        Known("silence", quiet.build_silence(accounts, today=today)),
        Known("clients", clients.build(accounts, today=today)),
    )
