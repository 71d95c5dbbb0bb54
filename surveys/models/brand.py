"""Who asks: one row with the company's name, colour and sender."""

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
