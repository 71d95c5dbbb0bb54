"""The code book: which words make a comment belong to a theme. Users edit it."""

from django.db import models


class Theme(models.Model):
    """A theme with its names and terms by language: {"en": "Delivery", "ru": ...}, {"en": ["late", ...]}.

    While there is no row at all the code book of the product is used.
    """

    key = models.SlugField(max_length=60, unique=True)
    names = models.JSONField()
    terms = models.JSONField()
    exclusions = models.JSONField(default=dict, blank=True, help_text="terms inside these do not count")
    department = models.CharField(max_length=120, blank=True, help_text="who is responsible for it")
    position = models.PositiveSmallIntegerField(default=0)
    is_on = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.key
