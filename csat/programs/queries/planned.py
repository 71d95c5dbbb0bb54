"""What is about to be sent, by day: invitations and reminders that wait, held or not."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate

from csat.customers import queries as customers
from csat.customers.models import Account, Company
from csat.programs.models import Program, ProgramState, Touchpoint
from surveys.calendar import business_days
from surveys.models import Batch, Message
from surveys.models.sending import WAITING


@dataclass(frozen=True)
class PlannedSend:
    """One mail that waits: to whom, about what, when, whether it reminds, whether it is held."""

    contact: str
    contact_uuid: UUID
    role: str
    account: str
    account_uuid: UUID
    is_key: bool
    program: str
    order: str
    at: datetime
    is_reminder: bool
    is_held: bool


@dataclass(frozen=True)
class DaySends:
    """How many mails wait for a day, and how many of them are held."""

    day: date
    invitations: int
    reminders: int
    held: int

    @property
    def total(self) -> int:
        return self.invitations + self.reminders


def next_sending_day(company: Company, now: datetime) -> date:
    """The next business day: "tomorrow" on a Friday is Monday."""
    return business_days.add(now.astimezone(ZoneInfo(company.zone)).date(), 1, company.country)


def waiting(accounts: QuerySet[Account]) -> QuerySet[Message]:
    """Mails of the accounts that will still go out unless somebody answers or stops them; unordered."""
    return waiting_for(Touchpoint.objects.filter(account__in=accounts.values("id")))


def waiting_for(touchpoints: QuerySet[Touchpoint]) -> QuerySet[Message]:
    """Mails about these occasions that will still go out unless somebody answers or stops them; unordered."""
    return Message.objects.filter(
        invitation_id__in=touchpoints.values("invitation_id"),
        state__in=WAITING,
        invitation__answered_at=None,
        invitation__cancelled_at=None,
    )


def on_day(messages: QuerySet[Message], day: date, company: Company) -> QuerySet[Message]:
    """Those due on a day, cut in the company's zone."""
    start = datetime.combine(day, time.min, ZoneInfo(company.zone))
    end = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(company.zone))
    return messages.filter(due_at__gte=start, due_at__lt=end)


def planned_sends(day: date, accounts: QuerySet[Account], *, limit: int = 500) -> list[PlannedSend]:
    """Mails of a day by time, those of key clients first at the same time; at most `limit`.

    Left out: what is answered, cancelled or suppressed by then.
    """
    rows = on_day(waiting(accounts), day, customers.company())
    found = {
        row.invitation_id: row for row in rows.select_related("invitation__batch").order_by("due_at")[:limit]
    }
    about = Touchpoint.objects.filter(invitation_id__in=list(found)).select_related(
        "contact", "account", "program", "deal"
    )
    sends = [_planned(touchpoint, found[touchpoint.invitation_id]) for touchpoint in about]
    return sorted(sends, key=lambda send: (send.at, not send.is_key, send.account))


def sends_by_day(accounts: QuerySet[Account], *, program: Program | None = None) -> list[DaySends]:
    """A row a day with mails waiting, in order; of one survey rule or of all."""
    messages = waiting(accounts)
    if program:
        of_rule = Touchpoint.objects.filter(program=program).values("invitation_id")
        messages = messages.filter(invitation_id__in=of_rule)
    zone = ZoneInfo(customers.company().zone)
    rows = (
        messages.annotate(day=TruncDate("due_at", tzinfo=zone))
        .values("day")
        .annotate(
            invitations=Count("id", filter=Q(number=0)),
            reminders=Count("id", filter=Q(number__gt=0)),
            held=Count("id", filter=Q(invitation__batch__is_stopped=True)),
        )
        .order_by("day")
    )
    return [DaySends(**row) for row in rows]


def batches_of(messages: QuerySet[Message]) -> list[int]:
    """Ids of the batches the mails belong to."""
    return list(messages.order_by().values_list(F("invitation__batch_id"), flat=True).distinct())


def free_to_go(batches: list[int]) -> QuerySet[Batch]:
    """Those of the stopped batches that no paused rule or round holds as well, in the order of ids."""
    pauses = Q(program__state=ProgramState.PAUSED) | Q(wave__held_at__isnull=False)
    kept = batches_of(waiting_for(Touchpoint.objects.filter(pauses)))
    return Batch.objects.filter(id__in=batches, is_stopped=True).exclude(id__in=kept).order_by("id")


def going(messages: QuerySet[Message]) -> int:
    """How many of the mails nobody holds."""
    return messages.filter(invitation__batch__is_stopped=False).count()


def _planned(touchpoint: Touchpoint, message: Message) -> PlannedSend:
    return PlannedSend(
        contact=touchpoint.contact.name,
        contact_uuid=touchpoint.contact.uuid,
        role=touchpoint.role,
        account=touchpoint.account.name,
        account_uuid=touchpoint.account.uuid,
        is_key=touchpoint.is_key,
        program=touchpoint.program.name,
        order=touchpoint.deal.reference if touchpoint.deal else "",
        at=message.due_at,
        is_reminder=message.number > 0,
        is_held=message.invitation.batch.is_stopped,
    )
