"""Who took which answers away, in what form; and the file itself, in parts, for a day."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from csat.fields import public_id


class ExportForm(models.TextChoices):
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


class ExportShape(models.TextChoices):
    """What a row of the file is."""

    RESPONSES = "responses"
    ANSWERS = "answers"


class ExportState(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Export(models.Model):
    """One file of answers. The row stays as the log of it; the parts of the file go after a day.

    What its reader may see is frozen: the accounts (null: everything), people's names and words, answers on
    being pressed.
    """

    uuid = public_id()
    form = models.CharField(max_length=4, choices=ExportForm.choices)
    shape = models.CharField(max_length=9, choices=ExportShape.choices)
    query = models.JSONField(default=dict, help_text="the list's filters, as its address says them")
    options = models.JSONField(default=dict, help_text="how answers are written")
    account_ids = ArrayField(models.BigIntegerField(), null=True, blank=True)
    with_people = models.BooleanField()
    with_pressure = models.BooleanField()
    language = models.CharField(max_length=35)
    state = models.CharField(max_length=7, choices=ExportState.choices, default=ExportState.WAITING)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    size_bytes = models.PositiveBigIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    username = models.CharField(max_length=254, help_text="stays when the login is gone")

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["created_at"],
                name="export_due",
                condition=models.Q(state__in=["waiting", "running"]),
            ),
        ]


class ExportPart(models.Model):
    """A piece of an export's file, in order."""

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["export", "number"], name="export_part_once")]
