"""What a person answered, page by page, and its history once submitted."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from surveys.models.doors import Collector
from surveys.models.fields import public_id
from surveys.models.questionnaires import SurveyVersion
from surveys.models.sending import Invitation


class Verdict(models.TextChoices):
    COUNTS = "counts"
    DOUBTFUL = "doubtful"
    EXCLUDED = "excluded"


class Source(models.TextChoices):
    FORM = "form"
    IMPORT = "import"


class Inside(models.TextChoices):
    SESSION = "session"
    NETWORK = "network"


class Response(models.Model):
    """The answer to one invitation, or through a collector under one ticket: unique by constraint (D10).

    Unfinished until `submitted_at`.
    """

    uuid = public_id()
    invitation = models.OneToOneField(
        Invitation, on_delete=models.PROTECT, null=True, blank=True, related_name="response"
    )
    collector = models.ForeignKey(
        Collector, on_delete=models.PROTECT, null=True, blank=True, related_name="responses"
    )
    ticket = models.UUIDField(
        null=True, blank=True, unique=True, help_text="stands in the page behind a collector's link"
    )
    source = models.CharField(max_length=10, choices=Source.choices, db_default=Source.FORM)
    version = models.ForeignKey(SurveyVersion, on_delete=models.PROTECT, related_name="responses")
    language = models.CharField(max_length=35)
    answers = models.JSONField(default=dict, help_text="by question key")
    changing = models.JSONField(
        null=True, blank=True, help_text="answers being changed after the submission, until they are sent"
    )
    sequence = models.PositiveIntegerField(default=0, help_text="rises with every saved page")
    at_page = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="the index of the page in the middle of which somebody is; empty once it was taken",
    )
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submission_id = models.UUIDField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.COUNTS)
    doubts = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    device = models.CharField(
        max_length=32,
        db_default="",
        blank=True,
        help_text="HMAC of network and browser of the submission: shows that one device answered for many",
    )
    begun_device = models.CharField(
        max_length=32, db_default="", blank=True, help_text="the same of its first saved page"
    )
    from_inside = models.CharField(
        max_length=10,
        choices=Inside.choices,
        db_default="",
        blank=True,
        help_text="submitted by a browser that is logged in here, or from a network of ours",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(invitation__isnull=False, collector__isnull=True, ticket__isnull=True)
                | Q(invitation__isnull=True, collector__isnull=False, ticket__isnull=False),
                name="response_has_one_door",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submission_id__isnull=True, revision=0)
                | Q(submitted_at__isnull=False, submission_id__isnull=False, revision__gt=0),
                name="response_submitted_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["submitted_at"],
                name="response_submitted",
                condition=Q(submitted_at__isnull=False),
            ),
            # What is to be forgotten: nearly all rows have been.
            models.Index(
                fields=["saved_at"],
                name="response_device",
                condition=~Q(device="") | ~Q(begun_device=""),
            ),
        ]

    def __str__(self) -> str:
        return f"response {self.uuid}"


class ResponseRevision(models.Model):
    """The response as it stood: revision 1 is what was first submitted, and what scores count."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="revisions")
    revision = models.PositiveIntegerField()
    answers = models.JSONField()
    cause = models.CharField(max_length=20, help_text="submitted, changed, confirmed, excluded, erased")
    reason = models.TextField(blank=True, db_default="", help_text="confirmed, excluded: why")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="empty: the person who answered",
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "revision"], name="revision_once"),
        ]
        indexes = [models.Index(fields=["created_at"], name="revision_created")]


class ResponseNote(models.Model):
    """What our staff wrote beside an answer; the client never sees it."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["written_at"]
