"""Mails "your contacts in this round" to our people, with a way to correct, replace or leave out each."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from csat.customers import queries as customers
from csat.customers.models import Account, Contact
from csat.programs import words
from csat.programs.models import Announcement
from csat.programs.queries.due import rounds
from surveys.actions.running import outbox

MOST_NAMED = 100  # a mail of several hundred names is read by nobody


@dataclass(frozen=True)
class Line:
    """One contact in the mail, with where to look at it and where to leave it out."""

    contact: Contact
    role: str
    link: str
    not_now: str


@dataclass(frozen=True)
class Clientele:
    """A client with those of its people whom the round is to ask."""

    account: Account
    link: str
    people: tuple[Line, ...]


def due(*, now: datetime) -> int:
    return outbox.due(Announcement.objects.all(), now=now)


def send_due(*, limit: int, now: datetime) -> int:
    """Send up to `limit` that are due; how many were tried. Raises nothing over a mail."""
    return outbox.send_due(Announcement.objects.all(), compose=_mail_of, limit=limit, now=now)


def _mail_of(id_: int) -> EmailMultiAlternatives | None:
    rows = Announcement.objects.select_related("wave__program", "employee")
    announcement = rows.get(id=id_)
    return compose(announcement) if announcement.employee.email else None


def compose(announcement: Announcement) -> EmailMultiAlternatives:
    """The mail in the reader's language, client by client; whom nobody named any more is left out."""
    with translation.override(outbox.language_for(announcement.employee.language)):
        facts = _facts(announcement)
        text = render_to_string("csat/mail/round.txt", facts)
        return outbox.staff_mail(
            to=announcement.employee.email,
            subject=render_to_string("csat/mail/round_subject.txt", facts),
            text=re.sub(r"\n{3,}", "\n\n", text).strip() + "\n",
            html=render_to_string("csat/mail/round.html", facts),
            message_id=f"round-{announcement.uuid}",
        )


def _facts(announcement: Announcement) -> dict[str, Any]:
    wave, language = announcement.wave, translation.get_language() or "en"
    rows = Contact.objects.filter(id__in=announcement.contacts, left_on=None).select_related("account")
    people = sorted(rows, key=lambda row: (row.account.name, row.account_id, row.name))
    return {
        "employee": announcement.employee,
        "program": wave.program,
        "starts_on": _first_day(announcement),
        "clients": [
            Clientele(account, _link("account", account.uuid), tuple(_line(row, language) for row in found))
            for account, found in groupby(people[:MOST_NAMED], key=lambda row: row.account)
        ],
        "people": len(people),
        "more": max(0, len(people) - MOST_NAMED),
        "link": _link("accounts"),
        "left_out": _link("exclusions"),
    }


def _line(contact: Contact, language: str) -> Line:
    return Line(
        contact=contact,
        role=words.ROLES.get(contact.role, {}).get(language, contact.role),
        link=_link("why_asked", contact.uuid),
        not_now=f"{_link('exclusion_new')}?contact={contact.uuid}",
    )


def _first_day(announcement: Announcement) -> date:
    """When the round's first mails go out."""
    wave, company = announcement.wave, customers.company()
    days = rounds.round_days(wave.program, wave.month, company, starts_on=wave.starts_on)
    return days[0] if days else wave.month


def _link(name: str, *arguments: object) -> str:
    return settings.BASE_URL + reverse(name, args=arguments)
