"""How many accounts are still there after so many months: the Kaplan-Meier curve."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from csat.insight.verdict import TooLittle, shortages

MIN_AT_RISK = 5

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Step:
    """State just after `time`, at which `events` accounts were lost: `survival` 0 to 1 with its interval."""

    time: float
    at_risk: int
    events: int
    survival: float
    low: float
    high: float


@dataclass(frozen=True)
class Survival:
    """A survival curve, as far as it may be shown.

    `verdict`: "curve", or "no_losses" (`steps` is empty, everybody was there up to `until`). `since`: the
    curve is conditional on being a client at this age (0 unless too few were watched that young). `until`:
    last age up to which enough accounts are at risk. `n` and `events` are of all data. `median` and its
    bounds: ages, None where the curve (or its bound) does not come down to one half within what is shown.
    """

    verdict: str
    steps: tuple[Step, ...]
    n: int
    events: int
    since: float
    until: float
    median: float | None
    median_low: float | None
    median_high: float | None


def kaplan_meier(
    *,
    ends: ArrayLike,
    is_event: ArrayLike,
    starts: ArrayLike | None = None,
    min_at_risk: int = MIN_AT_RISK,
    confidence: float = 0.95,
) -> Survival | TooLittle:
    """Share of accounts still there by age.

    `ends` (n,): age, any unit, at which the account was lost or last seen; `is_event` (n,): lost (1) or still
    there (0, right censored); `starts` (n,): age, >= 0 and below `ends`, at which it came under watch (left
    truncation), 0 by default. An account that returns may be entered once for each time as a client.

    Returns the curve from the age at which `min_at_risk` are first watched to the age after which fewer are;
    TooLittle (accounts) where there never are so many. Raises ValueError for arrays that don't fit, NaN, or
    an end that isn't after its start.

    S(t) = prod (1 - d/r), r = #(start < t <= end); log-log interval S^exp(+-z s), s^2 = sum d/(r(r-d)) /
    (log S)^2; where S = 0 it is 0 up to the bound before. Median: first age with S < .5 (halfway along the
    step where S = .5), its bounds by the interval's curves. Source: Kaplan and Meier (1958), JASA 53,
    457-481; checked against R survival::survfit(conf.type = "log-log") and lifelines.
    """
    begin, end, event = checked(ends=ends, is_event=is_event, starts=starts)
    window = _shown(begin, end, min_at_risk)
    if window is None:
        return TooLittle(shortages(accounts=(float(_most_at_risk(begin, end)), float(min_at_risk))))
    times = np.unique(end[event & (end > window[0]) & (end <= window[1])])
    at_risk, lost = at_risk_at(times, begin, end), _lost_at(times, end[event])
    curve = _curve(at_risk, lost, float(ndtri((1 + confidence) / 2)))
    steps = zip(*(c.tolist() for c in (times, at_risk, lost, *curve)), strict=True)
    return _survival(tuple(Step(t, int(r), int(d), *s) for t, r, d, *s in steps), event, window)


def _survival(steps: tuple[Step, ...], event: NDArray[np.bool_], window: tuple[float, float]) -> Survival:
    times = [step.time for step in steps]
    return Survival(
        verdict="curve" if steps else "no_losses",
        steps=steps,
        n=event.size,
        events=int(event.sum()),
        since=window[0],
        until=window[1],
        median=_half(times, [step.survival for step in steps]),
        median_low=_half(times, [step.low for step in steps]),
        median_high=_half(times, [step.high for step in steps]),
    )


def checked(
    *, ends: ArrayLike, is_event: ArrayLike, starts: ArrayLike | None
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Starts, ends and events of the accounts as arrays, after a look at whether they can be true."""
    end, event = np.asarray(ends, dtype=float), np.asarray(is_event, dtype=float)
    begin = np.zeros_like(end) if starts is None else np.asarray(starts, dtype=float)
    if not (end.ndim == 1 and begin.shape == end.shape == event.shape):
        raise ValueError("starts, ends and is_event have one entry an account")
    if not np.all((begin >= 0) & (begin < end)) or not np.isin(event, (0, 1)).all():
        raise ValueError("an account ends after its start, is lost or not, and nothing is NaN")
    return begin, end, event == 1


def at_risk_at(times: Floats, begin: Floats, end: Floats) -> Floats:
    """How many are under watch just before each time: #(start < t <= end)."""
    entered = np.searchsorted(np.sort(begin), times, side="left")
    left = np.searchsorted(np.sort(end), times, side="left")
    return (entered - left).astype(float)


def _at_risk_after(times: Floats, begin: Floats, end: Floats) -> Floats:
    entered = np.searchsorted(np.sort(begin), times, side="right")
    return (entered - np.searchsorted(np.sort(end), times, side="right")).astype(float)


def _lost_at(times: Floats, losses: Floats) -> Floats:
    ordered = np.sort(losses)
    counts = np.searchsorted(ordered, times, "right") - np.searchsorted(ordered, times, "left")
    return np.asarray(counts, dtype=float)


def _most_at_risk(begin: Floats, end: Floats) -> int:
    return int(_at_risk_after(begin, begin, end).max()) if begin.size else 0


def _shown(begin: Floats, end: Floats, enough: int) -> tuple[float, float] | None:
    """From the first age with enough accounts under watch to the first after which there are fewer."""
    entries, exits = np.unique(begin), np.unique(end)
    full = np.flatnonzero(_at_risk_after(entries, begin, end) >= enough)
    if not full.size:
        return None
    since = float(entries[full[0]])
    exits = exits[exits > since]
    thin = _at_risk_after(exits, begin, end) < enough
    return since, float(exits[int(np.argmax(thin))])


def _curve(at_risk: Floats, lost: Floats, z: float) -> tuple[Floats, Floats, Floats]:
    survival = np.asarray(np.cumprod(1 - lost / at_risk), dtype=np.float64)
    is_down = survival > 0
    low, high = np.zeros_like(survival), np.zeros_like(survival)
    greenwood = np.cumsum((lost / (at_risk * np.maximum(at_risk - lost, 0.5)))[is_down])
    log = np.log(survival[is_down])
    reach = np.exp(z * np.sqrt(greenwood) / -log)
    low[is_down], high[is_down] = np.exp(log * reach), np.exp(log / reach)
    if not is_down.all():
        high[~is_down] = high[is_down][-1] if is_down.any() else 1.0
    return survival, low, high


def _half(times: list[float], curve: list[float]) -> float | None:
    first = next((i for i, value in enumerate(curve) if value <= 0.5 + 1e-12), None)
    if first is None:
        return None
    is_flat = abs(curve[first] - 0.5) <= 1e-12 and first + 1 < len(times)
    return (times[first] + times[first + 1]) / 2 if is_flat else times[first]
