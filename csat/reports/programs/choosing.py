"""Which invitations a page speaks of: those of a round, or of a rule in a week."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from csat.customers import queries as customers
from csat.customers.models import Account
from csat.programs.models import Decision, Program, Touchpoint, Wave

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Chosen:
    """Invitations that belong together: `wave`, or what `program` sends in the week from `monday` on."""

    program: Program
    wave: Wave | None = None
    monday: date | None = None

    @property
    def uuid(self) -> UUID:
        return self.wave.uuid if self.wave else self.program.uuid

    @property
    def first(self) -> date:
        """The first day that it spans: of the month, or of the week."""
        if self.wave:
            return max(self.wave.month, self.wave.starts_on or self.wave.month)
        return self.monday or date.min

    def touchpoints(self, accounts: QuerySet[Account]) -> QuerySet[Touchpoint]:
        """Its occasions with the given accounts, in no order."""
        found = Touchpoint.objects.filter(program=self.program, account__in=accounts.values("id"))
        if self.wave:
            return found.filter(wave=self.wave)
        start = self.monday or date.min
        return found.filter(
            wave=None,
            invitation__not_before_at__gte=_midnight(start),
            invitation__not_before_at__lt=_midnight(start + WEEK),
        )

    def decisions(self, decisions: QuerySet[Decision]) -> QuerySet[Decision]:
        """Those about it: of a round all, of a rule's week those made in the week."""
        if self.wave:
            return decisions.filter(wave=self.wave)
        start = self.monday or date.min
        return decisions.filter(decided_at__gte=_midnight(start), decided_at__lt=_midnight(start + WEEK))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(customers.company().zone))
