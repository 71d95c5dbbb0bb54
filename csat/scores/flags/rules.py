"""Which reasons leave answers out: what the house has decided, else the default."""

from django.contrib.auth.models import User
from django.db import transaction

from csat.scores.flags.reasons import LEFT_OUT, Reason
from csat.scores.models import FlagRule
from surveys.errors import DomainError


class UnknownReason(DomainError):
    """Answers are flagged for no such reason."""

    code = "unknown_reason"


def left_out() -> frozenset[Reason]:
    """The reasons that leave an answer out until somebody has judged it."""
    said = dict(FlagRule.objects.values_list("reason", "leaves_out"))
    return frozenset(reason for reason in Reason if said.get(reason, reason in LEFT_OUT))


@transaction.atomic
def set_rules(*, leave_out: frozenset[str], by: User) -> None:
    """Have exactly these reasons leave answers out from now on; what was flagged before stays as it is.

    Raises UnknownReason.
    """
    if unknown := leave_out - set(Reason):
        raise UnknownReason(f"Answers are flagged for no such reason: {', '.join(sorted(unknown))}.")
    FlagRule.objects.bulk_create(
        [FlagRule(reason=reason, leaves_out=reason in leave_out) for reason in Reason],
        update_conflicts=True,
        unique_fields=["reason"],
        update_fields=["leaves_out"],
    )
