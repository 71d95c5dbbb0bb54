"""Surveys and what was published of them, which never changes again."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from surveys.models.fields import public_id


class Survey(models.Model):
    """A questionnaire: its draft, and through its versions all that was ever asked."""

    uuid = public_id()
    key = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, help_text="post_sale, periodic, nps, ...: budgets go by it")
    draft = models.JSONField(null=True, blank=True, help_text="the document being edited, format 1")
    draft_revision = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["title"]
        permissions = [("publish_survey", "Can publish a survey")]

    def __str__(self) -> str:
        return self.title


class SurveyVersion(models.Model):
    """A published questionnaire. The database refuses to change or delete it."""

    uuid = public_id()
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.JSONField(help_text="surveys/definition/questionnaire.schema.json, format 1")
    languages = ArrayField(models.CharField(max_length=35))
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["survey", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="survey_version_number"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="version_is_frozen", exclude=["published_by"]),
        ]

    def __str__(self) -> str:
        return f"{self.survey} v{self.number}"
