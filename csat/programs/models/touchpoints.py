"""What each invitation was about, with the account and people as of the experience, frozen."""

from django.db import models
from django.db.models import Q

from csat.customers.models import Account, Capacity, Contact, ContactRole, Deal, Employee, Event, Team
from csat.fields import public_id
from csat.programs.models.decisions import one_subject
from csat.programs.models.programs import Program, Wave
from surveys.models import Invitation, Survey


class Touchpoint(models.Model):
    """What an invitation is about, with the account and people as of the experience."""

    uuid = public_id()
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="touchpoints")
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="touchpoints")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="touchpoints")
    deal = models.ForeignKey(
        Deal, on_delete=models.PROTECT, null=True, blank=True, related_name="touchpoints"
    )
    wave = models.ForeignKey(
        Wave, on_delete=models.PROTECT, null=True, blank=True, related_name="touchpoints"
    )
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="touchpoints"
    )
    after_days = models.PositiveSmallIntegerField(default=0, help_text="event: days after it")
    role = models.CharField(max_length=20, choices=ContactRole.choices)
    segment = models.CharField(max_length=100, blank=True)
    is_key = models.BooleanField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    occurred_on = models.DateField(help_text="post-sale: closing; event: its day; round: sending")
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(
        null=True, blank=True, help_text="taken back before anything was sent: may be asked about again"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=one_subject(),
                name="touchpoint_has_one_subject",
            ),
            models.UniqueConstraint(
                fields=["deal", "survey", "contact"],
                condition=Q(deal__isnull=False, withdrawn_at__isnull=True),
                name="touchpoint_once_a_deal",
            ),
            models.UniqueConstraint(
                fields=["wave", "contact"],
                condition=Q(wave__isnull=False, withdrawn_at__isnull=True),
                name="touchpoint_once_a_wave",
            ),
            models.UniqueConstraint(
                fields=["event", "survey", "contact", "after_days"],
                condition=Q(event__isnull=False, withdrawn_at__isnull=True),
                name="touchpoint_once_an_event",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "occurred_on"], name="touchpoint_account"),
            models.Index(fields=["contact", "created_at"], name="touchpoint_contact"),
        ]


class TouchpointPerson(models.Model):
    """Who of ours was responsible at the time; shares of one capacity add up to 1."""

    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.CASCADE, related_name="people")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="touchpoint_people")
    capacity = models.CharField(max_length=12, choices=Capacity.choices)
    share = models.DecimalField(max_digits=4, decimal_places=3, default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["touchpoint", "employee", "capacity"], name="touchpoint_person_once"
            ),
        ]
