"""Where rows came from, and what each import changed, so that it can be undone."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from csat.fields import public_id
from surveys.models import SurveyVersion


class RecordKind(models.TextChoices):
    """What can be imported, and kept by external id."""

    EMPLOYEES = "employees"
    ACCOUNTS = "accounts"
    CONTACTS = "contacts"
    ASSIGNMENTS = "assignments"
    DEALS = "deals"
    REVENUE = "revenue"


PAST_ANSWERS = "answers"
KINDS = [*RecordKind.choices, (PAST_ANSWERS, "Answers of past rounds")]


class ExternalKey(models.Model):
    """The id that another system gave to one of our rows; merged rows keep several."""

    source = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=KINDS)
    external_id = models.CharField(max_length=200)
    object_uuid = models.UUIDField()
    source_time = models.DateTimeField(null=True, blank=True, help_text="older never overwrites newer")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "external_id"], name="external_key_once"),
        ]
        indexes = [models.Index(fields=["object_uuid"], name="external_key_object")]


class ImportBatch(models.Model):
    """One file (or API call) that was applied as a whole."""

    uuid = public_id()
    kind = models.CharField(max_length=20, choices=KINDS)
    source = models.CharField(max_length=60)
    file_name = models.CharField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    mapping = models.JSONField(default=dict)
    rows = models.PositiveIntegerField()
    created = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    applied_at = models.DateTimeField()
    rolled_up_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="kind revenue: set by scores when the account months of its changes are summed anew",
    )
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-applied_at"]
        verbose_name_plural = "import batches"
        indexes = [
            models.Index(
                fields=["kind"], name="import_batch_not_rolled_up", condition=Q(rolled_up_at__isnull=True)
            ),
        ]


class ImportChange(models.Model):
    """What one row was before an import touched it; null: it did not exist."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="changes")
    object_uuid = models.UUIDField(help_text="of the table that the batch's kind names")
    before = models.JSONField(
        null=True, blank=True, help_text="the changed columns as they were; lists: its dependent rows"
    )


class ImportState(models.TextChoices):
    """Draft: uploaded, columns not confirmed. Checked: tried without writing anything."""

    DRAFT = "draft"
    WAITING = "waiting"
    RUNNING = "running"
    CHECKED = "checked"
    APPLIED = "applied"
    FAILED = "failed"


class ImportJob(models.Model):
    """A file on its way in through the page: its bytes, its mapping, how far it is, what came of it."""

    uuid = public_id()
    kind = models.CharField(max_length=20, choices=KINDS)
    source = models.CharField(max_length=60)
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.DRAFT)
    is_dry_run = models.BooleanField(default=True)
    file_name = models.CharField(max_length=300)
    content = models.BinaryField(help_text="emptied once applied")
    lines_content = models.BinaryField(null=True, blank=True, help_text="a second file to sum over")
    mapping = models.JSONField(default=dict, help_text="a map file's document")
    version = models.ForeignKey(
        SurveyVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="kind answers: whose questions the columns are",
    )
    language = models.CharField(max_length=35, default="en", help_text="of the words in the report")
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict, blank=True)
    batch = models.OneToOneField(
        ImportBatch, on_delete=models.SET_NULL, null=True, blank=True, related_name="job"
    )
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["created_at"],
                name="import_job_due",
                condition=Q(state__in=["waiting", "running"]),
            ),
        ]
