"""Takes back many invitations at once: what waits is not sent, what was sent may still be answered."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from surveys.models import Invitation, Message, MessageState
from surveys.models.sending import WAITING


@transaction.atomic
def withdraw(*, invitations: QuerySet[Invitation], because: str, now: datetime) -> int:
    """Cancel what these invitations have not sent yet; returns how many mails that were.

    Whoever was invited already keeps a link that works and only gets no reminder. A mail that a worker has in
    hand at this moment still goes out. A second call changes nothing.
    """
    waiting = Message.objects.filter(invitation__in=invitations.values("id"), state__in=WAITING)
    # In the order of ids, as every other who locks mails: no two wait for each other in a circle.
    found = list(
        waiting.select_for_update(of=("self",)).order_by("id").values_list("id", "number", "invitation")
    )
    Invitation.objects.filter(
        id__in=[invitation for _, number, invitation in found if number == 0], cancelled_at=None
    ).update(cancelled_at=now, cancelled_because=because)
    return Message.objects.filter(id__in=[id_ for id_, _, _ in found]).update(
        state=MessageState.CANCELLED, changed_at=now, reason=because
    )
