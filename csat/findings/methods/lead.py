"""Does satisfaction move before revenue: of all clients, by segment, team and attribute, in the totals?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil

import numpy as np
from numpy.typing import NDArray

from csat.findings import panel
from csat.findings.method import Asked, Method, Progress
from csat.findings.panel import NO_TEAM, PanelInputs
from csat.insight.leadlag.attributes import AttributeLead, attribute_leads
from csat.insight.leadlag.noise import NoiseParts, noise_parts
from csat.insight.leadlag.pair import PairLead, pair_lead
from csat.insight.leadlag.panel import PanelLead, panel_lead
from csat.insight.leadlag.power import LEAST_MONTHS, LEAST_READINGS, Outlook, outlook
from csat.insight.leadlag.strength import Strength, strength
from csat.insight.verdict import TooLittle
from csat.scores.columns import calendar

POINT = 10.0  # of 100: in which steps people read the score
EFFECT = 0.05  # of revenue a month, per such a step: the least effect that is worth seeing
COMPANY, SEGMENTS, TEAMS = 0.3, 0.5, 0.7  # how far the work is after each part

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Part:
    """One segment (its name), team (its id) or attribute (its name): the test, judged among its like.

    `accounts` were heard in `months` different months, with `readings` account-months in all.
    """

    key: str
    accounts: int
    months: int
    readings: int
    tested: AttributeLead
    outlook: Outlook | None


@dataclass(frozen=True)
class Lead:
    """`verdict` is that of `company`, the panel of all accounts. `strength` None: no lead to measure.

    `outlook`: what an effect of 5 % of revenue per 10 points would need here; None while the noise of the
    data is not known. `earliest_on`: when a first verdict is possible at the present pace, where there is
    none. `pair`: the company's totals, a weaker test. `first_on`, `until_on`: the months read, half-open.
    """

    verdict: str
    company: PanelLead | TooLittle
    strength: Strength | TooLittle | None
    outlook: Outlook | None
    earliest_on: date | None
    segments: tuple[Part, ...]
    teams: tuple[Part, ...]
    attributes: tuple[Part, ...]
    pair: PairLead | TooLittle
    accounts: int
    months: int
    readings: int
    gap_months: float | None
    first_on: date | None
    until_on: date | None


def load(asked: Asked) -> PanelInputs:
    """Satisfaction and revenue of all accounts in the closed months of five years."""
    return panel.load(asked.until)


def work(given: PanelInputs, seed: int, progress: Progress) -> Lead:
    """The panel's test first; segments, teams and attributes are corrected for being many, each by itself."""
    _, segment_codes = np.unique(given.segments, return_inverse=True)
    company = panel_lead(
        satisfaction=given.satisfaction,
        revenue=given.revenue,
        segments=segment_codes,
        counts=given.counts,
        seed=seed,
        progress=_between(progress, 0.0, COMPANY),
    )
    heard = ~np.isnan(given.satisfaction)
    gap = _gap(heard)
    noise = noise_parts(satisfaction=given.satisfaction, revenue=given.revenue, counts=given.counts)
    tests = _Tests(given, noise, gap, seed)
    segments = tests.of_masks(_segments(given), _between(progress, COMPANY, SEGMENTS))
    teams = tests.of_masks(_teams(given), _between(progress, SEGMENTS, TEAMS))
    series = dict(zip(map(str, given.attribute_names), given.attributes, strict=True))
    attributes = tests.of_series(
        series, given.revenue, _between(progress, TEAMS, 1.0), segments=segment_codes
    )
    prospect = tests.outlook(heard)
    starts = [month.astype(object) for month in given.months]
    return Lead(
        verdict=company.verdict,
        company=company,
        strength=_strength(given, company),
        outlook=prospect,
        earliest_on=_earliest(company, starts, gap, prospect),
        segments=segments,
        teams=teams,
        attributes=attributes,
        pair=_pair(given),
        accounts=_count(heard.any(axis=1)),
        months=_count(heard.any(axis=0)),
        readings=_count(heard),
        gap_months=gap,
        first_on=starts[0] if starts else None,
        until_on=_later(starts[-1], 1) if starts else None,
    )


