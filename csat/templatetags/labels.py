"""Names of stored values on the screen, time left in words, links to call."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from csat.templatetags.numbers import NBSP, day, moment
from surveys.templatetags import addresses

register = template.Library()

ROLES = {
    "decision_maker": lazy("decision maker"),
    "buyer": lazy("buyer"),
    "user": lazy("user"),
    "finance": lazy("finance"),
    "logistics": lazy("logistics"),
    "technical": lazy("technical"),
}
CAUSES = {
    "product_quality": lazy("Product quality"),
    "delivery": lazy("Delivery"),
    "documents": lazy("Documents"),
    "price": lazy("Price"),
    "communication": lazy("Communication"),
    "technical_support": lazy("Technical support"),
    "client_side": lazy("On the client's side"),
    "other": lazy("Something else"),
}
RULES = {
    "low_answer": lazy("Low answer"),
    "contact_me": lazy("Asks to be contacted"),
    "key_account_drop": lazy("Possible fall in satisfaction"),
    "case_overdue": lazy("Late case"),
}
CAPACITIES = {
    "manager": lazy("account manager"),
    "care_owner": lazy("service owner"),
    "head": lazy("team head"),
    "owner": lazy("owner of the case"),
}
STATES = {
    "open": lazy("Not taken up yet"),
    "acknowledged": lazy("In work"),
    "closed": lazy("Closed"),
}
ATTRIBUTES = {
    "quality": lazy("Quality of the goods"),
    "delivery_dates": lazy("Delivery dates"),
    "completeness": lazy("Completeness of deliveries"),
    "competence": lazy("Competence"),
    "reply_speed": lazy("Speed of replies"),
    "problem_handling": lazy("Handling of problems"),
    "delivered_as_agreed": lazy("Delivered as agreed"),
    "documents": lazy("Documents"),
    "knows_whom": lazy("Knows whom to contact"),
    "no_repeating": lazy("Need not explain again"),
    "start_as_expected": lazy("The start went as expected"),
    "our_people": lazy("Work of our people"),
}
SURVEYS = addresses.KINDS
EVENTS = {
    "ticket_closed": lazy("support request closed"),
    "deal_lost": lazy("order lost"),
}
NAMES = EVENTS | ATTRIBUTES | SURVEYS | ROLES | RULES | CAPACITIES | STATES


@register.filter
def named(value: str) -> str:
    """The name of a role, rule, capacity or state; a value that has none stays as it is."""
    return str(NAMES.get(value, value))


@register.filter
def measure_name(code: str) -> str:
    """CSI, overall satisfaction, or the part of the score behind `attribute:`."""
    words = {
        "csi": "CSI",
        "overall": _("overall satisfaction"),
        "nps": "NPS",
        "csat": "CSAT",
        "effort": _("ease (CES)"),
    }
    return words[code] if code in words else named(code.removeprefix("attribute:"))


@register.filter
def cause(value: str) -> str:
    return str(CAUSES.get(value, value))


@register.filter
def of(given: int, top: int) -> str:
    """4 of 10, which never breaks over two lines."""
    return _("{given} of {top}").format(given=given, top=top).replace(" ", NBSP)


@register.filter
def worded(texts: Mapping[str, str]) -> str:
    """A text kept in several languages, in the reader's, else in English, else in any."""
    language = (get_language() or "en").split("-")[0]
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


@register.filter
def clock(value: datetime, now: datetime) -> str:
    """When: 15:00 today, tomorrow 10:00, else 20 Nov, 10:00."""
    local, today = timezone.localtime(value), timezone.localtime(now).date()
    time = local.strftime("%H:%M")
    if local.date() == today:
        return _("today %(time)s") % {"time": time}
    if local.date() == today + timedelta(days=1):
        return _("tomorrow %(time)s") % {"time": time}
    return moment(value)


@register.filter
def left(value: datetime, now: datetime) -> str:
    """How long until then, or since: 40 min left, 3 h left, 2 days late."""
    span = abs(value - now)
    amount = _amount(span)
    return _("%(time)s left") % {"time": amount} if value > now else _("%(time)s late") % {"time": amount}


@register.filter
def ago(value: datetime, now: datetime) -> str:
    """How fresh: 5 min ago, 3 h ago, else the day."""
    span = now - value
    return _("%(time)s ago") % {"time": _amount(span)} if span < timedelta(days=1) else day(value, now.date())


def _amount(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return _("%(n)s min") % {"n": minutes}
    if minutes < 48 * 60:
        return _("%(n)s h") % {"n": minutes // 60}
    days = minutes // (24 * 60)
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


@register.filter
def iso_day(text: str) -> str:
    """A day kept as 2026-11-24, written out."""
    return day(date.fromisoformat(text))


@register.filter
def dial(phone: str) -> str:
    """A phone number as a link's target: digits and a leading plus."""
    digits = "".join(ch for ch in phone if ch.isdigit())
    return f"tel:{'+' if phone.strip().startswith('+') else ''}{digits}" if digits else ""
