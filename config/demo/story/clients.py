"""Two hundred client companies: who they are, how large, in which holding, since when."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from config.demo.story import chance, names, staff
from config.demo.story.timeline import Timeline

ACCOUNTS, KEY_ACCOUNTS, NEWCOMERS, LEAVERS = 200, 24, 22, 24
HOLDINGS, SITES = 5, 4
TEAM_COUNTRIES = (("DE", "PL", "DE"), ("RU",), ("GB", "NL", "NO", "BE", "SE"), ("PL", "SE"))
TEAM_SIZES = (78, 62, 54, 6)
VISITED, PORTAL = 40, 40  # clients visited again since last year, and those with the new portal
ZONES = {
    "DE": "Europe/Berlin",
    "PL": "Europe/Warsaw",
    "RU": "Europe/Moscow",
    "GB": "Europe/London",
    "NL": "Europe/Amsterdam",
    "NO": "Europe/Oslo",
    "BE": "Europe/Brussels",
    "SE": "Europe/Stockholm",
}
TOWNS = (
    ("Kassel", "Jena", "Ulm", "Halle"),
    ("Тверь", "Пермь", "Тула", "Омск"),
    ("Leeds", "Breda", "Bergen", "Gent"),
    ("Gdynia", "Kalmar", "Sopot", "Visby"),
)
INDUSTRIES = ("machinery", "food", "mining", "energy", "chemicals", "logistics", "metals")


@dataclass(frozen=True)
class Clients:
    """One element an account. `size` is the natural log of its usual monthly revenue in EUR.

    `dropped`, `fading` and `unheard` are the accounts with a story: the key account that has just
    dropped, the one in quiet decline, and the key accounts that have not answered for half a year.
    `visited` and `portal`: those for whom something was changed last year, felt and not felt.
    """

    name: list[str]
    team: np.ndarray
    country: list[str]
    currency: list[str]
    parent: np.ndarray
    size: np.ndarray
    is_key: np.ndarray
    segment: list[str]
    industry: list[str]
    opened_on: list[date]
    closed_on: list[date | None]
    dropped: int
    fading: int
    unheard: tuple[int, ...]
    visited: np.ndarray
    portal: np.ndarray

    def language(self, account: int) -> str:
        return "ru" if self.country[account] == "RU" else "en"

    def opened_month(self, timeline: Timeline) -> np.ndarray:
        return np.array([timeline.index(day) for day in self.opened_on])

    def closed_month(self, timeline: Timeline) -> np.ndarray:
        """The first month without the account; far ahead for those who stay."""
        return np.array([timeline.index(day) if day else 10_000 for day in self.closed_on])


def make(seed: int, timeline: Timeline) -> Clients:
    """The clients of a seed. Size is log-normal: a few large ones bring most of the money."""
    rng = chance.stream(seed, "clients")
    team = np.repeat(np.arange(len(TEAM_SIZES)), TEAM_SIZES)
    country = [str(rng.choice(TEAM_COUNTRIES[t])) for t in team]
    size = rng.normal(np.log(14_000), 0.9, ACCOUNTS)
    dropped, fading, unheard = 2, 11, (85, 150, 171)
    size[[dropped, fading, *unheard]] = np.log([118_000, 96_000, 88_000, 74_000, 69_000])
    is_key = np.zeros(ACCOUNTS, dtype=bool)
    is_key[np.argsort(-size)[:KEY_ACCOUNTS]] = True
    parent = _holdings(rng, team, is_key)
    country = [country[head] if head >= 0 else own for own, head in zip(country, parent, strict=True)]
    country = [country[head] if head >= 0 else own for own, head in zip(country, parent, strict=True)]
    others = rng.permutation(np.flatnonzero(_is_plain(team, is_key, parent)))
    newcomers, leavers, rest = np.split(others, (NEWCOMERS, NEWCOMERS + LEAVERS))
    return Clients(
        name=_named(names.companies(rng, country), parent, team),
        team=team,
        country=country,
        currency=[_currency(c, draw) for c, draw in zip(country, rng.random(ACCOUNTS), strict=True)],
        parent=parent,
        size=size,
        is_key=is_key,
        segment=[_segment(value) for value in size],
        industry=[str(rng.choice(INDUSTRIES)) for _ in team],
        opened_on=_openings(rng, timeline, newcomers, team),
        closed_on=_closings(rng, timeline, leavers),
        dropped=dropped,
        fading=fading,
        unheard=unheard,
        visited=np.sort(rest[:VISITED]),
        portal=np.sort(rest[VISITED : VISITED + PORTAL]),
    )


def _is_plain(team: np.ndarray, is_key: np.ndarray, parent: np.ndarray) -> np.ndarray:
    """Neither key nor in a holding nor with the new team: free for a story of its own."""
    is_alone = (parent < 0) & ~np.isin(np.arange(len(team)), parent)
    return ~is_key & is_alone & (team != staff.TEAMS.index(staff.NEW_TEAM))


def _currency(country: str, draw: float) -> str:
    if country == "RU":
        return "RUB"
    return "USD" if draw < 0.12 else "EUR"


def _segment(size: float) -> str:
    if size > np.log(40_000):
        return "large"
    return "mid" if size > np.log(12_000) else "small"


def _holdings(rng: np.random.Generator, team: np.ndarray, is_key: np.ndarray) -> np.ndarray:
    """Parent of each account (-1: none): a few key accounts with sites of their own."""
    parent = np.full(len(team), -1)
    for head in rng.permutation(np.flatnonzero(is_key))[:HOLDINGS]:
        free = np.flatnonzero((team == team[head]) & ~is_key & (parent < 0))
        parent[rng.permutation(free)[:SITES]] = head
    return parent


def _named(plain: list[str], parent: np.ndarray, team: np.ndarray) -> list[str]:
    """Sites carry their holding's name and a town."""
    named = list(plain)
    for holding in sorted({int(p) for p in parent if p >= 0}):
        for number, site in enumerate(np.flatnonzero(parent == holding)):
            named[site] = f"{plain[holding]}, {TOWNS[team[site]][number]}"
    return named


