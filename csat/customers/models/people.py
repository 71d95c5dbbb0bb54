"""Our people: employees, their teams, and which account they hold in which capacity."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Lower

from csat.customers.models.accounts import Account
from csat.fields import public_id


class Team(models.Model):
    uuid = public_id()
    name = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Employee(models.Model):
    """One of our people; may have a login. `head` leads them."""

    uuid = public_id()
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    title = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=35, default="en", help_text="of mails to them; BCP 47")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="employee",
    )
    head = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    deputy = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="stands_in_for"
    )
    left_on = models.DateField(null=True, blank=True)
    answers_seen_at = models.DateTimeField(null=True, blank=True, help_text="older answers are read")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=~models.Q(email=""), name="employee_email_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TeamMembership(models.Model):
    """An employee belongs to one team at a time."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="memberships")
    during = DateRangeField(help_text="half-open: [from, until)")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="membership_one_team_at_a_time",
                expressions=[("employee", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
        ]


class Capacity(models.TextChoices):
    MANAGER = "manager"
    CARE_OWNER = "care_owner"


class Assignment(models.Model):
    """Who holds an account, in which capacity, from when until when. Never overwritten."""

    uuid = public_id()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="assignments")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="assignments")
    capacity = models.CharField(max_length=12, choices=Capacity.choices)
    during = DateRangeField(help_text="half-open: [from, until)")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="assignment_one_holder_at_a_time",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("capacity", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["employee", "capacity"], name="assignment_employee")]
