"""What is known around answers that are looked through: addresses, devices, ticks, mails."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from csat.customers import queries as customers
from csat.customers.models import Capacity, Employee
from csat.programs.models import Touchpoint, TouchpointPerson
from csat.scores.flags.addresses import OPEN_TO_ALL, Ours, domain_of
from csat.scores.flags.bursts import DELAYS, LEAST_CLIENTS, Mailed
from csat.scores.flags.devices import OF_OTHER_CLIENTS, Answered
from csat.scores.flags.straight import Ticked
from surveys.definition.questionnaire import MeasureKind
from surveys.models import Brand, Message, Response, Source
from surveys.rendering import published

INTERNAL = "internal"  # surveys among our own people, in which every address is ours
MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
LEARNT_FROM = 5_000  # mails, the latest ones
SPAN = max(span for _least, span in OF_OTHER_CLIENTS)
LOOK_BACK = timedelta(hours=float(DELAYS[-1]) + 48)
TOGETHER = timedelta(hours=2)


@dataclass(frozen=True)
class Seen:
    """An answer with what it was about; the others around it are not among these."""

    response: Response
    touchpoint: Touchpoint

    @property
    def client(self) -> int:
        return _top(self.touchpoint)


def seen(responses: Collection[int]) -> list[Seen]:
    """The answers to invitations among them, oldest first; two queries. Imported ones and those of surveys
    among our own people are left out."""
    found = (
        Response.objects.filter(id__in=responses, invitation__isnull=False, source=Source.FORM)
        .exclude(version__survey__kind=INTERNAL)
        .select_related("invitation")
        .order_by("submitted_at", "id")
    )
    about = _about(found.values_list("invitation_id", flat=True))
    return [Seen(one, about[one.invitation_id]) for one in found if one.invitation_id in about]


def ours() -> Ours:
    """Our domains, as the company has named them and as its mails come from, and our people's addresses."""
    domains = {str(one).strip().lower().removeprefix("@") for one in customers.company().own_domains}
    senders = [*Brand.objects.values_list("sender_address", flat=True)]
    domains |= {domain_of(address) for address in senders} - OPEN_TO_ALL
    people = Employee.objects.exclude(email="").values_list("email", flat=True)
    return Ours(frozenset(domains - {""}), frozenset(address.lower() for address in people))


def ticked(response: Response) -> list[Ticked]:
    """The numbers ticked that say how good something is, in the order of the questions."""
    found = []
    for question in published.questionnaire(response.version_id).questions:
        given = response.answers.get(question.key)
        measure = question.measure
        if question.scale and measure and measure.kind != MeasureKind.PRESSURE and type(given) is int:
            scale = question.scale
            found.append(Ticked(given, scale.points[0], scale.points[-1], measure.is_reversed))
    return found


def answered_from(devices: Collection[str], *, first: datetime, last: datetime) -> list[Answered]:
    """All answers from these devices some hours before and after; two queries, none without a device."""
    if not devices:
        return []
    near = Q(submitted_at__gte=first - SPAN, submitted_at__lte=last + SPAN)
    rows = list(Response.objects.filter(near, device__in=devices, invitation__isnull=False))
    about = _about(row.invitation_id for row in rows)
    return [
        Answered(
            response=row.pk,
            device=row.device,
            client=_top(about[row.invitation_id]),
            contact=about[row.invitation_id].contact_id,
            started_at=row.started_at,
            submitted_at=row.submitted_at,
        )
        for row in rows
        if row.invitation_id in about and row.submitted_at
    ]


def crowded(*, first: datetime, last: datetime) -> bool:
    """Whether any manager's clients came close together at all between these moments; one query."""
    came: dict[int, list[tuple[datetime, int]]] = {}
    rows: Any = TouchpointPerson.objects.filter(
        capacity=Capacity.MANAGER,
        touchpoint__invitation__answered_at__gte=first - TOGETHER,
        touchpoint__invitation__answered_at__lte=last + TOGETHER,
    ).order_by("touchpoint__invitation__answered_at")
    for manager, at, account in rows.values_list(
        "employee_id", "touchpoint__invitation__answered_at", "touchpoint__account_id"
    ):
        near = [one for one in came.get(manager, []) if at - one[0] <= TOGETHER] + [(at, account)]
        if len({client for _at, client in near}) >= LEAST_CLIENTS:
            return True
        came[manager] = near
    return False


def mails_before(moment: datetime) -> list[Mailed]:
    """The latest mails before a moment, to learn from how fast clients answer; three queries."""
    return _mails(_accepted().filter(accepted_at__lt=moment).order_by("-accepted_at")[:LEARNT_FROM])


def mails_around(*, first: datetime, last: datetime) -> list[Mailed]:
    """The mails that could be answered between these moments; three queries."""
    return _mails(_accepted().filter(accepted_at__gte=first - LOOK_BACK, accepted_at__lte=last + TOGETHER))


def _accepted() -> Any:
    return Message.objects.filter(accepted_at__isnull=False).values(
        "invitation_id",
        "accepted_at",
        answered_at=F("invitation__answered_at"),
        ends_at=Coalesce("invitation__cancelled_at", "invitation__expires_at"),
        response_id=F("invitation__response__id"),
    )


def _mails(rows: Iterable[Mapping[str, Any]]) -> list[Mailed]:
    """Each until the answer, the next mail, or its end; those without a manager are left out."""
    found = sorted(rows, key=lambda row: (row["invitation_id"], row["accepted_at"]))
    about = _about(row["invitation_id"] for row in found)
    managers = _managers([one.pk for one in about.values()])
    mailed, zone = [], ZoneInfo(customers.company().zone)
    for row, following in zip(found, [*found[1:], None], strict=True):
        touchpoint = about.get(row["invitation_id"])
        if touchpoint is None or touchpoint.pk not in managers:
            continue
        answered, at = row["answered_at"], row["accepted_at"]
        is_last = following is None or following["invitation_id"] != row["invitation_id"]
        ends_at = row["ends_at"] if following is None or is_last else following["accepted_at"]
        is_answered = bool(answered and row["response_id"] and (is_last or answered <= ends_at))
        until = answered if is_answered else ends_at
        if until > at:
            mailed.append(
                Mailed(
                    response=row["response_id"] if is_answered else 0,
                    manager=managers[touchpoint.pk],
                    client=_top(touchpoint),
                    at=_hours(at, zone),
                    until=_hours(until, zone),
                )
            )
    return mailed


def _about(invitations: Iterable[int | None]) -> dict[int | None, Touchpoint]:
    rows = Touchpoint.objects.filter(invitation__in=list(invitations)).select_related("account__parent")
    return {row.invitation_id: row for row in rows}


def _top(touchpoint: Touchpoint) -> int:
    """The holding above the company above the site; trees are three levels high."""
    account = touchpoint.account
    return (account.parent.parent_id or account.parent_id or account.pk) if account.parent else account.pk


def _managers(touchpoints: Sequence[int]) -> dict[int, int]:
    rows = TouchpointPerson.objects.filter(touchpoint__in=touchpoints, capacity=Capacity.MANAGER)
    return dict(rows.order_by("share", "-id").values_list("touchpoint_id", "employee_id"))


def _hours(moment: datetime, zone: ZoneInfo) -> float:
    """Hours on our company's clock since a Monday."""
    local = moment.astimezone(zone).replace(tzinfo=UTC)
    return (local - MONDAY).total_seconds() / 3600
