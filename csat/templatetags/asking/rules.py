"""Words and ways of the pages around survey rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.contrib.auth.models import User
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from csat import access
from csat.customers.models import Account
from csat.programs import audience
from csat.programs.audience import Condition
from csat.programs.models import Exclusion
from csat.templatetags.labels import ROLES
from surveys import queries
from surveys.channels.senders import registry

register = template.Library()

REASONS = {
    "claim": lazy("a claim is open"),
    "lawsuit": lazy("a lawsuit"),
    "payment_dispute": lazy("a dispute about a payment"),
    "not_now": lazy("not now"),
    "not_the_right_person": lazy("not the right person"),
    "other": lazy("something else"),
}
PAGES = (
    ("programs", lazy("Rules"), access.may_send),
    ("program_calendar", lazy("Calendar"), access.may_send),
    ("rounds", lazy("Rounds"), access.may_send),
    ("exclusions", lazy("Left out for a time"), access.may_work_cases),
    ("sending", lazy("Sending"), access.may_send),
    ("ready", lazy("Ready to send"), access.may_send),
    ("suppressions", lazy("Not written to"), access.may_edit_surveys),
    ("budgets", lazy("Budgets"), access.may_set_rules),
)


@dataclass(frozen=True)
class Way:
    name: str
    url: str
    label: Any


@register.simple_tag(takes_context=True)
def rules_pages(context: dict[str, Any]) -> list[Way]:
    """Pages around survey rules that the reader may open; one alone is no choice."""
    user = context["request"].user
    found = [Way(name, _address(name), label) for name, label, may in PAGES if may(user)]
    ways = [way for way in found if way.url]
    return ways if len(ways) > 1 else []


@register.simple_tag
def sending_held() -> str | None:
    """Why nothing leaves this installation right now; None while mails go out."""
    return queries.sending_hold()


@register.filter
def exclusion_reason(value: str) -> str:
    """Why somebody is left out."""
    return str(REASONS.get(value, value))


@register.filter
def exclusion_account(row: Exclusion) -> Account | None:
    """The client that is left out, or whose person is."""
    return row.contact.account if row.contact else row.account


@register.filter
def person_name(user: User | None) -> str:
    """A login as the name of our person, else its own; "somebody" once it is gone."""
    if user is None:
        return _("somebody")
    return user.get_full_name() or user.get_username()


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


KINDS = {
    "post_sale": lazy("After an order"),
    "periodic": lazy("Regularly"),
    "event": lazy("After an event"),
    "one_off": lazy("Once, to a list"),
}
EVENTS = {
    "ticket_closed": lazy("a closed ticket"),
    "handover": lazy("a handover"),
    "deal_lost": lazy("a lost order"),
}


@register.filter
def kind_name(value: str) -> str:
    """What kind of rule."""
    return str(KINDS.get(value, value))


@register.filter
def event_words(name: str) -> str:
    """What happened: "a closed ticket", or the event's own name."""
    return str(EVENTS[name]) if name in EVENTS else f"“{name}”"


@register.filter
def listed(values: Iterable[object], last: str = "and") -> str:
    """7 and 30; 1, 7 and 30; `listed:"or"` for a choice."""
    words = [str(value) for value in values]
    if len(words) < 2:
        return "".join(words)
    join = _("%(first)s or %(last)s") if last == "or" else _("%(first)s and %(last)s")
    return join % {"first": ", ".join(words[:-1]), "last": words[-1]}


@register.filter
def roles_listed(roles: Iterable[str]) -> str:
    """decision maker, buyer and finance."""
    return listed([ROLES.get(role, role) for role in roles])


@register.filter
def conditions_said(condition: Condition) -> str:
    """A condition as a part of a sentence, in the reader's language."""
    language = (get_language() or "en").split("-")[0]
    return audience.in_words(condition, language if language == "ru" else "en")


@register.filter
def channel_name(name: str) -> str:
    """What a channel is called."""
    if name == "email":
        return _("e-mail")
    known = registry.channels().get(name)
    return _(known.label) if known else name
