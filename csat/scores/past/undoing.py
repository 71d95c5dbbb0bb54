"""Takes an import of past answers back: exactly what it made, and the scores follow."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext as _

from csat.customers.actions import records
from csat.customers.actions.storing import chunks
from csat.customers.models import PAST_ANSWERS, Contact, ExternalKey, ImportBatch, ImportChange
from csat.programs.models import Program, Touchpoint, Wave
from csat.scores.models import DirtyMonth, Score
from csat.scores.past.writing import MADE_CONTACT
from surveys.errors import DomainError
from surveys.models import Batch, Invitation, Response


class NotUndone(DomainError):
    """Another kind of import, or one that was taken back before."""

    code = "not_undone"


@transaction.atomic
def undo(*, batch: ImportBatch, by: User, now: datetime) -> int:
    """Delete the answers that an import brought, with what was noted and judged on them; returns how many.

    People it made go too, unless something else speaks of them by now. Raises NotUndone.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.kind != PAST_ANSWERS or batch.undone_at:
        raise NotUndone(_("This import was taken back before, or is of another kind."))
    records.take_turn(batch.rows)
    made = ImportChange.objects.filter(batch=batch)
    answers = list(made.filter(before__isnull=True).values_list("object_uuid", flat=True))
    for some in chunks(answers):
        _delete(Response.objects.filter(uuid__in=some))
        ExternalKey.objects.filter(kind=PAST_ANSWERS, object_uuid__in=some).delete()
    for uuid in made.filter(before=MADE_CONTACT).values_list("object_uuid", flat=True):
        _let_go(uuid)
    batch.undone_at, batch.undone_by = now, by
    batch.save(update_fields=["undone_at", "undone_by"])
    return len(answers)


def _delete(responses: QuerySet[Response]) -> None:
    """Answers with all that hangs on them; the months of their scores are summed anew."""
    ids = list(responses.values_list("id", flat=True))
    invitations = list(responses.values_list("invitation_id", flat=True))
    batches = set(Invitation.objects.filter(id__in=invitations).values_list("batch_id", flat=True))
    touchpoints = Touchpoint.objects.filter(invitation__in=invitations)
    waves = set(touchpoints.values_list("wave_id", flat=True)) - {None}
    months = Score.objects.filter(response__in=ids).values_list("account_id", "month").distinct()
    DirtyMonth.objects.bulk_create(DirtyMonth(account_id=account, month=month) for account, month in months)
    touchpoints.delete()
    Response.objects.filter(id__in=ids).delete()
    Invitation.objects.filter(id__in=invitations).delete()
    Batch.objects.filter(id__in=batches, invitations=None).delete()
    programs = set(Wave.objects.filter(id__in=waves).values_list("program_id", flat=True))
    Wave.objects.filter(id__in=waves, touchpoints=None).delete()
    for program in Program.objects.filter(id__in=programs, touchpoints=None, waves=None):
        _drop(program)


def _drop(row: Program | Contact) -> None:
    """Delete a row, unless others refer to it by now."""
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError:
        return


def _let_go(uuid: UUID) -> None:
    contact = Contact.objects.filter(uuid=uuid).first()
    if contact is not None and not contact.legal_bases.exists() and not contact.deal_contacts.exists():
        _drop(contact)