@dataclass(frozen=True)
class _Tests:
    """The same test for many parts of the panel."""

    given: PanelInputs
    noise: NoiseParts | TooLittle
    gap: float | None
    seed: int

    def of_masks(self, masks: Mapping[str, Mask], progress: Progress) -> tuple[Part, ...]:
        """A part is some accounts in some months: those in which they were its own."""
        chosen = {key: np.where(mask, self.given.satisfaction, np.nan) for key, mask in masks.items()}
        money = {key: np.where(mask, self.given.revenue, np.nan) for key, mask in masks.items()}
        return self.of_series(chosen, money, progress)

    def of_series(
        self,
        series: Mapping[str, Floats],
        revenue: Floats | Mapping[str, Floats],
        progress: Progress,
        *,
        segments: NDArray[np.int64] | None = None,
    ) -> tuple[Part, ...]:
        if not series:
            return ()
        found = attribute_leads(
            attributes=series, revenue=revenue, segments=segments, seed=self.seed, progress=progress
        )
        return tuple(self._part(one, ~np.isnan(series[one.name])) for one in found.attributes)

    def _part(self, tested: AttributeLead, heard: Mask) -> Part:
        return Part(
            key=tested.name,
            accounts=_count(heard.any(axis=1)),
            months=_count(heard.any(axis=0)),
            readings=_count(heard),
            tested=tested,
            outlook=self.outlook(heard),
        )

    def outlook(self, heard: Mask) -> Outlook | None:
        """What these accounts can show, with the noise of the whole panel."""
        if isinstance(self.noise, TooLittle) or not heard.any() or self.gap is None:
            return None
        return outlook(
            accounts=max(2, _count(heard.any(axis=1))),
            months=_span(heard),
            innovation_sd=self.noise.innovation_sd,
            reliability=self.noise.reliability,
            revenue_noise=self.noise.revenue_noise,
            gain=self.noise.gain,
            effect=EFFECT / POINT,
            survey_gap_months=max(1.0, self.gap),
        )


def _segments(given: PanelInputs) -> dict[str, Mask]:
    named = [str(name) for name in np.unique(given.segments) if name]
    shape = given.revenue.shape
    return {name: np.broadcast_to((given.segments == name)[:, None], shape) for name in named}


def _teams(given: PanelInputs) -> dict[str, Mask]:
    return {str(pk): given.team_ids == pk for pk in np.unique(given.team_ids).tolist() if pk != NO_TEAM}


def _strength(given: PanelInputs, company: PanelLead | TooLittle) -> Strength | TooLittle | None:
    """How much revenue goes with satisfaction, over the lag set; only where a lead is claimed."""
    if isinstance(company, TooLittle) or not company.is_claimed:
        return None
    return strength(
        satisfaction=given.satisfaction,
        revenue=given.revenue,
        lag_low=company.lag_low,
        lag_high=company.lag_high,
        counts=given.counts,
        point=POINT,
    )


def _pair(given: PanelInputs) -> PairLead | TooLittle:
    """The totals: the mean of each month's answers, and the sum of what was bought in it."""
    n, known = given.counts.sum(axis=0), ~np.isnan(given.revenue)
    points = np.nansum(given.satisfaction * given.counts, axis=0)
    mean = np.divide(points, n, out=np.full(n.shape, np.nan), where=n > 0)
    money = np.where(known.any(axis=0), np.where(known, given.revenue, 0.0).sum(axis=0), np.nan)
    return pair_lead(satisfaction=mean, revenue=money)


def _gap(heard: Mask) -> float | None:
    """The usual number of months from one reading of an account to its next; None where none has two."""
    gaps = np.concatenate([np.diff(np.flatnonzero(row)) for row in heard]) if len(heard) else np.zeros(0)
    return float(np.median(gaps)) if gaps.size else None


def _earliest(
    company: PanelLead | TooLittle, starts: list[date], gap: float | None, prospect: Outlook | None
) -> date | None:
    """When months and readings suffice, heard as till now; None where time alone does not help."""
    if not isinstance(company, TooLittle) or not starts or gap is None:
        return None
    months = max(LEAST_MONTHS, ceil(LEAST_READINGS * gap), prospect.months_needed if prospect else 0)
    day = _later(starts[0], months)
    return day if day > starts[-1] else None


def _later(month: date, months: int) -> date:
    return calendar.month_at(calendar.month_number(month) + months)


def _span(heard: Mask) -> int:
    """Calendar months from the first reading to the last."""
    columns = np.flatnonzero(heard.any(axis=0))
    return int(columns[-1] - columns[0] + 1) if columns.size else 0


def _count(which: Mask | np.bool_) -> int:
    return int(np.count_nonzero(which))


def _between(progress: Progress, start: float, end: float) -> Progress:
    return lambda share: progress(start + (end - start) * share)


METHOD = Method(version=1, inputs=PanelInputs, result=Lead, load=load, work=work)
