"""Timetables as rows (D4): a schedule knows its next slot, and each slot is taken once."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from surveys.models.fields import public_id


class Schedule(models.Model):
    """When something happens again, by the wall clock of a place: every day, some weekdays, a day a month."""

    uuid = public_id()
    purpose = models.CharField(max_length=60, help_text="the feature that answers for it")
    about = models.CharField(max_length=60, blank=True, help_text="whose, where the purpose needs it: a uuid")
    local_time = models.TimeField()
    zone = models.CharField(max_length=64, help_text="IANA name")
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True, help_text="0 is Monday; empty: all"
    )
    day_of_month = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="the last day where the month is shorter; empty: every day"
    )
    is_on = models.BooleanField(default=True)
    next_slot_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["purpose", "about"], name="schedule_once")]
        indexes = [
            models.Index(fields=["next_slot_at"], name="schedule_due", condition=models.Q(is_on=True)),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.about}".strip()


class Tick(models.Model):
    """One slot of a schedule. It is taken by whoever inserts it, and done once its work is."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="ticks")
    slot_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    lease_until = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["schedule", "slot_at"], name="tick_once")]
        indexes = [
            models.Index(fields=["lease_until"], name="tick_open", condition=models.Q(done_at__isnull=True)),
        ]
