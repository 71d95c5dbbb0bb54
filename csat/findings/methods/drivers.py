"""Which parts of the score go together with overall satisfaction, beside what is called important."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from csat.customers.models import Account
from csat.findings.method import Asked, Method, Progress
from csat.insight.drivers.importance import drivers
from csat.insight.drivers.result import CorrelationsOnly, Drivers
from csat.insight.intervals.clustered_mean import clustered_mean
from csat.insight.intervals.interval import Interval
from csat.insight.verdict import TooLittle
from csat.scores.columns import calendar
from csat.scores.columns.respondents import Respondents, respondents
from csat.scores.columns.waves import waves
from csat.scores.models import WeightSet
from csat.scores.picks import Picks, picks

MONTHS_BACK = 24
BOOTSTRAPS = 1000
NO_YEAR = 0

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Inputs:
    """n answers: `attributes` (n, p) named `names` (p,), points, NaN not judged; `rounds` (n,) by time;
    `segments` (n,) as of asking. r answers that picked what matters: `picked` (r, q) named `options` (q,).
    `agreed` (p,): agreed weights of `agreed_year` (1,), 0 where nothing is agreed. `span` (2,): first day
    read, first day not read.
    """

    account_ids: Ids
    segments: NDArray[np.str_]
    rounds: Ids
    overall: Floats
    names: NDArray[np.str_]
    attributes: Floats
    pick_account_ids: Ids
    options: NDArray[np.str_]
    picked: NDArray[np.bool_]
    agreed: Floats
    agreed_year: Ids
    span: NDArray[np.datetime64]


@dataclass(frozen=True)
class Stated:
    """How many of those asked to pick what matters most picked this one; a share with its interval."""

    name: str
    picked: Interval


@dataclass(frozen=True)
class Agreed:
    """An agreed weight as a share of all."""

    name: str
    share: float


@dataclass(frozen=True)
class DriversFound:
    """`verdict` is that of `found`. `agreed` is empty, `agreed_year` None where no weights are agreed."""

    verdict: str
    found: Drivers | CorrelationsOnly | TooLittle
    stated: tuple[Stated, ...]
    stated_answers: int
    stated_accounts: int
    agreed: tuple[Agreed, ...]
    agreed_year: int | None
    first_on: date
    until_on: date


def load(asked: Asked) -> Inputs:
    """Periodic answers of two years, of all accounts, with the agreed weights in force at their end."""
    everyone = Account.objects.all()
    first = calendar.month_at(calendar.month_number(asked.until) - MONTHS_BACK)
    found = respondents(everyone, first=first, until=asked.until)
    chosen: Picks = picks(everyone, first=first, until=asked.until)
    year, weights = _agreed(found.names, calendar.month_at(calendar.month_number(asked.until) - 1).year)
    return Inputs(
        account_ids=found.account_ids,
        segments=np.array(found.segments, dtype=np.str_),
        rounds=_rounds(found, asked.until),
        overall=found.overall,
        names=np.array(found.names, dtype=np.str_),
        attributes=found.attributes,
        pick_account_ids=chosen.account_ids,
        options=np.array(chosen.names, dtype=np.str_),
        picked=chosen.picked,
        agreed=weights,
        agreed_year=np.array([year], dtype=np.int64),
        span=np.array([first, asked.until], dtype="datetime64[D]"),
    )


def _rounds(found: Respondents, until: date) -> Ids:
    """The month of the round each answer belongs to, whenever it came in."""
    known = waves(Account.objects.all(), until=until)
    month_of = dict(zip(known.response_ids.tolist(), known.months.tolist(), strict=True))
    own = [calendar.month_number(day) for day in found.occurred_on.tolist()]
    rows = zip(found.response_ids.tolist(), own, strict=True)
    return np.array([month_of.get(pk, month) for pk, month in rows], dtype=np.int64)


def _agreed(names: tuple[str, ...], year: int) -> tuple[int, Floats]:
    latest = WeightSet.objects.filter(year__lte=year).order_by("-year").first()
    if latest is None:
        return NO_YEAR, np.zeros(len(names))
    return latest.year, np.array([max(0.0, float(latest.weights.get(name, 0))) for name in names])


def work(given: Inputs, seed: int, progress: Progress) -> DriversFound:
    """Shares with intervals from resampled accounts; picks and agreed weights as they are, beside them."""
    _, segments = np.unique(given.segments, return_inverse=True)
    found = drivers(
        attributes=given.attributes,
        overall=given.overall,
        accounts=given.account_ids,
        names=[str(name) for name in given.names],
        segments=segments,
        waves=given.rounds,
        bootstraps=BOOTSTRAPS,
        seed=seed,
        progress=progress,
    )
    year, total = int(given.agreed_year[0]), float(given.agreed.sum())
    shares = given.agreed / total if total > 0 else np.zeros(0)
    return DriversFound(
        verdict=found.verdict,
        found=found,
        stated=_stated(given),
        stated_answers=len(given.pick_account_ids),
        stated_accounts=len(np.unique(given.pick_account_ids)),
        agreed=tuple(Agreed(str(n), float(s)) for n, s in zip(given.names, shares, strict=False)),
        agreed_year=year if total > 0 else None,
        first_on=given.span[0].astype(object),
        until_on=given.span[1].astype(object),
    )


def _stated(given: Inputs) -> tuple[Stated, ...]:
    _, account = np.unique(given.pick_account_ids, return_inverse=True)
    counts = np.bincount(account)
    found = []
    for place, name in enumerate(given.options):
        sums = np.bincount(account, weights=given.picked[:, place], minlength=counts.size)
        found.append(Stated(str(name), clustered_mean(sums=sums, counts=counts, bounds=(0.0, 1.0))))
    return tuple(sorted(found, key=lambda one: -(one.picked.estimate or 0.0)))


METHOD = Method(version=1, inputs=Inputs, result=DriversFound, load=load, work=work)
