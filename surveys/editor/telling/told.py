"""What was told so far, and how many people it reaches."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from surveys.models import Response, Survey


@dataclass(frozen=True)
class Told:
    """One thing that clients were told. `reached`: people who answered by their own link on these days."""

    uuid: UUID
    answered_from: date
    answered_until: date
    told_at: datetime
    told_by: str
    texts: list[tuple[str, str]]
    reached: int


def reached(survey: Survey, first: date, last: date) -> int:
    """How many people's own link shows what is told to those days."""
    return Response.objects.filter(
        version__survey=survey,
        invitation__isnull=False,
        submitted_at__date__gte=first,
        submitted_at__date__lte=last,
    ).count()


def rows(survey: Survey) -> list[Told]:
    """Newest first."""
    return [
        Told(
            uuid=row.uuid,
            answered_from=row.answered_from,
            answered_until=row.answered_until,
            told_at=row.told_at,
            told_by=row.told_by.get_username() if row.told_by else "",
            texts=sorted(row.texts.items()),
            reached=reached(survey, row.answered_from, row.answered_until),
        )
        for row in survey.told.select_related("told_by")
    ]
