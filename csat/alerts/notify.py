"""Claims notifications that are due and mails them: at least once, under one Message-ID (D2, D7, D8)."""

import logging
import random
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from csat.alerts import decide, queries
from csat.alerts.models import Notification, NotificationState
from surveys.models import Brand

logger = logging.getLogger(__name__)

# A batch is handed over well within its lease: 10 mails, 15 seconds at the most each.
BATCH = 10
LEASE = timedelta(minutes=5)
WAITS = [timedelta(minutes=m) for m in (1, 5, 30, 120, 300, 600)]
GIVE_UP_AFTER = 14  # attempts: some three and a half days
PERMANENT = 500


@dataclass(frozen=True)
class Claimed:
    """A notification that is ours until its lease ends; `attempt` makes the record of it compare-and-set."""

    id: int
    attempt: int


def due(*, now: datetime) -> int:
    """How many notifications are due, those with a lapsed lease among them."""
    return Notification.objects.filter(state__in=_OPEN, due_at__lte=now).count()


def send_due(*, limit: int, now: datetime) -> int:
    """Send up to `limit` notifications that are due; how many were tried. Raises nothing over a mail."""
    tried = 0
    while tried < limit:
        claimed = claim(limit=min(BATCH, limit - tried), now=now)
        if not claimed:
            break
        for claim_ in claimed:
            _send_one(claim_, now=now)
        tried += len(claimed)
    return tried


_OPEN = (NotificationState.WAITING, NotificationState.SENDING)


@transaction.atomic
def claim(*, limit: int, now: datetime) -> list[Claimed]:
    """Take due notifications for the length of a lease, committed before anything is sent. Raises nothing.

    A claimed row is due again when its lease ends, so a killed worker delays a mail and never loses it.
    """
    ids = list(
        Notification.objects.select_for_update(skip_locked=True)
        .filter(state__in=_OPEN, due_at__lte=now)
        .order_by("due_at")
        .values_list("id", flat=True)[:limit]
    )
    Notification.objects.filter(id__in=ids).update(
        state=NotificationState.SENDING, attempt=F("attempt") + 1, lease_until=now + LEASE, due_at=now + LEASE
    )
    return [Claimed(*row) for row in Notification.objects.filter(id__in=ids).values_list("id", "attempt")]


def _send_one(claimed: Claimed, *, now: datetime) -> None:
    notification = Notification.objects.select_related("signal__account", "signal__rule", "employee").get(
        id=claimed.id
    )
    if not notification.employee.email:
        _record(claimed, state=NotificationState.FAILED, problem="no e-mail address")
        return
    try:
        compose(notification).send()
    except (SMTPException, OSError) as error:
        logger.warning("notification %s, attempt %s: %s", notification.uuid, claimed.attempt, error)
        _record_failure(claimed, error, now=now)
    else:
        _record(claimed, state=NotificationState.SENT, sent_at=now, problem="")


def _record_failure(claimed: Claimed, error: Exception, *, now: datetime) -> None:
    problem = str(error)[:300]
    if claimed.attempt >= GIVE_UP_AFTER or _is_permanent(error):
        _record(claimed, state=NotificationState.FAILED, problem=problem)
        return
    wait = WAITS[min(claimed.attempt, len(WAITS)) - 1] * random.uniform(0.8, 1.2)
    _record(claimed, state=NotificationState.WAITING, due_at=now + wait, problem=problem)


def _is_permanent(error: Exception) -> bool:
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _ in error.recipients.values())
    return getattr(error, "smtp_code", 0) >= PERMANENT


def _record(claimed: Claimed, **values: Any) -> None:
    # Whoever overslept the lease finds another attempt here and changes nothing.
    Notification.objects.filter(
        id=claimed.id, attempt=claimed.attempt, state=NotificationState.SENDING
    ).update(lease_until=None, **values)


def compose(notification: Notification) -> EmailMultiAlternatives:
    """The mail of a notification, in the reader's language. Raises nothing.

    The link leads to the signal's case, which bears the signal's uuid: it may be written before there is one.
    """
    with translation.override(_language(notification.employee.language)):
        facts = _facts(notification)
        subject = " ".join(render_to_string("csat/mail/alert_subject.txt", facts).split())
        text = re.sub(r"\n{3,}", "\n\n", render_to_string("csat/mail/alert.txt", facts)).strip() + "\n"
        html = render_to_string("csat/mail/alert.html", facts)
    brand = Brand.objects.first()
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    mail = EmailMultiAlternatives(
        subject=subject,
        body=text,
        from_email=f"Barometer <{brand.sender_address if brand else f'barometer@{host}'}>",
        to=[notification.employee.email],
        headers={"Message-ID": f"<alert-{notification.uuid}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(html, "text/html")
    return mail


def _language(wanted: str) -> str:
    try:
        return translation.get_supported_language_variant(wanted)
    except LookupError:
        return settings.LANGUAGE_CODE


def _facts(notification: Notification) -> dict[str, Any]:
    signal = notification.signal
    is_overdue = signal.rule.key == decide.CASE_OVERDUE
    evidence = queries.latest_evidence(signal)
    case_uuid = signal.facts["case"] if is_overdue else signal.uuid
    facts: dict[str, Any] = {
        "signal": signal,
        "account": signal.account,
        "rule": signal.rule.key,
        "facts": signal.facts,
        "because": notification.because,
        "employee": notification.employee,
        "link": settings.BASE_URL + reverse("case", args=[case_uuid]),
    }
    if evidence:
        response, touchpoint = evidence
        facts |= {"response": response, "contact": touchpoint.contact, "role": touchpoint.role}
        facts["said"] = queries.said_in(response)
    return facts
