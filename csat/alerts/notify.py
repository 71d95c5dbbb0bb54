"""Mails notifications that are due to our people: at least once, under one Message-ID (D2, D7, D8)."""

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from csat.alerts import decide, queries
from csat.alerts.models import Notification
from surveys.actions.running import outbox


def due(*, now: datetime) -> int:
    """How many notifications are due, those with a lapsed lease among them."""
    return outbox.due(Notification.objects.all(), now=now)


def send_due(*, limit: int, now: datetime) -> int:
    """Send up to `limit` notifications that are due; how many were tried. Raises nothing over a mail."""
    return outbox.send_due(Notification.objects.all(), compose=_mail_of, limit=limit, now=now)


def _mail_of(id_: int) -> EmailMultiAlternatives | None:
    rows = Notification.objects.select_related("signal__account", "signal__rule", "employee")
    notification = rows.get(id=id_)
    return compose(notification) if notification.employee.email else None


def compose(notification: Notification) -> EmailMultiAlternatives:
    """The mail of a notification, in the reader's language. Raises nothing.

    The link leads to the signal's case, which bears the signal's uuid: it may be written before there is one.
    """
    with translation.override(outbox.language_for(notification.employee.language)):
        facts = _facts(notification)
        text = re.sub(r"\n{3,}", "\n\n", render_to_string("csat/mail/alert.txt", facts)).strip() + "\n"
        return outbox.staff_mail(
            to=notification.employee.email,
            subject=render_to_string("csat/mail/alert_subject.txt", facts),
            text=text,
            html=render_to_string("csat/mail/alert.html", facts),
            message_id=f"alert-{notification.uuid}",
        )


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
