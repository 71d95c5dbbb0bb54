"""Who is asked which survey, when and why; and what each invitation was about, frozen."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from csat.customers.models import Account, Capacity, Contact, ContactRole, Deal, Employee, Team
from csat.fields import public_id
from surveys.models import Batch, Invitation, Survey


class ProgramKind(models.TextChoices):
    POST_SALE = "post_sale"
    PERIODIC = "periodic"


class ProgramState(models.TextChoices):
    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


class Program(models.Model):
    """The rule that says who is asked which survey, when and why."""

    uuid = public_id()
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=ProgramKind.choices)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=ProgramState.choices, default=ProgramState.DRAFT)
    starts_on = models.DateField(help_text="nothing that happened earlier is asked about")
    roles = ArrayField(
        models.CharField(max_length=20, choices=ContactRole.choices),
        default=list,
        blank=True,
        help_text="empty: every role",
    )
    segments = ArrayField(
        models.CharField(max_length=100), default=list, blank=True, help_text="empty: every segment"
    )
    contacts_per_account = models.PositiveSmallIntegerField(default=3)
    delay_business_days = models.PositiveSmallIntegerField(default=3, help_text="post-sale: after delivery")
    asks_first_order = models.BooleanField(default=True, help_text="post-sale: a client's first order")
    large_order_amount = models.DecimalField(
        max_digits=18,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="post-sale: every order from here up, in the base currency; empty: none is large",
    )
    asks_repeat_order = models.BooleanField(
        default=True, help_text="post-sale: one random repeat order per client and quarter"
    )
    cadence_months = models.PositiveSmallIntegerField(default=6, help_text="periodic")
    key_cadence_months = models.PositiveSmallIntegerField(default=3, help_text="periodic, key accounts")
    remind_after_days = models.PositiveSmallIntegerField(default=4, help_text="0: no reminder")
    expires_after_days = models.PositiveSmallIntegerField(default=14)
    planned_at = models.DateTimeField(null=True, blank=True, help_text="when the sweep last planned it")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Slot(models.Model):
    """An account's place in the rolling rounds: due where (month - offset) is a multiple of its cadence."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="slots")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    offset = models.PositiveSmallIntegerField(help_text="in months, below the cadence when drawn")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "account"], name="slot_once")]


class Wave(models.Model):
    """One round of a periodic program: the slots of a calendar month."""

    uuid = public_id()
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="waves")
    month = models.DateField(help_text="first day")
    starts_on = models.DateField(
        null=True, blank=True, help_text="sends are spread from here on; empty: from the month's first"
    )

    class Meta:
        ordering = ["-month"]
        constraints = [models.UniqueConstraint(fields=["program", "month"], name="wave_once")]


class ProgramDay(models.Model):
    """What one program sends on one day: a batch of its own, so that a day can be held."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="days")
    day = models.DateField()
    batch = models.OneToOneField(Batch, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "day"], name="program_day_once")]


class Outcome(models.TextChoices):
    ASKED = "asked"
    DEFERRED = "deferred"
    NOT_ASKED = "not_asked"


class Decision(models.Model):
    """Why a contact was asked or not asked about one occasion, in words; the last one counts."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="decisions")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="decisions")
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, null=True, blank=True, related_name="decisions")
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, null=True, blank=True, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=40, help_text="the rule's name")
    words = models.JSONField(help_text='{"en": ..., "ru": ...}')
    next_possible_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(deal__isnull=False, wave__isnull=True) | Q(deal__isnull=True, wave__isnull=False),
                name="decision_has_one_subject",
            ),
            models.UniqueConstraint(
                fields=["program", "contact", "deal"],
                condition=Q(deal__isnull=False),
                name="decision_once_a_deal",
            ),
            models.UniqueConstraint(
                fields=["program", "contact", "wave"],
                condition=Q(wave__isnull=False),
                name="decision_once_a_wave",
            ),
        ]
        indexes = [models.Index(fields=["contact", "-decided_at"], name="decision_contact")]


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
    role = models.CharField(max_length=20, choices=ContactRole.choices)
    segment = models.CharField(max_length=100, blank=True)
    is_key = models.BooleanField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    occurred_on = models.DateField(help_text="post-sale: closing; periodic: sending")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(deal__isnull=False, wave__isnull=True) | Q(deal__isnull=True, wave__isnull=False),
                name="touchpoint_has_one_subject",
            ),
            models.UniqueConstraint(
                fields=["deal", "survey", "contact"],
                condition=Q(deal__isnull=False),
                name="touchpoint_once_a_deal",
            ),
            models.UniqueConstraint(
                fields=["wave", "contact"],
                condition=Q(wave__isnull=False),
                name="touchpoint_once_a_wave",
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
