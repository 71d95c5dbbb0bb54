"""What is missing for an answer, in words: 5 of 8 clients, 9 of 24 months."""

from collections.abc import Sequence

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from csat.insight.verdict import Missing
from csat.templatetags.numbers import count

register = template.Library()


@register.filter
def shortages(missing: Sequence[Missing]) -> str:
    """needs 8 clients and 24 months; there are 5 and 9."""
    needs = _joined([_named(one.what, one.need) for one in missing])
    have = _joined([count(_whole(one.have)) for one in missing])
    return _("needs {needs}; there are {have}").format(needs=needs, have=have)


def _whole(value: float) -> int:
    return int(-(-value // 1))


def _joined(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _("{most} and {last}").format(most=", ".join(parts[:-1]), last=parts[-1])


def _named(what: str, need: float) -> str:
    n = _whole(need)
    return NAMES.get(what, _other)(n).format(n=count(n))


def _other(n: int) -> str:
    return ngettext("{n} value", "{n} values", n)


NAMES = {
    "accounts": lambda n: ngettext("{n} client", "{n} clients", n),
    "months": lambda n: ngettext("{n} month", "{n} months", n),
    "waves": lambda n: ngettext("{n} round", "{n} rounds", n),
    "answers": lambda n: ngettext("{n} answer", "{n} answers", n),
    "people": lambda n: ngettext("{n} person", "{n} people", n),
    "events": lambda n: ngettext("{n} lost client", "{n} lost clients", n),
    "comments": lambda n: ngettext("{n} comment", "{n} comments", n),
    "readings": lambda n: ngettext("{n} reading", "{n} readings", n),
    "pairs": lambda n: ngettext("{n} pair of months in a row", "{n} pairs of months in a row", n),
    "treated": lambda n: ngettext(
        "{n} reached client heard before and since",
        "{n} reached clients heard before and since",
        n,
    ),
    "untreated": lambda n: ngettext("{n} client to compare with", "{n} clients to compare with", n),
    "months_before": lambda n: ngettext("{n} month before", "{n} months before", n),
    "months_after": lambda n: ngettext("{n} month since", "{n} months since", n),
    "attributes": lambda n: ngettext("{n} part that varies", "{n} parts that vary", n),
    "different_answers": lambda n: ngettext("{n} different answer", "{n} different answers", n),
    "repeated_answers": lambda n: ngettext(
        "{n} further person of clients heard already", "{n} further people of clients heard already", n
    ),
    "reviews": lambda n: ngettext(
        "{n} alarm said to be real or false", "{n} alarms said to be real or false", n
    ),
    "revenue": lambda n: _("revenue above 0"),
    "variation": lambda n: _("readings that vary"),
}
