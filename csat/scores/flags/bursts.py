"""Did one manager's clients answer together, as after a mail of the manager's own?

Clients answer soon after a mail of ours, and in office hours: how fast at which hour is read from all mails,
as rate = delay x hour of the week (a Poisson model with two factors, fitted in turns). For each answer, the
clients of the same manager who answer in the two hours after it are counted against what this model expects
of those who could; where everybody answers more than expected in these hours, the others' excess is expected
here too. Fewer than 1 in 10,000 such counts would be as high by chance, so expect fewer than one false burst
in 10,000 answers.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]

WINDOW_HOURS, STEP_HOURS = 2.0, 0.5
LEAST_CLIENTS = 4
FALSE_ALARMS = 1e-4  # an answer
DELAYS = np.array([0, 1, 2, 4, 8, 16, 24, 36, 48, 72, 120, 168, 336.0])  # hours since the last mail
WEEK, WEEKEND, HOURS = 168, 120, 48  # hours: of a week, up to Saturday, of two kinds of days
USUAL = 0.1  # answers as expected, added to those of all others: with nobody else there is no excess
ROUNDS, SMALLEST = 8, 0.5  # of fitting; answers added to every factor, so that none is 0


@dataclass(frozen=True)
class Mailed:
    """A mail, until the answer, the next mail or the end of its time. Hours since Monday 0:00 of some week.

    `response` is 0 where this mail was not answered.
    """

    response: int
    manager: int
    client: int
    at: float
    until: float


@dataclass(frozen=True)
class Burst:
    """So many clients of one manager answered within two hours, where about `expected` would have."""

    clients: int
    expected: float


@dataclass(frozen=True)
class Mails:
    """Mails as columns, each with a row a mail."""

    response: Whole
    manager: Whole
    client: Whole
    at: Real
    until: Real

    @classmethod
    def of(cls, mailed: Sequence[Mailed]) -> "Mails":
        whole = np.array([(one.response, one.manager, one.client) for one in mailed], dtype=np.int64)
        real = np.array([(one.at, one.until) for one in mailed], dtype=np.float64)
        return cls(*whole.reshape(-1, 3).T, *real.reshape(-1, 2).T)

    def where(self, chosen: NDArray[np.bool_]) -> "Mails":
        return Mails(*(getattr(self, field.name)[chosen] for field in fields(self)))


@dataclass(frozen=True)
class Rates:
    """Answers per hour and open mail: by delay, times by hour."""

    by_delay: Real
    by_hour: Real

    def clients_expected(self, mails: Mails, start: float) -> float:
        """How many clients answer in the window from `start`, of those who had not answered by then."""
        open_ = mails.where((mails.until > start) & (mails.at < start + WINDOW_HOURS))
        steps = np.arange(start, start + WINDOW_HOURS, STEP_HOURS)
        delays = steps[None, :] - open_.at[:, None]
        rates = self.by_delay[_cell(delays)] * self.by_hour[_hour(steps)]
        sums = np.where(delays >= 0, rates, 0).sum(1) * STEP_HOURS
        _clients, place = np.unique(open_.client, return_inverse=True)
        return float(-np.expm1(-np.bincount(place, weights=sums)).sum()) if len(place) else 0.0


def rates(mails: Mails) -> Rates:
    """How fast clients answer, fitted to mails whose time is over or that were answered."""
    answers, exposure = _tables(mails)
    by_hour = np.ones(HOURS)
    by_delay = np.ones(len(DELAYS) - 1)
    for _round in range(ROUNDS):
        by_delay = (answers.sum(1) + SMALLEST) / ((exposure * by_hour).sum(1) + 1)
        by_hour = (answers.sum(0) + SMALLEST) / ((exposure * by_delay[:, None]).sum(0) + SMALLEST)
    return Rates(by_delay, by_hour)


def bursts(mails: Mails, known: Rates) -> dict[int, Burst]:
    """Response -> the largest burst that it belongs to."""
    found: dict[int, Burst] = {}
    for manager in np.unique(mails.manager):
        theirs = mails.where(mails.manager == manager)
        answered = theirs.where(theirs.response > 0)
        for start in np.unique(answered.until):
            run = answered.where((answered.until >= start) & (answered.until <= start + WINDOW_HOURS))
            clients = len(np.unique(run.client))
            if clients >= LEAST_CLIENTS and (burst := _burst(mails, known, run, clients)):
                fresh = [int(one) for one in run.response if _is_more(found, int(one), burst)]
                found |= dict.fromkeys(fresh, burst)
    return found


def _is_more(found: dict[int, Burst], response: int, burst: Burst) -> bool:
    return response not in found or burst.clients > found[response].clients


def _burst(mails: Mails, known: Rates, run: Mails, clients: int) -> Burst | None:
    """Whether so many clients of one manager, after the first of them, are more than chance."""
    first, start = run.client[np.argmin(run.until)], float(run.until.min())
    is_own = mails.manager == run.manager[0]
    own, others = mails.where(is_own & (mails.client != first)), mails.where(~is_own)
    others_answered = others.where(others.response > 0)
    came = others_answered.where(_is_within(others_answered.until, start))
    excess = (len(np.unique(came.client)) + USUAL) / (known.clients_expected(others, start) + USUAL)
    expected = known.clients_expected(own, start) * max(1.0, excess)
    if _at_least(clients - 1, expected) >= FALSE_ALARMS:
        return None
    return Burst(clients, round(1 + expected, 1))


def _is_within(moments: Real, start: float) -> NDArray[np.bool_]:
    return (moments > start) & (moments <= start + WINDOW_HOURS)


def _at_least(count: int, expected: float) -> float:
    """P(N >= count) of a Poisson number."""
    term = total = math.exp(-expected)
    for number in range(1, count):
        term *= expected / number
        total += term
    return max(0.0, 1 - total)


def _tables(mails: Mails) -> tuple[Real, Real]:
    """Answers and hours of waiting, by delay (rows) and hour (columns)."""
    answers = np.zeros((len(DELAYS) - 1, HOURS))
    exposure = np.zeros_like(answers)
    for delay in range(int(DELAYS[-1])):
        cell = int(_cell(np.array([delay]))[0])
        waiting = mails.where(mails.until - mails.at > delay)
        spent = np.minimum(waiting.until - waiting.at - delay, 1)
        np.add.at(exposure[cell], _hour(waiting.at + delay), spent)
        came = waiting.where((waiting.response > 0) & (waiting.until - waiting.at <= delay + 1))
        np.add.at(answers[cell], _hour(came.until), 1)
    return answers, exposure


def _cell(delays: NDArray[Any]) -> Whole:
    """The row of a delay; what is longer than the last one counts as that."""
    return np.clip(np.searchsorted(DELAYS, delays, side="right") - 1, 0, len(DELAYS) - 2)


def _hour(moments: NDArray[Any]) -> Whole:
    """The hour of a working day, or 24 more at the weekend."""
    of_week = np.floor(moments).astype(np.int64) % WEEK
    return of_week % 24 + np.where(of_week >= WEEKEND, 24, 0)
