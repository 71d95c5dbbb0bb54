"""Whose satisfaction has fallen, how sure that is, and how many false alarms come with it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from csat.alerts import decide
from csat.alerts.models import Rule, RuleKey, Signal
from csat.customers import queries as customers
from csat.customers.models import Account
from csat.findings import queries
from csat.findings.methods import drops
from csat.findings.methods.drops import Drops
from csat.findings.models import Question
from csat.findings.rounds.falls import ClientFall
from csat.insight.change.calibration import Detection
from csat.insight.change.components import Components
from csat.insight.change.point import LIKELY
from csat.insight.verdict import Missing
from csat.reports.insight.alarms import reviews
from csat.reports.insight.alarms.reviews import Reviews
from csat.reports.insight.standing import Standing, standing
from csat.reports.period import Period
from csat.scores import months

HIDDEN_FROM = 5


@dataclass(frozen=True)
class Row:
    """A client that has fallen with a probability of 80 % or more, or of which an alarm is open. `case_uuid`:
    the latest case about a fall; `settled_on`: when that was closed."""

    uuid: UUID
    name: str
    is_key: bool
    year_minor: int
    probability: float
    since: date
    size: float
    size_low: float
    size_high: float
    same_change: float | None
    same_people: int
    new: int
    answered: int
    others: tuple[str, ...]
    case_uuid: UUID | None
    settled_on: date | None

    @property
    def rank_minor(self) -> float:
        return self.probability * self.year_minor


@dataclass(frozen=True)
class Choice:
    """One number of false alarms that may be chosen: per client and year, and in all, with what it finds."""

    rate: float
    level: float
    achieved: float
    achieved_low: float
    achieved_high: float
    expected: float
    expected_low: int
    expected_high: int
    detections: tuple[Detection, ...]
    is_chosen: bool


@dataclass(frozen=True)
class Report:
    """`verdict` "" where nothing has been computed yet. `level` is the one in force; `is_level_set`: after
    reviews. `judged` clients had answers on two days or more, `once` had not. `hidden`: rows of clients that
    the reader may not see, 0 for fewer than 5."""

    standing: Standing
    verdict: str
    missing: tuple[Missing, ...]
    rows: tuple[Row, ...]
    settled: tuple[Row, ...]
    hidden: int
    judged: int
    once: int
    watched: int
    level: float
    is_calibrated: bool
    is_level_set: bool
    rate: float
    choices: tuple[Choice, ...]
    reviews: Reviews
    components: Components | None
    currency: str

    @property
    def likely(self) -> int:
        """Clients shown that have most likely fallen and are not settled."""
        return sum(row.probability >= LIKELY for row in self.rows)

    @property
    def likely_minor(self) -> int:
        return sum(row.year_minor for row in self.rows if row.probability >= LIKELY)


def build(accounts: QuerySet[Account], *, today: date) -> Report:
    """The stored falls among `accounts`, by probability times revenue. Ten queries."""
    answer = queries.answer(Question.DROPS, drops.METHOD, today=today)
    found = answer.result or Drops("", (), None, (), (), 0, 0)
    rule = Rule.objects.filter(key=RuleKey.KEY_ACCOUNT_DROP).first()
    parameters = decide.drop_parameters(rule.parameters if rule else {})
    watch = decide.Watch(found.components, found.calibrations, found.watched)
    alarm = decide.decide_alarm(watch, parameters)
    rows, hidden = _rows(accounts, found.falls, today)
    return Report(
        standing=standing(answer),
        verdict=found.verdict,
        missing=found.missing,
        rows=tuple(row for row in rows if row.settled_on is None),
        settled=tuple(row for row in rows if row.settled_on is not None),
        hidden=hidden if hidden >= HIDDEN_FROM else 0,
        judged=len(found.falls),
        once=found.once,
        watched=found.watched,
        level=alarm.level,
        is_calibrated=alarm.is_calibrated,
        is_level_set=parameters.level is not None,
        rate=parameters.false_alarms,
        choices=_choices(found, parameters.false_alarms),
        reviews=reviews.build(accounts, found, alarm, today=today),
        components=found.components,
        currency=customers.company().base_currency,
    )


def _rows(accounts: QuerySet[Account], falls: tuple[ClientFall, ...], today: date) -> tuple[list[Row], int]:
    """Rows that may be shown, the gravest first, and how many others there are.

    An open alarm counts as it was told, out of answers that may be newer than the stored falls.
    """
    latest = reviews.told().order_by("account_id", "-opened_at").distinct("account_id")
    signals = {one.account_id: one for one in latest}
    told = {one.account_id: one for one in falls if one.probability >= LIKELY}
    told |= {
        pk: fall
        for pk, one in signals.items()
        if one.closed_at is None and (fall := ClientFall.told(pk, one.facts)) is not None
    }
    mine = accounts.filter(id__in=told)
    period = Period(today=today)
    year = months.money_by_account(mine, period.year_first, period.open_month)
    rows = [
        _row(told[pk], signals.get(pk), uuid=uuid, name=name, is_key=is_key, year_minor=year.get(pk, 0))
        for pk, uuid, name, is_key in mine.values_list("id", "uuid", "name", "is_key")
    ]
    return sorted(rows, key=lambda row: -row.rank_minor), len(told) - len(rows)


def _row(one: ClientFall, signal: Signal | None, **client: Any) -> Row:
    """A fall is that of the latest alarm where it began before that was told."""
    is_same = signal is not None and one.since <= signal.opened_at.date().isoformat()
    return Row(
        **client,
        probability=one.probability,
        since=date.fromisoformat(one.since),
        size=one.size,
        size_low=one.size_low,
        size_high=one.size_high,
        same_change=one.same_change,
        same_people=one.same_people,
        new=one.new,
        answered=one.answered,
        others=one.others,
        case_uuid=signal.uuid if signal and is_same else None,
        settled_on=signal.closed_at.date() if signal and is_same and signal.closed_at else None,
    )


def _choices(found: Drops, chosen: float) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            rate=one.target,
            level=one.level,
            achieved=one.rate,
            achieved_low=one.rate_low,
            achieved_high=one.rate_high,
            expected=expected.expected,
            expected_low=expected.low,
            expected_high=expected.high,
            detections=one.detections,
            is_chosen=one.target == chosen,
        )
        for one, expected in zip(found.calibrations, found.expected, strict=True)
    )
