"""Who was reached with a survey, and who of them answered: silence and response rates rest on it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from numpy.typing import NDArray

from csat.customers.models import Account
from csat.programs.models import ProgramKind, Touchpoint
from csat.scores.columns import calendar
from csat.scores.queries import REACHED
from surveys.models import Message, MessageState, Response, Verdict

BOUNCES_WITHIN = timedelta(hours=72)
MAIL = "invitation__messages"
COLUMNS = (
    "account_id",
    "contact_id",
    "role",
    f"{MAIL}__accepted_at",
    "invitation__expires_at",
    "program__kind",
    "is_answered",
)

Ids = NDArray[np.int64]
Days = NDArray[np.datetime64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class AskedRows:
    """n invitations. `months` since the year 0, of the day of sending; `closes_on`: last day to answer."""

    account_ids: Ids
    contact_ids: Ids
    roles: tuple[str, ...]
    sent_on: Days
    closes_on: Days
    months: Ids
    is_headline: Flags
    answered: Flags


def asked(accounts: QuerySet[Account], *, first: date, until: date) -> AskedRows:
    """A row an invitation that the mail server accepted on a day of [first, until), by day. Two queries.

    Days are those of the company's zone. Mails that bounced within 72 hours reached nobody and are left out,
    as are invitations never sent; reminders add no row. `answered`: an answer was submitted and counts, so
    doubtful and excluded ones stand as not answered. Invitations still open are there: leave them out by
    `closes_on` where silence is judged. All surveys; `is_headline` marks the periodic ones.
    """
    zone = calendar.zone()
    mails = Message.objects.filter(
        number=0,
        accepted_at__gte=calendar.start_of(first, zone),
        accepted_at__lt=calendar.start_of(until, zone),
    )
    rows: list[Any] = list(
        reached(mails)
        .filter(account__in=accounts.values("id"))
        .order_by(f"{MAIL}__accepted_at", "id")
        .values_list(*COLUMNS)
    )
    sent = [row[3].astimezone(zone).date() for row in rows]
    return AskedRows(
        account_ids=np.array([row[0] for row in rows], dtype=np.int64),
        contact_ids=np.array([row[1] for row in rows], dtype=np.int64),
        roles=tuple(row[2] for row in rows),
        sent_on=np.array(sent, dtype="datetime64[D]"),
        closes_on=np.array([row[4].astimezone(zone).date() for row in rows], dtype="datetime64[D]"),
        months=np.array([calendar.month_number(day) for day in sent], dtype=np.int64),
        is_headline=np.array([row[5] == ProgramKind.PERIODIC for row in rows], dtype=bool),
        answered=np.array([row[6] for row in rows], dtype=bool),
    )


def reached(mails: QuerySet[Message]) -> QuerySet[Touchpoint]:
    """The occasions of these mails that did not bounce at once, and whether a counted answer came."""
    counted = Response.objects.filter(
        invitation=OuterRef("invitation"), submitted_at__isnull=False, verdict=Verdict.COUNTS
    )
    bounced_late = Q(state=MessageState.BOUNCED, changed_at__gt=F("accepted_at") + BOUNCES_WITHIN)
    arrived = mails.filter(Q(state__in=REACHED) | bounced_late)
    return Touchpoint.objects.filter(**{f"{MAIL}__in": arrived}).annotate(is_answered=Exists(counted))
