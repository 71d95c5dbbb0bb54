"""Who asks: one row with the company's name, colour and sender."""

from django.db import models


class Brand(models.Model):
    """The asking company as clients see it. One row an installation."""

    name = models.CharField(max_length=200)
    accent = models.CharField(max_length=7, default="#0b5d57", help_text="#rrggbb")
    sender_name = models.CharField(max_length=200, help_text="the person who asks")
    sender_title = models.CharField(max_length=200, blank=True)
    sender_address = models.EmailField()
    reply_to_address = models.EmailField(help_text="a mailbox that somebody reads")
    phone = models.CharField(max_length=60, blank=True)
    postal_address = models.CharField(max_length=300, blank=True)
    is_sending_held = models.BooleanField(default=False)
    sending_held_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="brand_is_one_row")]

    def __str__(self) -> str:
        return self.name
