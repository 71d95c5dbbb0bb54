"""Mails to our own people as rows: claimed with a lease, sent at least once, one Message-ID (D2, D7, D8).

A feature has a table of its own with the columns state, due_at, attempt, lease_until, sent_at and problem,
and says how a row becomes a mail.
"""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import models, transaction
from django.db.models import F, QuerySet
from django.utils import translation

from surveys.models import Brand

logger = logging.getLogger(__name__)

# A batch is handed over well within its lease: 10 mails, 15 seconds at the most each.
BATCH = 10
LEASE = timedelta(minutes=5)
WAITS = [timedelta(minutes=m) for m in (1, 5, 30, 120, 300, 600)]
GIVE_UP_AFTER = 14  # attempts: some three and a half days
PERMANENT = 500


class MailState(models.TextChoices):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


OPEN = (MailState.WAITING, MailState.SENDING)
# A row's id -> its mail; None where the person has no address.
Compose = Callable[[int], EmailMultiAlternatives | None]


@dataclass(frozen=True)
class Claimed:
    """A row that is ours until its lease ends; `attempt` makes the record of it compare-and-set."""

    id: int
    attempt: int


def due(rows: QuerySet[Any], *, now: datetime) -> int:
    """How many of the rows are due, those with a lapsed lease among them."""
    return rows.filter(state__in=OPEN, due_at__lte=now).count()


def send_due(rows: QuerySet[Any], *, compose: Compose, limit: int, now: datetime) -> int:
    """Send up to `limit` that are due; how many were tried. Raises nothing over a mail."""
    tried = 0
    while tried < limit:
        claimed = claim(rows, limit=min(BATCH, limit - tried), now=now)
        if not claimed:
            break
        for one in claimed:
            _send_one(rows, one, compose, now)
        tried += len(claimed)
    return tried


@transaction.atomic
def claim(rows: QuerySet[Any], *, limit: int, now: datetime) -> list[Claimed]:
    """Take due rows for the length of a lease, committed before anything is sent. Raises nothing.

    A claimed row is due again when its lease ends, so a killed worker delays a mail and never loses it.
    """
    ids = list(
        rows.select_for_update(skip_locked=True)
        .filter(state__in=OPEN, due_at__lte=now)
        .order_by("due_at")
        .values_list("id", flat=True)[:limit]
    )
    taken = rows.filter(id__in=ids)
    taken.update(
        state=MailState.SENDING, attempt=F("attempt") + 1, lease_until=now + LEASE, due_at=now + LEASE
    )
    return [Claimed(*row) for row in taken.values_list("id", "attempt")]


def record(rows: QuerySet[Any], claimed: Claimed, **values: Any) -> None:
    """Write down what became of a claimed row; whoever overslept the lease changes nothing."""
    ours = rows.filter(id=claimed.id, attempt=claimed.attempt, state=MailState.SENDING)
    ours.update(lease_until=None, **values)


def staff_mail(*, to: str, subject: str, text: str, html: str, message_id: str) -> EmailMultiAlternatives:
    """A mail from the installation to one of our people; `message_id` without its host."""
    brand = Brand.objects.first()
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=text,
        from_email=f"Barometer <{brand.sender_address if brand else f'barometer@{host}'}>",
        to=[to],
        headers={"Message-ID": f"<{message_id}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(html, "text/html")
    return mail


def language_for(wanted: str) -> str:
    """The reader's language where the back office has it."""
    try:
        return translation.get_supported_language_variant(wanted)
    except LookupError:
        return settings.LANGUAGE_CODE


def _send_one(rows: QuerySet[Any], claimed: Claimed, compose: Compose, now: datetime) -> None:
    mail = compose(claimed.id)
    if mail is None:
        record(rows, claimed, state=MailState.FAILED, problem="no e-mail address")
        return
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        logger.warning("%s %s, attempt %s: %s", rows.model.__name__, claimed.id, claimed.attempt, error)
        _record_failure(rows, claimed, error, now)
    else:
        record(rows, claimed, state=MailState.SENT, sent_at=now, problem="")


def _record_failure(rows: QuerySet[Any], claimed: Claimed, error: Exception, now: datetime) -> None:
    problem = str(error)[:300]
    if claimed.attempt >= GIVE_UP_AFTER or _is_permanent(error):
        record(rows, claimed, state=MailState.FAILED, problem=problem)
        return
    wait = WAITS[min(claimed.attempt, len(WAITS)) - 1] * random.uniform(0.8, 1.2)
    record(rows, claimed, state=MailState.WAITING, due_at=now + wait, problem=problem)


def _is_permanent(error: Exception) -> bool:
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _ in error.recipients.values())
    return getattr(error, "smtp_code", 0) >= PERMANENT
