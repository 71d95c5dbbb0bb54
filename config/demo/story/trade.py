"""Money and orders out of the revenue panel: facts, plans, rates, credit notes, deals."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from config.demo.story import chance
from config.demo.story.clients import Clients
from config.demo.story.satisfaction import World
from config.demo.story.timeline import MONTHS, OPEN_MONTH, PLANNED_AHEAD, Timeline

BASE = "EUR"
START_RATES = {"RUB": 0.0112, "USD": 0.91}
GOODS = {
    "en": (
        "Gear units G40, {n} pieces",
        "Spherical bearings, {n} pieces",
        "Shaft couplings, {n} sets",
        "Drive spares for line {n}",
        "Helical gears, batch of {n}",
    ),
    "ru": (
        "Редукторы G40, {n} шт.",
        "Подшипники сферические, {n} шт.",
        "Муфты валов, {n} компл.",
        "Запчасти приводов, линия {n}",
        "Шестерни косозубые, партия {n} шт.",
    ),
}


@dataclass(frozen=True)
class Money:
    """Amounts in each account's own currency, months from 0; NaN where there is no row.

    `plan` reaches some months ahead. `credits` lists (account, month, amount) taken back.
    """

    rates: dict[str, np.ndarray]
    fact: np.ndarray
    plan: np.ndarray
    credits: list[tuple[int, int, float]]


@dataclass(frozen=True)
class Deals:
    """One element an order, sorted by closing. Dates are numpy days; NaT where not (yet) happened."""

    account: np.ndarray
    amount: np.ndarray
    stage: list[str]
    opened_on: np.ndarray
    closed_on: np.ndarray
    delivered_on: np.ndarray
    reference: list[str]
    goods: list[str]


def money(seed: int, timeline: Timeline, clients: Clients, world: World) -> Money:
    """Facts up to the day before the anchor (the open month in part), plans with 3 % more than usual."""
    rng = chance.stream(seed, "money")
    months = MONTHS + PLANNED_AHEAD
    rates = {
        currency: start * np.exp(np.cumsum(rng.normal(0, 0.015, months)))
        for currency, start in START_RATES.items()
    }
    per_unit = np.stack([rates.get(c, np.ones(months)) for c in clients.currency])
    fact = world.revenue / per_unit[:, :MONTHS]
    fact[:, OPEN_MONTH] *= timeline.open_share()
    if timeline.anchor.day == 1:
        fact[:, OPEN_MONTH] = np.nan
    ahead = np.repeat(world.usual[:, -1:], PLANNED_AHEAD, axis=1)
    usual = np.concatenate([world.usual, ahead], axis=1)
    is_client = np.concatenate(
        [~np.isnan(world.revenue)] + [~np.isnan(world.revenue[:, -1:])] * PLANNED_AHEAD, axis=1
    )
    plan = np.where(is_client, np.round(1.03 * usual / per_unit, -2), np.nan)
    back = [
        (int(a), int(t))
        for a, t in zip(rng.integers(0, 200, 30), rng.integers(0, OPEN_MONTH, 30), strict=True)
    ]
    credits = [(a, t, round(-0.05 * fact[a, t], 2)) for a, t in sorted(set(back)) if not np.isnan(fact[a, t])]
    return Money(rates=rates, fact=np.round(fact, 2), plan=plan, credits=credits)


def deals(seed: int, timeline: Timeline, clients: Clients, money: Money) -> Deals:
    """About 2,500 orders: their number grows with size, their amounts with the month's revenue."""
    rng = chance.stream(seed, "deals")
    often = np.clip(0.30 + 0.12 * (clients.size - np.log(14_000)), 0.1, 1.0)
    count = np.where(np.isnan(money.fact), 0, rng.poisson(often[:, None], money.fact.shape))
    account, month = (np.repeat(index, count.ravel()) for index in np.indices(count.shape).reshape(2, -1))
    full = money.fact[account, month] / np.where(month == OPEN_MONTH, max(timeline.open_share(), 0.03), 1)
    amount = np.round(full * rng.uniform(0.2, 0.7, len(account)) / count[account, month], 2)
    closed_on = _days(timeline, rng, month)
    order = np.argsort(closed_on, kind="stable")
    account, amount, closed_on = account[order], amount[order], closed_on[order]
    opened_on = closed_on - rng.integers(6, 60, len(account))
    delivered_on = timeline.business_days_after(closed_on + rng.integers(5, 40, len(account)))
    lost = rng.random(len(account)) < 0.08
    today = np.datetime64(timeline.anchor)
    stage = np.select(
        [opened_on >= today, lost & (closed_on < today), closed_on >= today, delivered_on < today],
        ["", "lost", "open", "delivered"],
        "won",
    )
    kept = stage != ""
    return Deals(
        account=account[kept],
        amount=amount[kept],
        stage=list(stage[kept]),
        opened_on=opened_on[kept],
        closed_on=np.where(stage == "open", np.datetime64("NaT"), closed_on)[kept],
        delivered_on=np.where(stage == "delivered", delivered_on, np.datetime64("NaT"))[kept],
        reference=_references(opened_on[kept]),
        goods=_goods(rng, [clients.language(a) for a in account[kept]]),
    )


def _days(timeline: Timeline, rng: np.random.Generator, month: np.ndarray) -> np.ndarray:
    """A business day in each month; in the open month some lie ahead: those orders are still open."""
    first = np.array([timeline.month(int(m)) for m in month], dtype="datetime64[D]")
    return timeline.business_days_after(first + rng.integers(0, 28, len(month)))


def _references(opened_on: np.ndarray) -> list[str]:
    years = opened_on.astype("datetime64[Y]").astype(int) + 1970
    return [f"VD-{year}-{number:05d}" for number, year in enumerate(years, 1)]


def _goods(rng: np.random.Generator, languages: list[str]) -> list[str]:
    draws = rng.integers(0, 1_000, size=(len(languages), 2))
    return [
        GOODS[language][kind % 5].format(n=2 + number % 240)
        for language, (kind, number) in zip(languages, draws, strict=True)
    ]


def as_date(day: np.datetime64) -> date | None:
    """A numpy day as Python's; NaT as None."""
    return None if np.isnat(day) else day.astype("datetime64[D]").astype(date)
