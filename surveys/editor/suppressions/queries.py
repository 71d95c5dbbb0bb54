"""How many addresses are not written to, by reason and by kind of survey."""

from dataclasses import dataclass

from django.db.models import Count

from surveys.models import Suppression


@dataclass(frozen=True)
class Counted:
    reason: str
    kind: str  # empty: every kind
    n: int


def counts() -> list[Counted]:
    """A row a reason and kind with addresses that are not written to, the most first."""
    rows = Suppression.objects.filter(lifted_at=None).values("reason", "kind").annotate(n=Count("id"))
    return [Counted(**row) for row in rows.order_by("-n", "reason", "kind")]
