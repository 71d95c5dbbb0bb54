"""Which questions are to be asked of the data anew."""

from datetime import datetime

from django.db.models import Q

from csat.customers import queries as customers
from csat.findings.methods import METHODS
from csat.findings.models import Finding, Question, RegisteredChange, Study, StudyState
from csat.findings.queries import mark_on

RETRIED_AFTER_SECONDS = 3600
ASKABLE = (StudyState.IDLE, StudyState.FAILED)


def make_due(*, now: datetime) -> int:
    """Mark the studies whose data have changed since they were last looked at; how many. Raises nothing.

    One that is good enough for its method's `every` waits; one that failed waits an hour or for new data.
    """
    _complete()
    mark = mark_on(customers.local_day(now))
    waiting = Study.objects.filter(state__in=ASKABLE).exclude(state=StudyState.IDLE, checked_mark=mark)
    due = [study.pk for study in waiting if _is_worth_it(study, mark, now)]
    return Study.objects.filter(pk__in=due, state__in=ASKABLE).update(state=StudyState.DUE, due_since=now)


def ask_again(*, study: Study, now: datetime) -> bool:
    """Have a question asked of the data as soon as a worker is free; False where it already waits."""
    asked = Study.objects.filter(pk=study.pk, state__in=ASKABLE)
    return bool(asked.update(state=StudyState.DUE, due_since=now, checked_mark=""))


def due(now: datetime) -> list[int]:
    """Ids of studies that wait, and of those whose worker was lost, the longest waiting first.

    None while one is running: the statistics never take more than one worker from the mails and alerts.
    """
    if Study.objects.filter(state=StudyState.RUNNING, lease_until__gte=now).exists():
        return []
    waits = Q(state=StudyState.DUE) | Q(state=StudyState.RUNNING, lease_until__lt=now)
    return list(Study.objects.filter(waits).order_by("due_since", "pk").values_list("pk", flat=True))


def _is_worth_it(study: Study, mark: str, now: datetime) -> bool:
    if study.checked_at is None:
        return True
    age = (now - study.checked_at).total_seconds()
    if study.state == StudyState.FAILED and study.checked_mark == mark:
        return age >= RETRIED_AFTER_SECONDS
    return age >= METHODS[Question(study.question)].every.total_seconds()


def _complete() -> None:
    """A row for every question and registered change that has none."""
    standing = set(Study.objects.values_list("question", "change_id"))
    wanted: set[tuple[str, int | None]] = {(q.value, None) for q in METHODS if q != Question.EFFECT}
    if Question.EFFECT in METHODS:
        changes = RegisteredChange.objects.order_by().values_list("pk", flat=True)
        wanted |= {(Question.EFFECT.value, pk) for pk in changes}
    missing = sorted(wanted - standing, key=str)
    Study.objects.bulk_create(
        [Study(question=question, change_id=change) for question, change in missing], ignore_conflicts=True
    )


def forget_old(*, question: str, change_id: int | None, kept: int) -> int:
    """Drop all but the latest results of a question; how many. What was forecast is kept for grading."""
    rows = Finding.objects.filter(question=question, change_id=change_id)
    old = list(rows.order_by("-computed_at", "-id").values_list("pk", flat=True)[kept:])
    return Finding.objects.filter(pk__in=old).delete()[0]
