"""Who reads a page, as one of our people."""

from datetime import datetime, timedelta

from django.http import HttpRequest

from csat.customers.models import Employee

NEW_TO_IT = timedelta(days=7)


def employee(request: HttpRequest) -> Employee | None:
    """The reader's own row; None for a login that is none of our people."""
    return Employee.objects.filter(user__id=request.user.pk or 0).first()


def seen_at(request: HttpRequest, now: datetime) -> datetime | None:
    """Until when the reader has read the answers: a week back at first; None where nothing is kept."""
    mine = employee(request)
    return (mine.answers_seen_at or now - NEW_TO_IT) if mine else None
