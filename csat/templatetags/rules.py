"""Words and ways of the pages around survey rules."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.contrib.auth.models import User
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from csat import access

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
    ("exclusions", lazy("Left out"), access.may_work_cases),
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


@register.filter
def exclusion_reason(value: str) -> str:
    """Why somebody is left out."""
    return str(REASONS.get(value, value))


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
