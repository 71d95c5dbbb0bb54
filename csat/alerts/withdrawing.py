"""Takes an answer that counts no more out of what rests on it, as far as nobody works on it yet."""

from datetime import datetime

from csat.alerts.models import Notification, NotificationState, Signal, SignalEvidence
from surveys.models import Response


def withdraw(*, response: Response, now: datetime) -> list[Signal]:
    """Close the signals that rest on this answer alone, and tell nobody of them who was not told yet.

    Runs in the caller's transaction. A signal with a case stays as it is: people decide what becomes of
    their work. Returns the signals closed. Raises nothing.
    """
    resting = Signal.objects.select_for_update(of=("self",)).filter(
        closed_at__isnull=True, case__isnull=True, evidence__response=response
    )
    closed = []
    for signal in resting.order_by("id"):
        SignalEvidence.objects.filter(signal=signal, response=response).delete()
        if not signal.evidence.exists():
            Notification.objects.filter(signal=signal, state=NotificationState.WAITING).delete()
            signal.closed_at = now
            signal.save(update_fields=["closed_at"])
            closed.append(signal)
    return closed
