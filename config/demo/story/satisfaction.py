"""Satisfaction and the revenue it leads: the formulas that the demo's numbers come from.

    x[a,t]     = PHI x[a,t-1] + e[a,t]                      e ~ N(0, SHOCK), points of ten
    S[a,t]     = mu[a] + x[a,t] + story[a,t]                what a client of account a feels in month t
    log R[a,t] = size[a] + growth[a] t/12 + season[t] + market[t] + EFFECT (x + lost)[a,t-LEAD] + n[a,t]
    n[a,t]     = RHO n[a,t-1] + u[a,t]                      u ~ N(0, NOISE)

One point more satisfaction goes with about 6 % more revenue LEAD months later. mu and growth are
independent, so nothing but x ties the two. Large clients are bound by contracts: EFFECT is 0 for them.
Two stories break the rule on purpose: the fading account loses over three points in seven quarters while
its revenue stays flat (the reason to ask at all), the dropped one has fallen only in its last answers
(asking.py). An account that leaves was unhappy for LEAVING_MONTHS before. Those who are visited again
since VISITED_FROM feel it, and buy more.
"""

from dataclasses import dataclass

import numpy as np

from config.demo.story import chance
from config.demo.story.clients import Clients
from config.demo.story.timeline import MONTHS, OPEN_MONTH, Timeline

LEAD, EFFECT = 4, 0.06
BOUND_SEGMENT, BOUND_EFFECT = "large", 0.0  # long contracts: what they feel shows in no month's revenue
PHI, SHOCK = 0.75, 0.6
RHO, NOISE = 0.3, 0.12
MEAN, SPREAD = 7.9, 0.65
FADING_FROM, FADING_POINTS = OPEN_MONTH - 21, 3.4
LEAVING_POINTS, LEAVING_MONTHS = 2.6, 15
VISITED_FROM, VISITED_POINTS = OPEN_MONTH - 13, 0.9
BURN_IN = 24


@dataclass(frozen=True)
class World:
    """`felt[a, t]`: satisfaction on the scale of ten. `revenue[a, t]`: EUR, NaN where not a client."""

    felt: np.ndarray
    revenue: np.ndarray
    usual: np.ndarray  # EUR without chance and satisfaction: what a plan is made of


def make(seed: int, timeline: Timeline, clients: Clients) -> World:
    """Both panels, accounts x 37 months."""
    rng = chance.stream(seed, "satisfaction")
    accounts = len(clients.name)
    mean = rng.normal(MEAN, SPREAD, accounts)
    mean[[clients.dropped, clients.fading]] = (8.6, 8.9)
    moves = _autoregression(rng, accounts, PHI, SHOCK)  # [a, LEAD + t]
    moves[clients.fading] *= 0.3
    moves[clients.dropped] *= 0.3
    moves[clients.visited, VISITED_FROM + LEAD :] += VISITED_POINTS
    lost = _before_leaving(timeline, clients)
    is_bound = np.array([segment == BOUND_SEGMENT for segment in clients.segment])
    led = (moves + lost)[:, :MONTHS] * np.where(is_bound, BOUND_EFFECT, EFFECT)[:, None]
    led[clients.fading] = 0
    usual = _usual(rng, clients)
    noise = _autoregression(rng, accounts, RHO, NOISE)[:, LEAD:]
    noise[clients.fading] *= 0.3
    revenue = np.exp(usual + _market(rng) + led + noise)
    months = np.arange(MONTHS)
    is_client = (months >= clients.opened_month(timeline)[:, None]) & (
        months < clients.closed_month(timeline)[:, None]
    )
    felt = mean[:, None] + moves[:, LEAD:] + lost[:, LEAD:] + _stories(clients)
    return World(felt=felt, revenue=np.where(is_client, revenue, np.nan), usual=np.exp(usual))


def _autoregression(rng: np.random.Generator, accounts: int, phi: float, shock: float) -> np.ndarray:
    """accounts x (LEAD + MONTHS) draws of a stationary AR(1)."""
    shocks = rng.normal(0, shock, (accounts, BURN_IN + LEAD + MONTHS))
    values = np.zeros_like(shocks)
    for t in range(1, shocks.shape[1]):
        values[:, t] = phi * values[:, t - 1] + shocks[:, t]
    return values[:, BURN_IN:]


def _usual(rng: np.random.Generator, clients: Clients) -> np.ndarray:
    """log EUR by size, own growth and the season (a strong spring, a weak December)."""
    months = np.arange(MONTHS)
    growth = rng.normal(0.03, 0.05, len(clients.name))
    growth[clients.fading] = 0.03
    season = 0.08 * np.sin(2 * np.pi * (months + 1) / 12)
    by_account = np.ones(len(clients.name))
    by_account[clients.fading] = 0.3
    return clients.size[:, None] + growth[:, None] * months / 12 + by_account[:, None] * season


def _market(rng: np.random.Generator) -> np.ndarray:
    """What moves every client's revenue alike: a slow random walk."""
    return np.cumsum(rng.normal(0, 0.012, MONTHS))


def _stories(clients: Clients) -> np.ndarray:
    months = np.arange(MONTHS)
    story = np.zeros((len(clients.name), MONTHS))
    faded = np.clip((months - FADING_FROM) / (OPEN_MONTH - FADING_FROM), 0, 1)
    story[clients.fading] = -FADING_POINTS * faded
    return story


def _before_leaving(timeline: Timeline, clients: Clients) -> np.ndarray:
    """Those who left were unhappy long before, until the end."""
    lost = np.zeros((len(clients.name), LEAD + MONTHS))
    for account, month in enumerate(clients.closed_month(timeline)):
        if month < MONTHS:
            lost[account, max(0, month - LEAVING_MONTHS + LEAD) :] = -LEAVING_POINTS
    return lost
