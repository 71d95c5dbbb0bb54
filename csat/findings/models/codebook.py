"""The code book: which words make a comment belong to a theme. Users edit it."""

from django.db import models


class Theme(models.Model):
    """A theme with its names and terms by language: {"en": "Delivery", "ru": ...}, {"en": ["late", ...]}."""

    key = models.SlugField(max_length=60, unique=True)
    names = models.JSONField()
    terms = models.JSONField()
    department = models.CharField(max_length=120, blank=True, help_text="who is responsible for it")
    is_on = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key
