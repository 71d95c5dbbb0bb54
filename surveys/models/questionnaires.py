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


class DraftRevision(models.Model):
    """The draft as it stood after one saved edit: what undo goes back to.

    `undoes_to` is where the next undo leads: the revision before for an edit; for an undo, the one before
    the revision that it brought back.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="draft_revisions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    what = models.CharField(max_length=200, blank=True, help_text="the edit in a few words")
    undoes_to = models.PositiveIntegerField(null=True, blank=True)
    redoes_to = models.PositiveIntegerField(null=True, blank=True)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["survey", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="draft_revision_number"),
        ]


class WhatWeDid(models.Model):
    """What we changed after people answered: stands on the page behind their own link from `told_at` on."""

    uuid = public_id()
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="told")
    answered_from = models.DateField(help_text="told to those who answered from this day")
    answered_until = models.DateField(help_text="to this day, included")
    texts = models.JSONField(help_text="by language")
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-told_at"]


class Wording(models.Model):
    """Our own words on clients' pages and mails in one language: adds a language, or changes sentences."""

    language = models.CharField(max_length=35, unique=True)
    phrases = models.JSONField(help_text="as surveys/rendering/phrases/en.json; left out: the base book's")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return self.language


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
            pgtrigger.Protect(name="version_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.survey} v{self.number}"
