"""Who asks: one row with the company's name, colour and sender; what was found out about its mails."""

from django.conf import settings
from django.db import models

from surveys.models.blobs import Blob


class Brand(models.Model):
    """The asking company as clients see it. One row an installation."""

    name = models.CharField(max_length=200)
    accent = models.CharField(max_length=7, default="#0b5d57", help_text="#rrggbb")
    sender_name = models.CharField(max_length=200, help_text="the person who asks")
    sender_title = models.CharField(max_length=200, blank=True)
    sender_address = models.EmailField()
    reply_to_address = models.EmailField(help_text="a mailbox that somebody reads")
    reply_reader = models.CharField(
        max_length=200, blank=True, db_default="", help_text="who reads that mailbox, by name"
    )
    phone = models.CharField(max_length=60, blank=True)
    postal_address = models.CharField(max_length=300, blank=True)
    logo = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    logo_type = models.CharField(max_length=40, blank=True, help_text="image/png, image/jpeg or image/webp")
    change_days = models.PositiveSmallIntegerField(
        default=7, help_text="for how long clients may change what they submitted; 0: not at all"
    )
    is_sending_held = models.BooleanField(default=False)
    sending_held_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="brand_is_one_row")]

    def __str__(self) -> str:
        return self.name


class SenderCheck(models.Model):
    """The last result of a check of the sender: spf, dkim, dmarc, or the mail that was sent to ourselves."""

    name = models.CharField(max_length=20, primary_key=True)
    is_good = models.BooleanField(null=True, help_text="empty: could not be found out")
    facts = models.JSONField(default=dict, blank=True, help_text="about which domain, what was found")
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return self.name
