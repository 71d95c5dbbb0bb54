"""What responses are worth, and the monthly roll-ups that reports read."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from csat.customers.models import Account, Capacity, Contact, ContactRole, Employee
from csat.programs.models import Program, Touchpoint
from surveys.models import Response


class WeightSet(models.Model):
    """The agreed importance of attributes in a calendar year. Equal weights where there is none."""

    year = models.PositiveSmallIntegerField(unique=True)
    weights = models.JSONField(help_text="attribute -> weight, any positive numbers")
    agreed_on = models.DateField()


class Assessment(models.Model):
    """Which revision of a response the scores stand for: what the sweep compares."""

    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField()
    assessed_at = models.DateTimeField(db_index=True)
    looked_through_at = models.DateTimeField(
        null=True, blank=True, help_text="when it was looked through for flags; empty: not yet"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                name="assessment_to_look_through",
                condition=models.Q(looked_through_at__isnull=True),
            ),
        ]


class Score(models.Model):
    """One measured value out of a response. 100 is best on every measure; NPS runs from -100."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="+")
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.CASCADE, related_name="scores")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="scores")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="scores")
    role = models.CharField(max_length=20, choices=ContactRole.choices)
    measure = models.CharField(max_length=60, help_text="csi, nps, csat, overall, attribute:quality")
    value_milli = models.IntegerField(help_text="thousandths of a point; integers add up in any order")
    given = models.SmallIntegerField(null=True, blank=True, help_text="the number ticked, if one")
    is_headline = models.BooleanField(help_text="counts in the headline series (periodic surveys)")
    occurred_on = models.DateField(help_text="day of the answer, in the company's zone")
    month = models.DateField(help_text="first day of its month")
    weight_set = models.ForeignKey(WeightSet, on_delete=models.PROTECT, null=True, blank=True)
    definition = models.PositiveSmallIntegerField(default=1, help_text="version of the formula")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "measure"], name="score_once_a_measure"),
        ]
        indexes = [
            models.Index(fields=["account", "month", "measure"], name="score_account_month"),
            models.Index(fields=["measure", "month"], name="score_measure_month"),
        ]


class ScoreCell(models.Model):
    """A month's sums of one measure. Rows without a person are totals; the others are theirs."""

    month = models.DateField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20)
    person = models.ForeignKey(Employee, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    capacity = models.CharField(max_length=12, choices=Capacity.choices, blank=True)
    measure = models.CharField(max_length=60)
    is_headline = models.BooleanField()
    n = models.IntegerField()
    sum_milli = models.BigIntegerField()
    sum_squares = models.DecimalField(max_digits=24, decimal_places=0, help_text="of thousandths")
    bins = ArrayField(models.IntegerField(), size=11, help_text="how often 0 to 10 was ticked")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "account", "program", "role", "person", "capacity", "measure"],
                nulls_distinct=False,
                name="score_cell_once",
            ),
        ]
        indexes = [
            models.Index(fields=["measure", "month"], name="score_cell_measure"),
            models.Index(fields=["person", "measure", "month"], name="score_cell_person"),
        ]


class AccountMonth(models.Model):
    """An account's month: revenue in minor units of the base currency, beside its headline CSI."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="months")
    month = models.DateField()
    fact_minor = models.BigIntegerField(null=True, blank=True)
    plan_minor = models.BigIntegerField(null=True, blank=True)
    n = models.IntegerField(default=0)
    sum_milli = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "month"], name="account_month_once"),
        ]
        indexes = [models.Index(fields=["month"], name="account_month_month")]


class DirtyMonth(models.Model):
    """An account's month whose roll-ups must be summed anew. Rows are only added and taken away."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()


class AnswerFlag(models.Model):
    """What makes one look twice at an answer: kept, listed, and left out where the rule says so."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=40, help_text="own_address, burst, same_device, straight_lined ...")
    facts = models.JSONField(default=dict, blank=True, help_text="what the sentence about it says")
    noticed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["response", "reason"], name="answer_flag_once")]


class FlagRule(models.Model):
    """Whether answers with a flag are left out until somebody judged them. No row: the default."""

    reason = models.CharField(max_length=40, unique=True)
    leaves_out = models.BooleanField()
