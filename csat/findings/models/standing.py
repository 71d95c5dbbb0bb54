"""Questions that are asked of the data again and again, and what came out each time."""

from django.db import models
from django.db.models import Q

from csat.fields import public_id
from csat.findings.models.register import RegisteredChange


class Question(models.TextChoices):
    """What can be asked of the data; each has its method."""

    LEAD = "lead"
    DRIVERS = "drivers"
    CHANGE = "change"
    CLIENTS = "clients"
    DROPS = "drops"
    DECLINE = "decline"
    SILENCE = "silence"
    RISK = "risk"
    RETENTION = "retention"
    EFFECT = "effect"
    THEMES = "themes"


class FindingInputs(models.Model):
    """The columns that a result was computed from, so that it can be computed again to the last digit."""

    data_hash = models.CharField(max_length=64, unique=True)
    content = models.BinaryField(help_text="compressed arrays of numpy, without pickled objects")
    stored_at = models.DateTimeField()


class Finding(models.Model):
    """One answer to a question: numbers and verdict, with all that is needed to compute them again."""

    uuid = public_id()
    question = models.CharField(max_length=10, choices=Question.choices)
    change = models.ForeignKey(
        RegisteredChange, on_delete=models.CASCADE, null=True, blank=True, related_name="findings"
    )
    verdict = models.CharField(max_length=40)
    result = models.JSONField(help_text="the result's dataclass, as findings.stored writes it")
    inputs = models.ForeignKey(FindingInputs, on_delete=models.PROTECT, related_name="+")
    method_version = models.PositiveSmallIntegerField()
    seed = models.BigIntegerField()
    data_mark = models.CharField(max_length=64, help_text="what the data were at; queries.mark_on")
    until_on = models.DateField(help_text="first day that is not in it")
    computed_at = models.DateTimeField()
    took_seconds = models.FloatField()

    class Meta:
        ordering = ["-computed_at", "-id"]
        indexes = [models.Index(fields=["question", "computed_at"], name="finding_latest")]


class StudyState(models.TextChoices):
    IDLE = "idle"
    DUE = "due"
    RUNNING = "running"
    FAILED = "failed"


class Study(models.Model):
    """A standing question: the row is the queue. One a question, and one a registered change."""

    question = models.CharField(max_length=10, choices=Question.choices)
    change = models.OneToOneField(
        RegisteredChange, on_delete=models.CASCADE, null=True, blank=True, related_name="study"
    )
    state = models.CharField(max_length=7, choices=StudyState.choices, default=StudyState.IDLE)
    due_since = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    done_share = models.FloatField(default=0, help_text="how far a running one is, 0 to 1")
    checked_mark = models.CharField(max_length=64, blank=True, help_text="of the data last looked at")
    checked_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    finding = models.ForeignKey(Finding, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "studies"
        constraints = [
            models.UniqueConstraint(
                fields=["question", "change"], nulls_distinct=False, name="study_once_a_question"
            ),
            models.CheckConstraint(
                condition=Q(question="effect", change__isnull=False)
                | (~Q(question="effect") & Q(change__isnull=True)),
                name="study_of_an_effect_has_its_change",
            ),
        ]
        indexes = [
            models.Index(fields=["due_since"], name="study_due", condition=Q(state__in=["due", "running"]))
        ]
