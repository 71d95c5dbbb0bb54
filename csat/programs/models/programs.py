"""Survey rules: who is asked which survey, when and by whom; their rounds and days of sending."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from csat.customers.models import Account, Contact, ContactRole, Employee
from csat.fields import only_email, public_id
from surveys.models import Batch, Survey


class ProgramKind(models.TextChoices):
    POST_SALE = "post_sale"
    PERIODIC = "periodic"
    EVENT = "event"
    ONE_OFF = "one_off"


class ProgramState(models.TextChoices):
    DRAFT = "draft"
    TRIAL = "trial"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


class CountsFrom(models.TextChoices):
    """Which day of an order a post-sale rule counts from."""

    DELIVERY = "delivery"
    CLOSING = "closing"


class Sender(models.TextChoices):
    """Whose name a mail carries: the brand's, or that of who holds the account."""

    NEUTRAL = "neutral"
    MANAGER = "manager"
    CARE_OWNER = "care_owner"


class Program(models.Model):
    """The rule that says who is asked which survey, when and why."""

    uuid = public_id()
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=ProgramKind.choices)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=ProgramState.choices, default=ProgramState.DRAFT)
    priority = models.PositiveSmallIntegerField(
        default=5, help_text="1 goes first where two rules want the same person"
    )
    owner = models.ForeignKey(
        Employee,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="who answers for it",
    )
    starts_on = models.DateField(help_text="nothing that happened earlier is asked about")
    ends_on = models.DateField(null=True, blank=True, help_text="nobody is asked from this day on")
    roles = ArrayField(
        models.CharField(max_length=20, choices=ContactRole.choices),
        default=list,
        blank=True,
        help_text="empty: every role",
    )
    segments = ArrayField(
        models.CharField(max_length=100), default=list, blank=True, help_text="empty: every segment"
    )
    conditions = models.JSONField(
        default=dict, blank=True, help_text="on account, contact and order; see csat/programs/audience"
    )
    language = models.CharField(max_length=35, blank=True, help_text="empty: the contact's own")
    channels = ArrayField(
        models.CharField(max_length=20), default=only_email, help_text="in this order, as contacts have them"
    )
    sender = models.CharField(max_length=10, choices=Sender.choices, default=Sender.NEUTRAL)
    reply_to_address = models.EmailField(blank=True, help_text="empty: the sender's, else the brand's")
    contacts_per_account = models.PositiveSmallIntegerField(default=3)
    delay_business_days = models.PositiveSmallIntegerField(default=3, help_text="post-sale: after delivery")
    counts_from = models.CharField(
        max_length=8, choices=CountsFrom.choices, default=CountsFrom.DELIVERY, help_text="post-sale"
    )
    event_name = models.CharField(
        max_length=60, blank=True, help_text="event: ticket_closed, handover, deal_lost, or a name of yours"
    )
    event_delays_days = ArrayField(
        models.PositiveSmallIntegerField(),
        default=list,
        blank=True,
        help_text="event: days after it, one or more",
    )
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
    is_sampled = models.BooleanField(
        default=False, help_text="rounds: ask the fewest contacts that reach the wanted coverage"
    )
    role_coverage = models.JSONField(
        default=dict, blank=True, help_text="sampling: wanted share of accounts heard, by role"
    )
    revenue_coverage = models.DecimalField(
        max_digits=4,
        decimal_places=3,
        null=True,
        blank=True,
        help_text="sampling: wanted share of revenue heard",
    )
    audit_share = models.DecimalField(
        max_digits=4, decimal_places=3, default=0, help_text="sampling: share asked at random on top"
    )
    remind_after_days = models.PositiveSmallIntegerField(default=4, help_text="0: no reminder")
    most_reminders = models.PositiveSmallIntegerField(default=1, help_text="so many, each after those days")
    expires_after_days = models.PositiveSmallIntegerField(default=14)
    trial_addresses = ArrayField(
        models.EmailField(), default=list, blank=True, help_text="trial: who of us gets the mails"
    )
    started_despite = models.JSONField(
        null=True, blank=True, help_text="which checks were red at the start, why it was, and who"
    )
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
    """One round of a program: a calendar month's slots of a periodic one, the list of a one-off one."""

    uuid = public_id()
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="waves")
    month = models.DateField(help_text="first day")
    starts_on = models.DateField(
        null=True, blank=True, help_text="sends are spread from here on; empty: from the month's first"
    )
    seed = models.BigIntegerField(null=True, blank=True, help_text="sampling: draws the same choice again")
    sampling = models.JSONField(
        default=dict, blank=True, help_text="sampling: what was wanted, what was reached, from whom"
    )
    announced_at = models.DateTimeField(null=True, blank=True, help_text="when managers were told of it")
    held_at = models.DateTimeField(null=True, blank=True, help_text="pauses since: nobody more is asked")
    held_because = models.CharField(max_length=300, blank=True, db_default="")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="stopped for good")

    class Meta:
        ordering = ["-month"]
        constraints = [models.UniqueConstraint(fields=["program", "month"], name="wave_once")]


class ProgramContact(models.Model):
    """Somebody on the chosen list of a one-off program."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="chosen")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "contact"], name="program_contact_once")]


class ProgramDay(models.Model):
    """What a program sends on a day, by one sender and channel: a batch of its own, to be held alone."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="days")
    day = models.DateField()
    sender = models.ForeignKey(
        Employee,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="empty: the brand's",
    )
    channel = models.CharField(max_length=20, default="email")
    batch = models.OneToOneField(Batch, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "day", "sender", "channel"], nulls_distinct=False, name="program_day_once"
            ),
        ]


class BudgetScope(models.TextChoices):
    CONTACT = "contact"
    ACCOUNT = "account"


class Budget(models.Model):
    """How much a mailbox or an account bears: so many surveys in so many days. No rows: the defaults."""

    uuid = public_id()
    scope = models.CharField(max_length=7, choices=BudgetScope.choices)
    survey_kind = models.CharField(
        max_length=40, blank=True, help_text="empty: surveys of every kind together"
    )
    most = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    counts_reminders = models.BooleanField(default=False, help_text="each reminder counts like a survey")

    class Meta:
        ordering = ["scope", "survey_kind", "days"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "survey_kind", "days"], name="budget_once"),
            models.CheckConstraint(condition=Q(most__gt=0, days__gt=0), name="budget_allows_something"),
        ]
