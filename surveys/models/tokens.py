"""Personal links: the database knows a hash, never the link itself (D9)."""

from django.db import models

from surveys.models.sending import Invitation


class TokenPurpose(models.TextChoices):
    ANSWER = "answer"
    UNSUBSCRIBE = "unsubscribe"
    PREVIEW = "preview"
    MY_DATA = "my_data"


class Token(models.Model):
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="tokens")
    purpose = models.CharField(max_length=12, choices=TokenPurpose.choices)
    key_id = models.CharField(max_length=16, help_text="which secret made it")
    hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invitation", "purpose", "key_id"], name="token_once_a_purpose"),
        ]
