"""Rounds and ledgers in words and pictures: where invitations stand, what happened to one, on whose clock."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.utils.translation import pgettext_lazy as in_context

from csat.reports.programs.ledger import Line
from csat.reports.programs.parts import Part, Parts
from csat.reports.programs.rates import OTHERS, Rates
from csat.templatetags import labels, numbers
from csat.templatetags.numbers import _locale

register = template.Library()

PARTS = {
    Part.ANSWERED: lazy("answered"),
    Part.DELIVERED: lazy("delivered, no answer"),
    Part.SENT: lazy("sent, no answer"),
    Part.COMPLAINED: lazy("reported as spam"),
    Part.WAITING: lazy("still to go out"),
    Part.HELD: lazy("held"),
    Part.TRYING_AGAIN: lazy("tried, tried again later"),
    Part.IN_DOUBT: lazy("in doubt: sent or not?"),
    Part.BOUNCED: lazy("returned"),
    Part.SUPPRESSED: lazy("not sent: opted out or unreachable"),
    Part.EXPIRED: lazy("not sent: too late"),
    Part.CANCELLED: in_context("invitation", "taken back"),
}
TONES = {
    Part.ANSWERED: "good",
    Part.HELD: "watch",
    Part.TRYING_AGAIN: "watch",
    Part.IN_DOUBT: "watch",
    Part.COMPLAINED: "bad",
    Part.BOUNCED: "bad",
}
STATES = {
    "ended": lazy("stopped for good"),
    "paused": lazy("paused"),
    "going": lazy("being sent"),
    "open": lazy("under way"),
    "done": lazy("all sent"),
}
HAPPENED = {
    "chosen": lazy("Chosen for the round"),
    "decided": lazy("Decided"),
    "planned": lazy("Planned"),
    "due": lazy("Goes out from this moment on"),
    "trying_again": lazy("Tried again from this moment on"),
    "tried_accepted": lazy("Sent: the mail server took it"),
    "tried_deferred": lazy("Not taken for now; tried again later"),
    "tried_refused": lazy("Refused by the mail server"),
    "tried_not_sent": lazy("Not sent: a look-up did not find it"),
    "tried_in_doubt": lazy("In doubt: nobody knows whether it was sent"),
    "tried_now": lazy("Being sent"),
    "event_delivered": lazy("Delivered to the mailbox"),
    "event_bounced": lazy("Returned"),
    "event_delayed": lazy("Delayed on the way"),
    "event_complained": lazy("Reported as spam"),
    "event_unsubscribed": lazy("Opted out by the mail program"),
    "event_replied": lazy("Answered by mail"),
    "event_ignored": lazy("A report that changes nothing"),
    "begun": lazy("Survey opened and begun"),
    "answered": lazy("Answer submitted"),
    "answer_changed": lazy("Answer changed"),
    "answer_confirmed": lazy("Answer confirmed by us"),
    "answer_excluded": lazy("Answer left out by us"),
    "answer_erased": lazy("Answer erased"),
    "suppressed": lazy("Not sent: opted out or unreachable"),
    "expired": lazy("Not sent: too late"),
    "not_sent": lazy("Not sent any more"),
    "cancelled": lazy("Taken back"),
}
ICONS = {
    "chosen": "rules",
    "decided": "rules",
    "planned": "clock",
    "due": "clock",
    "trying_again": "clock",
    "answered": "answers",
    "begun": "answers",
    "cancelled": "stop",
    "not_sent": "stop",
    "suppressed": "stop",
    "expired": "stop",
}


@register.filter
def part_name(part: str) -> str:
    """Where an invitation stands."""
    return str(PARTS[Part(part)])


@register.filter
def part_tone(part: str) -> str:
    return TONES.get(Part(part), "mute")


@register.filter
def round_state(state: str) -> str:
    return str(STATES.get(state, state))


@register.filter
def role_or_others(key: str) -> str:
    """A role's name; small roles stand together as "other roles"."""
    return _("other roles, together") if key == OTHERS else labels.named(key)


@register.simple_tag
def parts_bar(parts: Parts) -> SafeString:
    """The parts side by side in one bar; the list beside it says what they are."""
    total, at, bars = parts.planned or 1, 0.0, []
    for one in parts.counts:
        width = 100 * one.n / total
        bars.append((one.part.value, round(at, 3), round(max(width - 0.3, 0.2), 3)))
        at += width
    drawn = format_html_join("", '<rect class="part-{}" x="{}" width="{}" height="10"/>', bars)
    return format_html(
        '<svg class="parts" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        drawn,
    )


@register.filter
def answered_within(rates: Rates, share: float) -> int | None:
    """Within how many days of sending such a share of the answers came; None without answers."""
    total, so_far = sum(n for _, n in rates.after), 0
    for days, n in rates.after:
        so_far += n
        if so_far >= share * total:
            return days
    return None


@register.filter
def happened(line: Line) -> str:
    """What a line of the ledger tells."""
    return str(HAPPENED.get(line.kind, line.kind))


@register.filter
def happened_icon(line: Line) -> str:
    return ICONS.get(line.kind) or ("mail" if not line.tone or line.tone == "good" else "alert")


@register.filter
def zoned(moment: datetime, zone: str) -> str:
    """12 Oct, 14:30 by the clock of a zone."""
    local = moment.astimezone(ZoneInfo(zone))
    clock = format_time(local.time(), format="HH:mm", locale=_locale())
    return f"{numbers.day(local.date())},{numbers.NBSP}{clock}"


@register.filter
def day_month(value: date) -> str:
    """1 Dec."""
    return format_date(value, format="d MMM", locale=_locale())


@register.filter
def clock_of(moment: datetime, zone: str) -> str:
    """14:30 by the clock of a zone."""
    return format_time(moment.astimezone(ZoneInfo(zone)).time(), format="HH:mm", locale=_locale())


@register.filter
def lasting(span: timedelta | None) -> str:
    """About how long something still takes: less than a minute, 12 minutes, 3 hours."""
    if span is None:
        return ""
    minutes = round(span.total_seconds() / 60)
    if minutes < 1:
        return _("less than a minute")
    if minutes < 90:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}


@register.filter
def lasting_seconds(seconds: float) -> str:
    return lasting(timedelta(seconds=seconds))
