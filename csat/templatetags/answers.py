"""Why an answer looks doubtful, how it came in, what became of it: in words."""

from typing import Any

from babel import Locale, UnknownLocaleError
from django import template
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from csat.reports.answers.flagged import Flag
from csat.templatetags.numbers import points

register = template.Library()

CHANNELS = {
    "invitation": lazy("invitation"),
    "link": lazy("shared link"),
    "widget": lazy("widget on a site"),
    "import": lazy("import"),
}
DOUBTS = {
    "opened_at_once": lazy("the page was opened within two seconds of the mail's delivery"),
    "all_links_fetched": lazy("every score link of the mail was fetched"),
    "honeypot": lazy("a field that people do not see was filled in"),
    "own_address": lazy("asked at one of our own addresses"),
    "staff_session": lazy("sent by a browser that is logged in here"),
    "own_network": lazy("sent from our own network"),
    "same_device": lazy("one device answered for several people"),
    "burst": lazy("an account manager's clients answered together"),
    "straight_lined": lazy("everything ticked alike without reading"),
    "handed_on": lazy("begun in one browser, finished in another"),
    "by_rule": lazy("by a rule of the survey's owner"),
}
EVENTS = {
    "submitted": lazy("Submitted"),
    "changed": lazy("Changed by the client"),
    "confirmed": lazy("Confirmed"),
    "excluded": lazy("Excluded"),
    "restored": lazy("Exclusion taken back"),
    "doubted": lazy("Left out by a rule, until somebody has looked"),
    "set_aside": lazy("A program's answer set aside"),
    "erased": lazy("Erased at the client's wish"),
    "imported": lazy("Imported"),
}


@register.filter
def channel_name(code: str) -> str:
    return str(CHANNELS.get(code, code))


@register.filter
def event_name(cause: str) -> str:
    return str(EVENTS.get(cause, cause))


@register.filter
def reason(code: str, seconds: int) -> str:
    """A doubt in words: answered in 4 seconds."""
    if code == "too_fast":
        words = ngettext("answered in %(n)d second", "answered in %(n)d seconds", seconds)
        return words % {"n": seconds}
    return str(DOUBTS.get(code, code.replace("_", " ")))


@register.filter
def reason_name(code: str) -> str:
    """A doubt that several answers share."""
    return _("answered faster than anybody reads") if code == "too_fast" else reason(code, 0)


@register.filter
def flag_says(flag: Flag) -> str:
    """What was noticed, with its numbers."""
    facts: dict[str, Any] = {name: value for name, value in flag.facts.items() if value is not None}
    if flag.code == "same_device" and facts["clients"] > 1:
        words = _("one device answered for %(clients)s clients within %(minutes)s minutes")
    elif flag.code == "same_device":
        words = _("one device answered for %(answers)s people of this client within %(minutes)s minutes")
    elif flag.code == "burst":
        words = _("%(clients)s clients of one account manager answered within two hours, usual: %(expected)s")
    elif flag.code == "straight_lined" and facts["reversed"]:
        words = _("%(items)s scales ticked %(given)s throughout, though %(reversed)s are turned round")
    elif flag.code == "straight_lined":
        words = _("%(items)s scales ticked %(given)s throughout, in %(seconds)s seconds")
    elif flag.code == "own_address":
        words = _("asked at one of our own addresses (%(domain)s)")
    elif flag.code == "handed_on":
        words = _("begun in one browser, finished in another: handed on, or from phone to desk")
    else:
        return reason_name(flag.code)
    return words % (facts | {"expected": points(facts.get("expected"), 1)})


@register.filter
def spoken(code: str) -> str:
    """A language by its name in the reader's: German, немецкий; an unknown one by its code."""
    try:
        name = Locale.parse(code, sep="-").get_display_name(get_language() or "en")
    except (UnknownLocaleError, ValueError):
        return code
    return name or code
