"""How satisfied is each client: its own answers, helped by those of clients alike, with an interval."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from csat.customers.models import Account
from csat.findings.method import Asked, Method, Progress
from csat.insight.intervals.interval import Interval
from csat.insight.pooling.account_means import Pooled, account_means
from csat.insight.verdict import Missing, TooLittle
from csat.scores.columns import calendar
from csat.scores.columns.waves import waves

YEAR = 12
WINDOW_MONTHS = 3  # up to a client's last answer; older ones would hide a fall
OWN_MEAN_FROM = 5  # people; the plain mean of fewer says more about them than about the client


@dataclass(frozen=True)
class Answers:
    """n headline answers of twelve months in points of 100, and the k clients that are open."""

    account_ids: NDArray[np.int64]
    contact_ids: NDArray[np.int64]
    months: NDArray[np.int64]
    points: NDArray[np.float64]
    client_ids: NDArray[np.int64]
    segments: NDArray[np.str_]


@dataclass(frozen=True)
class ClientScore:
    """`score.n`: people heard from month `since` to `last` (ISO); `own`: their plain mean, from 5 on."""

    account_id: int
    segment: str
    score: Interval
    own: float | None
    since: str
    last: str


@dataclass(frozen=True)
class SegmentScore:
    segment: str
    score: Interval
    clients: int


@dataclass(frozen=True)
class Clients:
    """Verdict: "pooled" or "too_little" (`missing` says what). `clients` by score, the lowest first.

    `mean`: of their scores, each client once. `spread` between clients of a segment and `noise` between the
    people of one client are standard deviations. `unheard` clients gave no answer in twelve months.
    """

    verdict: str
    clients: tuple[ClientScore, ...]
    segments: tuple[SegmentScore, ...]
    mean: float | None
    spread: float
    noise: float
    people: int
    unheard: int
    missing: tuple[Missing, ...] = ()


def load(asked: Asked) -> Answers:
    """The CSI of regular surveys in the twelve closed months, and every client that is not closed."""
    heard = waves(Account.objects.all(), until=asked.until)
    clients = list(Account.objects.filter(closed_on__isnull=True).order_by("id").values_list("id", "segment"))
    ids = np.array([pk for pk, _ in clients], dtype=np.int64)
    is_recent = heard.months >= calendar.month_number(asked.until) - YEAR
    chosen = heard.chosen(is_recent & ~np.isnan(heard.csi) & np.isin(heard.account_ids, ids))
    return Answers(
        account_ids=chosen.account_ids,
        contact_ids=chosen.contact_ids,
        months=chosen.months,
        points=chosen.csi,
        client_ids=ids,
        segments=np.array([segment for _, segment in clients], dtype=np.str_),
    )


def work(answers: Answers, seed: int, progress: Progress) -> Clients:
    """Each person once, by the mean of their answers in the window; then partial pooling by segment."""
    accounts, people, first, last = _people(answers)
    heard, row = np.unique(accounts, return_inverse=True)
    counts, sums = np.bincount(row), np.bincount(row, people)
    segments = answers.segments[np.searchsorted(answers.client_ids, heard)]
    names, labels = np.unique(segments, return_inverse=True)
    pooled = account_means(
        sums=sums, counts=counts, squares=np.bincount(row, people**2), segments=labels.ravel()
    )
    unheard = int(answers.client_ids.size - heard.size)
    if isinstance(pooled, TooLittle):
        return Clients("too_little", (), (), None, 0.0, 0.0, people.size, unheard, pooled.missing)
    found = [
        ClientScore(
            account_id=int(heard[i]),
            segment=str(segments[i]),
            score=pooled.estimates[i],
            own=float(sums[i] / counts[i]) if counts[i] >= OWN_MEAN_FROM else None,
            since=_month(first[i]),
            last=_month(last[i]),
        )
        for i in range(heard.size)
    ]
    return Clients(
        verdict=pooled.verdict,
        clients=tuple(sorted(found, key=lambda one: (one.score.estimate or 0.0, one.account_id))),
        segments=_segments(pooled, names),
        mean=float(np.mean([one.estimate for one in pooled.estimates])),
        spread=pooled.spread,
        noise=pooled.noise,
        people=int(people.size),
        unheard=unheard,
    )


def _people(
    answers: Answers,
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Account and mean of each person heard in their client's window; first and last month of each client."""
    heard, row = np.unique(answers.account_ids, return_inverse=True)
    last = np.zeros(heard.size, dtype=np.int64)
    np.maximum.at(last, row, answers.months)
    is_in = answers.months > last[row] - WINDOW_MONTHS
    first = last.copy()
    np.minimum.at(first, row[is_in], answers.months[is_in])
    pairs = np.stack([answers.account_ids[is_in], answers.contact_ids[is_in]])
    found, person = np.unique(pairs, axis=1, return_inverse=True)
    person = person.ravel()
    means = np.bincount(person, answers.points[is_in]) / np.bincount(person)
    return found[0], means, first, last


def _segments(pooled: Pooled, names: NDArray[np.str_]) -> tuple[SegmentScore, ...]:
    return tuple(
        SegmentScore(segment=str(names[one.segment]), score=one.estimate, clients=one.accounts)
        for one in pooled.segments
    )


def _month(number: np.int64) -> str:
    return calendar.month_at(int(number)).isoformat()


METHOD = Method(version=1, inputs=Answers, result=Clients, load=load, work=work)
