"""Stops a batch that mail servers refuse by policy, before the sender's name is spoilt everywhere (D8)."""

from datetime import datetime

from surveys.actions import inviting
from surveys.models import Attempt, Batch, Outcome

RECENT = 200
SHARE = 0.05
# One server with a grudge is no verdict on a batch, however small the batch is.
LEAST_TRIES, LEAST_REFUSALS = 20, 5


def is_refused(tries: int, refusals: int) -> bool:
    """Whether 5 % of the latest tries (200 at most) were refused by policy; never under 5 refusals in 20."""
    return tries >= LEAST_TRIES and refusals >= max(LEAST_REFUSALS, SHARE * tries)


def stop_where_refused(*, batch_id: int, now: datetime) -> bool:
    """Stop the batch where its latest tries say so; True where they do. Counts from its last resumption."""
    batch = Batch.objects.get(id=batch_id)
    tries = Attempt.objects.filter(
        message__invitation__batch=batch, outcome__in=[Outcome.ACCEPTED, Outcome.REFUSED]
    )
    if batch.resumed_at:
        tries = tries.filter(started_at__gt=batch.resumed_at)
    latest = tries.order_by("-finished_at", "-id").values_list("outcome", "reply")[:RECENT]
    refusals = sum(outcome == Outcome.REFUSED and " 5.7." in reply for outcome, reply in latest)
    if not is_refused(len(latest), refusals):
        return False
    return inviting.stop_batch(
        batch=batch,
        because=f"{refusals} of its last {len(latest)} mails were refused by policy (5.7.x)",
        now=now,
    )
