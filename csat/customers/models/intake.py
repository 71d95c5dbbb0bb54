"""Where rows came from, and what each import changed, so that it can be undone."""

from django.conf import settings
from django.db import models

from csat.fields import public_id


class RecordKind(models.TextChoices):
    """What can be imported, and kept by external id."""

    EMPLOYEES = "employees"
    ACCOUNTS = "accounts"
    CONTACTS = "contacts"
    ASSIGNMENTS = "assignments"
    DEALS = "deals"
    REVENUE = "revenue"


class ExternalKey(models.Model):
    """The id that another system gave to one of our rows; merged rows keep several."""

    source = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=RecordKind.choices)
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
    kind = models.CharField(max_length=20, choices=RecordKind.choices)
    source = models.CharField(max_length=60)
    file_name = models.CharField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    mapping = models.JSONField(default=dict)
    rows = models.PositiveIntegerField()
    created = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    applied_at = models.DateTimeField()
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-applied_at"]
        verbose_name_plural = "import batches"


class ImportChange(models.Model):
    """What one row was before an import touched it; null: it did not exist."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="changes")
    object_uuid = models.UUIDField()
    before = models.JSONField(null=True, blank=True)
