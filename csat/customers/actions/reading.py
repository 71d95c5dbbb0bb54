"""What our people have read."""

from datetime import datetime

from csat.customers.models import Employee


def mark_answers_read(*, employee: Employee, now: datetime) -> None:
    """Take every answer up to now as read by this person; an older mark never replaces a newer one.

    Raises nothing.
    """
    unread = Employee.objects.filter(id=employee.id).exclude(answers_seen_at__gte=now)
    unread.update(answers_seen_at=now)
