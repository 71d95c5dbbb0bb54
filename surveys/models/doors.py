"""Doors without an invitation: a shared link or a widget, its limits, and answers without names."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from surveys.models.fields import public_id
from surveys.models.questionnaires import Survey, SurveyVersion


class CollectorKind(models.TextChoices):
    LINK = "link"
    WIDGET = "widget"


class Collector(models.Model):
    """A door to a survey that anybody may use who has its address; it asks the latest version."""

    uuid = public_id()
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="collectors")
    kind = models.CharField(max_length=6, choices=CollectorKind.choices)
    name = models.CharField(max_length=200, help_text="for our staff: where the link or code hangs")
    slug = models.CharField(max_length=40, unique=True, help_text="random: the address cannot be guessed")
    facts = models.JSONField(default=dict, blank=True, help_text="values of piped text and show-if rules")
    allowed_origins = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        help_text="widget: sites that may frame it, such as https://www.example.com",
    )
    is_open = models.BooleanField(default=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    most_answers = models.PositiveIntegerField(null=True, blank=True, help_text="empty: no end")
    most_an_hour = models.PositiveIntegerField(
        default=60, help_text="answers from one network address; an office shares one"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CollectorDay(models.Model):
    """What happened at a collector on a day that leaves no response to be counted."""

    collector = models.ForeignKey(Collector, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    kind = models.CharField(max_length=20, help_text="anonymous, flooded, repeated, full")
    hits = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collector", "day", "kind"], name="collector_day_once"),
        ]


class UnsealedAnswer(models.Model):
    """An answer without a name that waits for four others: shuffled with them, moved on, deleted (D17).

    The id is the page's random submission id, so that a repeated post is no second answer; all else is
    encrypted, because the row's age would tell whose it is.
    """

    id = models.UUIDField(primary_key=True)
    version = models.ForeignKey(SurveyVersion, on_delete=models.PROTECT, related_name="+")
    secret = models.TextField(help_text="answer, group, language and day, under the installation's key")


class AnonymousAnswer(models.Model):
    """An answer that nothing leads to: no key to an invitation, a day instead of a time, a random id."""

    id = models.UUIDField(primary_key=True)
    version = models.ForeignKey(SurveyVersion, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=200, blank=True, help_text="the fact that results are grouped by")
    language = models.CharField(max_length=35)
    answers = models.JSONField()
    answered_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["version", "group"], name="anonymous_group")]


class DiscardedHits(models.Model):
    """How often programs knocked at a survey's links in a day without leaving an answer."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="discarded_hits")
    day = models.DateField()
    kind = models.CharField(max_length=20, help_text="head, prefetch, scanner, forged")
    hits = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "day", "kind"], name="discarded_hits_once"),
            models.CheckConstraint(condition=Q(hits__gte=0), name="discarded_hits_counted"),
        ]
