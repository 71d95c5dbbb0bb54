"""Who is asked, put off or not asked in the coming days: what waits already, and what is foreseen."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from csat.customers import queries as customers
from csat.customers.models import Account, Capacity, Company
from csat.programs.foresight.simulating import Foreseen
from csat.programs.models import Touchpoint
from csat.reports.programs.ahead.days import Row
from csat.reports.programs.occasions import months_of, occasion_of, occasion_of_ask
from surveys.models.sending import WAITING


def planned(accounts: QuerySet[Account], first: date, last: date, company: Company) -> list[Touchpoint]:
    """Invitations that wait already and go out in the span, by time."""
    zone = ZoneInfo(company.zone)
    start = datetime.combine(first, time.min, zone)
    found = Touchpoint.objects.filter(
        account__in=accounts.values("id"),
        withdrawn_at=None,
        invitation__not_before_at__gte=start,
        invitation__not_before_at__lt=datetime.combine(last + timedelta(days=1), time.min, zone),
        invitation__answered_at=None,
        invitation__cancelled_at=None,
        invitation__messages__number=0,
        invitation__messages__state__in=WAITING,
    ).select_related("program", "account", "contact", "deal", "wave", "event", "invitation")
    return list(found.order_by("invitation__not_before_at", "id"))


def rows(
    foreseen: Sequence[Foreseen], waiting: Sequence[Touchpoint], accounts: QuerySet[Account], today: date
) -> list[Row]:
    """Everything about the given accounts from today on: by day, then by time."""
    visible = set(accounts.values_list("id", flat=True))
    mine = [one for one in foreseen if one.contact.account_id in visible and one.day >= today]
    concerned = {one.contact.account_id for one in mine} | {row.account_id for row in waiting}
    months = months_of(one.ask for one in mine)
    held = customers.holders_on(concerned, today)
    names = {account: one.name for (account, capacity), one in held.items() if capacity == Capacity.MANAGER}
    found = [
        *(_waiting(row, names.get(row.account_id, "")) for row in waiting),
        *(_foreseen(one, names.get(one.contact.account_id, ""), months) for one in mine),
    ]
    return sorted(found, key=lambda row: (row.day, row.at, row.account.name, row.contact))


def _waiting(row: Touchpoint, manager: str) -> Row:
    at, zone = row.invitation.not_before_at, row.invitation.zone
    return Row(
        day=at.astimezone(ZoneInfo(zone)).date(),
        at=at,
        zone=zone,
        program=row.program,
        account=row.account,
        contact=row.contact.name,
        contact_uuid=row.contact.uuid,
        role=row.role,
        occasion=occasion_of(row),
        manager=manager,
        invitation=row.invitation.uuid,
    )


def _foreseen(one: Foreseen, manager: str, months: Mapping[int, date]) -> Row:
    return Row(
        day=one.day,
        at=one.send_at,
        zone=one.zone,
        program=one.program,
        account=one.contact.account,
        contact=one.contact.name,
        contact_uuid=one.contact.uuid,
        role=one.contact.role,
        occasion=occasion_of_ask(one.ask, one.facts, months),
        manager=manager,
        reason=one.verdict.reason,
        words=one.verdict.words,
        until=one.verdict.next_possible_on if one.is_put_off else None,
    )
