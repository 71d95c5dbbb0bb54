"""What goes before a round: whom it asks, drawn so that it can be drawn again, and whom of us it told."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from csat.customers.models import Employee
from csat.fields import public_id
from csat.programs.models.programs import Wave
from surveys.actions.running.outbox import MailState


class RoundDraw(models.Model):
    """A sampled round's choice: all that it was made from, and why each candidate is asked or not."""

    wave = models.OneToOneField(Wave, on_delete=models.CASCADE, related_name="draw")
    inputs = models.BinaryField(help_text="packed, see csat/programs/sampling/inputs.py")
    whys = models.JSONField(help_text="contact id -> why it is asked or not")
    drawn_at = models.DateTimeField()


class Announcement(models.Model):
    """A mail to one of our people before a round: whom of their clients it is to ask. At least once (D7)."""

    uuid = public_id()
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="announcements")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    contacts = ArrayField(models.BigIntegerField(), help_text="ids, in the order of the mail")
    state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.WAITING)
    due_at = models.DateTimeField()
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "employee"], name="announcement_once"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="announcement_due", condition=Q(state__in=["waiting", "sending"])
            ),
        ]
