"""What people said of the alarms of a year, and what that says about the level."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Min, QuerySet

from csat.alerts import decide
from csat.alerts.models import Assessed, RuleKey, Signal
from csat.customers.models import Account
from csat.findings.methods.drops import Drops
from csat.insight.change.calibration import Calibration
from csat.insight.change.reviews import Recalibration, recalibrated
from csat.insight.verdict import Missing, TooLittle

YEAR = timedelta(days=365)
UNSAID_SHOWN = 5


@dataclass(frozen=True)
class Unsaid:
    """An alarm of which nobody has said yet whether it was real."""

    case_uuid: UUID
    name: str
    opened_at: datetime


@dataclass(frozen=True)
class Reviews:
    """What people said of the alarms of a year. `advice` None: `missing` says what it lacks. `unsaid`: the
    latest that the reader may see."""

    real: int
    not_real: int
    unreviewed: int
    since: date | None
    advice: Recalibration | None
    missing: tuple[Missing, ...]
    unsaid: tuple[Unsaid, ...]


def told() -> QuerySet[Signal]:
    """Alarms of falls, in no order."""
    return Signal.objects.filter(rule__key=RuleKey.KEY_ACCOUNT_DROP).order_by()


def build(accounts: QuerySet[Account], found: Drops, alarm: decide.Alarm, *, today: date) -> Reviews:
    """The calibrated alarms of the last year, or since answers have been looked at at all."""
    first = Assessed.objects.aggregate(first=Min("assessed_at"))["first"]
    since = max(first.date(), today - YEAR) if first else None
    alarms = told().filter(facts__has_key="since", opened_at__date__gt=today - YEAR)
    said = list(alarms.values_list("was_real", flat=True))
    real, not_real, unreviewed = (said.count(answer) for answer in (True, False, None))
    calibration = next((one for one in found.calibrations if one.target == alarm.false_alarms), None)
    years = (today - since) / YEAR if since else 0.0
    advice = _advice(calibration, (real, not_real, unreviewed), found.watched * years)
    return Reviews(
        real=real,
        not_real=not_real,
        unreviewed=unreviewed,
        since=since,
        advice=advice if isinstance(advice, Recalibration) else None,
        missing=advice.missing if isinstance(advice, TooLittle) else (),
        unsaid=tuple(
            Unsaid(uuid, name, opened_at)
            for uuid, name, opened_at in alarms.filter(was_real=None, account__in=accounts.values("id"))
            .order_by("-opened_at")
            .values_list("uuid", "account__name", "opened_at")[:UNSAID_SHOWN]
        ),
    )


def _advice(
    calibration: Calibration | None, said: tuple[int, int, int], account_years: float
) -> Recalibration | TooLittle | None:
    if calibration is None or account_years <= 0:
        return None
    real, not_real, unreviewed = said
    return recalibrated(
        calibration=calibration,
        real=real,
        not_real=not_real,
        unreviewed=unreviewed,
        account_years=account_years,
    )
