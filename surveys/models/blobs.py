"""Bytes in the database: several hosts see them, one backup holds them, and erasing is real."""

from django.db import models
from django.db.models import Q

from surveys.models.fields import public_id
from surveys.models.questionnaires import Survey
from surveys.models.sending import Invitation

MOST_BYTES = 25 * 1024 * 1024


class Blob(models.Model):
    """Content by its hash: the same bytes are stored once."""

    sha256 = models.CharField(max_length=64, unique=True)
    size_bytes = models.PositiveIntegerField()
    content = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size_bytes__lte=MOST_BYTES), name="blob_is_not_too_large"),
        ]


class Upload(models.Model):
    """A file that a client gave to one question; the answer names it by its uuid.

    It belongs to an invitation or, behind a shared link, to a ticket.
    """

    uuid = public_id()
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    invitation = models.ForeignKey(
        Invitation, on_delete=models.PROTECT, null=True, blank=True, related_name="uploads"
    )
    ticket = models.UUIDField(null=True, blank=True)
    question_key = models.CharField(max_length=60)
    name = models.CharField(max_length=200, help_text="as the client named it, cleaned; never a path")
    content_type = models.CharField(max_length=100, help_text="by its first bytes, not by its name")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="uploads")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(invitation__isnull=False, ticket__isnull=True)
                | Q(invitation__isnull=True, ticket__isnull=False),
                name="upload_has_one_owner",
            ),
        ]
        indexes = [models.Index(fields=["ticket"], name="upload_ticket")]
