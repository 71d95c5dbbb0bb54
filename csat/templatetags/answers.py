"""Why an answer looks doubtful, how it came in, what became of it: in words."""

from babel import Locale, UnknownLocaleError
from django import template
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

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
}
EVENTS = {
    "submitted": lazy("Submitted"),
    "changed": lazy("Changed by the client"),
    "confirmed": lazy("Confirmed"),
    "excluded": lazy("Excluded"),
    "restored": lazy("Exclusion taken back"),
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
def spoken(code: str) -> str:
    """A language by its name in the reader's: German, немецкий; an unknown one by its code."""
    try:
        name = Locale.parse(code, sep="-").get_display_name(get_language() or "en")
    except (UnknownLocaleError, ValueError):
        return code
    return name or code
