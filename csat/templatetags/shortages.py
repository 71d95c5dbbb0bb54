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
}