def _openings(
    rng: np.random.Generator, timeline: Timeline, newcomers: np.ndarray, team: np.ndarray
) -> list[date]:
    days = [timeline.start - timedelta(days=int(n)) for n in rng.integers(200, 4_500, ACCOUNTS)]
    for account, month in zip(newcomers, rng.integers(2, 31, len(newcomers)), strict=True):
        days[account] = timeline.month(int(month))
    for number, account in enumerate(np.flatnonzero(team == staff.TEAMS.index(staff.NEW_TEAM))):
        days[account] = timeline.month(22 + number)
    return days


def _closings(rng: np.random.Generator, timeline: Timeline, leavers: np.ndarray) -> list[date | None]:
    days: list[date | None] = [None] * ACCOUNTS
    for account, month in zip(leavers, rng.integers(14, 36, len(leavers)), strict=True):
        days[account] = timeline.month(int(month))
    return days


@dataclass(frozen=True)
class Holding:
    """Who of ours (an index of `staff.PEOPLE`) holds an account in a capacity, [since, until)."""

    account: int
    person: int
    capacity: str
    since: date
    until: date | None


def holdings(seed: int, timeline: Timeline, clients: Clients) -> list[Holding]:
    """Every assignment of every account, with the handovers: a leaver's accounts and some others."""
    rng = chance.stream(seed, "holdings")
    leaver_gone_on = timeline.month(22) + timedelta(days=14)
    leaver = next(i for i, person in enumerate(staff.PEOPLE) if person.has_left)
    found = []
    for account in range(ACCOUNTS):
        team = staff.TEAMS[clients.team[account]]
        opened, closed = clients.opened_on[account], clients.closed_on[account]
        has_story = account in (clients.dropped, clients.fading)
        for capacity in ("manager", "care_owner"):
            people = staff.holders(team, capacity)
            today = people[account % 2]
            before, day = people[1 - account % 2], timeline.month(int(rng.integers(8, 33)))
            change = rng.random() < 0.08
            if capacity == "manager" and clients.team[account] == 0 and account % 4 == 1:
                before, day, change = leaver, leaver_gone_on, True
            if change and opened < day and closed is None and not has_story:
                found.append(Holding(account, before, capacity, opened, day))
                found.append(Holding(account, today, capacity, day, None))
            else:
                found.append(Holding(account, today, capacity, opened, closed))
    return found


Held = dict[tuple[int, str], list[Holding]]


def held(holdings: list[Holding]) -> Held:
    """Holdings by account and capacity, earliest first."""
    found: Held = {}
    for holding in holdings:
        found.setdefault((holding.account, holding.capacity), []).append(holding)
    return found


def holder_on(held: Held, account: int, capacity: str, day: date | None) -> int:
    """Who held an account on a day; its first holder where the day is earlier or unknown."""
    candidates = held[account, capacity]
    return next((h for h in reversed(candidates) if day and h.since <= day), candidates[0]).person
