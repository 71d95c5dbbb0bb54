"""What came back about mails: provider events, bounces, complaints; each counts once (D13)."""

from django.db import models

from surveys.models.sending import Message


class MailEventKind(models.TextChoices):
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    DELAYED = "delayed"
    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"
    REPLIED = "replied"
    IGNORED = "ignored"


class MailEvent(models.Model):
    """One report about one mail, by the reporter's own id: told ten times, it is stored once."""

    source = models.CharField(max_length=30, help_text="dsn, arf, reply, or the provider's name")
    event_id = models.CharField(max_length=200, help_text="the provider's id, or a hash of the report")
    kind = models.CharField(max_length=12, choices=MailEventKind.choices)
    message = models.ForeignKey(
        Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="events"
    )
    words = models.CharField(max_length=300, blank=True, help_text="what the report says, or why ignored")
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            models.UniqueConstraint(fields=["source", "event_id"], name="mail_event_once"),
        ]
        # Reports that came before the worker had written down that its mail was taken.
        indexes = [models.Index(fields=["received_at"], name="mail_event_received")]
