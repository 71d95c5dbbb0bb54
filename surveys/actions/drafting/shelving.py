"""Puts a survey away and takes it back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.errors import DomainError
from surveys.models import Message, Survey
from surveys.models.sending import WAITING


class StillAsking(DomainError):
    """Invitations of this survey wait to be sent."""

    code = "still_asking"


@transaction.atomic
def archive(*, survey: Survey, now: datetime) -> None:
    """Put the survey away: its shared links close and nobody new is asked. A second call changes nothing.

    Whoever was invited before may still answer and gets the reminder; answers and trends stay. Raises
    StillAsking while invitations wait to be sent.
    """
    waiting = waiting_invitations(survey)
    if waiting:
        raise StillAsking(
            ngettext("%(n)s invitation waits to be sent.", "%(n)s invitations wait to be sent.", waiting)
            % {"n": waiting},
            mend=_("Pause the survey rule that sends them, or wait until they are out."),
        )
    Survey.objects.filter(id=survey.id, archived_at=None).update(archived_at=now)
    survey.collectors.filter(is_open=True).update(is_open=False)
    survey.refresh_from_db(fields=["archived_at"])


@transaction.atomic
def unarchive(*, survey: Survey) -> None:
    """Take the survey back; its shared links stay closed until somebody opens them."""
    Survey.objects.filter(id=survey.id).update(archived_at=None)
    survey.refresh_from_db(fields=["archived_at"])


def waiting_invitations(survey: Survey) -> int:
    """How many first mails of the survey will go out; those of stopped batches will not."""
    return Message.objects.filter(
        number=0,
        state__in=WAITING,
        invitation__version__survey=survey,
        invitation__cancelled_at=None,
        invitation__batch__is_stopped=False,
    ).count()
