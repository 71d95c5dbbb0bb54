"""Why an address is not written to, and which kinds of surveys there are, in words."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from surveys.tabular.problems import Problem

register = template.Library()

REASONS = {
    "unsubscribed": lazy("opted out"),
    "bounced": lazy("mails came back"),
    "complained": lazy("reported as spam"),
    "imported": lazy("from a list"),
    "by_hand": lazy("entered by hand"),
    "erased": lazy("data erased"),
}
KINDS = {
    "post_sale": lazy("after an order"),
    "periodic": lazy("regular survey"),
    "nps": lazy("recommendation"),
    "support": lazy("after a support request"),
    "handover": lazy("after a handover"),
    "lost": lazy("after a loss"),
    "internal": lazy("between departments"),
    "forecast": lazy("manager's forecast"),
    "pulse": lazy("pulse"),
}


@register.filter
def reason_words(reason: str) -> str:
    return str(REASONS.get(reason, reason))


@register.filter
def kind_words(kind: str) -> str:
    """A kind of survey; every kind where it is empty."""
    return str(KINDS.get(kind, kind)) if kind else _("all surveys")


@register.filter
def problem_words(problem: Problem) -> str:
    """What is wrong with a cell and how to mend it, in the reader's language."""
    return " ".join(_(part) % problem.values for part in (problem.what, problem.mend) if part)
