"""Who was asked when, about which order or round, and when they answered."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from config.demo.story import chance, staff, trade
from config.demo.story.clients import Clients
from config.demo.story.contacts import LATE_ROLE, Contacts
from config.demo.story.satisfaction import World
from config.demo.story.timeline import MONTHS, OPEN_MONTH, Timeline
from config.demo.story.trade import Deals, Money
from csat.programs import slots as rolling
from surveys.calendar import business_days

CADENCE_MONTHS, CONTACTS_PER_ACCOUNT = 3, 4
DELAY_BUSINESS_DAYS, LARGE_ORDER_EUR = 3, 40_000
QUIET_DAYS, EXPIRES_DAYS, REMIND_DAYS = 46, 14, 4
UNHEARD_DAYS, DROPPED_DAYS_AGO, DROPPED_POINTS = 205, 6, 4.3
QUIET_TEAM_FACTOR, BOUNCED_SHARE = 0.4, 0.008
LORRY_TEAM, LORRY_DAYS, LORRY_POINTS = 1, 25, 1.6
COUNTRY = "DE"
HOUR, NIGHT_ENDS = np.timedelta64(3600, "s"), 6


@dataclass(frozen=True)
class Asked:
    """One element an invitation, by time of sending. `deal` and `month` are -1 where not the occasion."""

    contact: np.ndarray
    deal: np.ndarray
    month: np.ndarray
    sent_at: np.ndarray
    answered_at: np.ndarray  # NaT: not (yet)
    has_bounced: np.ndarray
    felt: np.ndarray  # satisfaction of the person when answering, points of ten


def slots(timeline: Timeline, clients: Clients) -> np.ndarray:
    """Offset of each account in the rounds: it is asked in months with (count - offset) % 3 == 0."""
    offsets = np.arange(len(clients.name)) % CADENCE_MONTHS
    fallen_on = dropped_on(timeline)
    offsets[clients.dropped] = (fallen_on.year * 12 + fallen_on.month) % CADENCE_MONTHS
    return offsets


def dropped_on(timeline: Timeline) -> date:
    """The business day on which the account that has just dropped was asked last."""
    return np.busday_offset(
        np.datetime64(timeline.anchor - timedelta(days=DROPPED_DAYS_AGO)), 0, roll="backward"
    ).astype(date)


def make(
    seed: int,
    timeline: Timeline,
    clients: Clients,
    contacts: Contacts,
    *,
    world: World,
    money: Money,
    deals: Deals,
) -> Asked:
    """Every invitation of the three years, the orders first, then the rounds where nobody is asked twice."""
    rng = chance.stream(seed, "asking")
    orders = _orders(rng, timeline, contacts, deals, worth=_worth(clients, money, deals))
    rounds = _rounds(timeline, clients, contacts, orders, days=_round_days(seed, timeline, clients))
    contact, deal, month, day = (
        np.array(column) for column in zip(*sorted(rounds + orders, key=lambda r: r[3]), strict=True)
    )
    minutes = rng.integers(0, 180, len(contact)).astype("timedelta64[m]")
    sent_at = day.astype("datetime64[s]") + 8 * HOUR + minutes
    has_bounced = rng.random(len(contact)) < BOUNCED_SHARE
    moment = np.clip([timeline.index(d) for d in day], 0, OPEN_MONTH)
    felt = (
        world.felt[contacts.account[contact], moment]
        - contacts.severity[contact]
        + rng.normal(0, 0.7, len(contact))
    )
    felt -= _just_dropped(timeline, clients, contacts.account[contact], sent_at)
    felt -= _late_lorries(timeline, clients, contacts.account[contact], sent_at)
    answered_at = _answers(rng, timeline, clients, contacts, contact=contact, sent_at=sent_at, felt=felt)
    answered_at[has_bounced] = np.datetime64("NaT")
    return Asked(
        contact=contact,
        deal=deal,
        month=month,
        sent_at=sent_at,
        answered_at=answered_at,
        has_bounced=has_bounced & np.isnat(answered_at),
        felt=felt,
    )


def _just_dropped(
    timeline: Timeline, clients: Clients, account: np.ndarray, sent_at: np.ndarray
) -> np.ndarray:
    """Points lost by the key account whose production line stood still last week."""
    is_recent = np.datetime64(timeline.anchor) - sent_at < np.timedelta64(DROPPED_DAYS_AGO + 4, "D")
    return np.where(is_recent & (account == clients.dropped), DROPPED_POINTS, 0.0)


def _late_lorries(
    timeline: Timeline, clients: Clients, account: np.ndarray, sent_at: np.ndarray
) -> np.ndarray:
    """Points lost in the last weeks in one team: its deliveries wait at a border, some clients are angry."""
    is_recent = np.datetime64(timeline.anchor) - sent_at < np.timedelta64(LORRY_DAYS, "D")
    return np.where(is_recent & (clients.team[account] == LORRY_TEAM) & (account % 3 != 0), LORRY_POINTS, 0.0)


Occasion = tuple[int, int, int, date]  # contact, deal, month, day


def _rounds(
    timeline: Timeline,
    clients: Clients,
    contacts: Contacts,
    orders: list[Occasion],
    *,
    days: list[list[date]],
) -> list[Occasion]:
    """Each account in every third month, on its day of the round; up to four of its people."""
    offsets, asked = slots(timeline, clients), _days_asked(orders)
    late = timeline.last_closed_quarter()
    found: list[Occasion] = []
    for account in range(len(clients.name)):
        people = np.flatnonzero(contacts.account == account)
        for month in range(MONTHS):
            day = days[month][account]
            is_slot = rolling.is_due(timeline.month(month), int(offsets[account]), CADENCE_MONTHS)
            if is_slot and _is_client(clients, account, day) and day < timeline.anchor:
                able = [
                    int(c)
                    for c in people
                    if _may_be_asked(contacts, int(c), day)
                    and _is_free(asked, int(c), day)
                    and (month >= late or contacts.role[c] != LATE_ROLE)
                ]
                found += [(c, -1, month, day) for c in able[:CONTACTS_PER_ACCOUNT]]
    return found


def _days_asked(occasions: list[Occasion]) -> dict[int, list[date]]:
    asked: dict[int, list[date]] = {}
    for contact, _, _, day in occasions:
        asked.setdefault(contact, []).append(day)
    return asked


def _is_free(asked: dict[int, list[date]], contact: int, day: date) -> bool:
    return all(abs((day - other).days) > QUIET_DAYS for other in asked.get(contact, ()))


def _round_days(seed: int, timeline: Timeline, clients: Clients) -> list[list[date]]:
    """By month and account: the day in the round, as the planner itself would draw it."""
    uuids = chance.ids(seed, "accounts", len(clients.name))
    found = []
    for month in range(MONTHS):
        days = business_days.between(timeline.month(month), timeline.month(month + 1), COUNTRY)
        found.append([rolling.day_in(days, uuid) for uuid in uuids])
    fallen_on = dropped_on(timeline)
    found[timeline.index(fallen_on)][clients.dropped] = fallen_on
    return found


def _is_client(clients: Clients, account: int, day: date) -> bool:
    closed = clients.closed_on[account]
    return clients.opened_on[account] <= day and (closed is None or day < closed)


def _may_be_asked(contacts: Contacts, contact: int, day: date) -> bool:
    left = contacts.left_on[contact]
    is_there = left is None or day < left
    return bool(contacts.email[contact] and contacts.has_basis[contact] and is_there)


def _worth(clients: Clients, money: Money, deals: Deals) -> np.ndarray:
    """Amount of each order in EUR, at the last rate."""
    rate = np.array([money.rates[c][OPEN_MONTH] if c != trade.BASE else 1.0 for c in clients.currency])
    return deals.amount * rate[deals.account]


def buyer_of(contacts: Contacts, account: int) -> int:
    """The contact who takes part in an account's orders: its buyer."""
    people = np.flatnonzero(contacts.account == account)
    return int(next((c for c in people if contacts.role[c] == "buyer"), people[0]))


def _orders(
    rng: np.random.Generator, timeline: Timeline, contacts: Contacts, deals: Deals, *, worth: np.ndarray
) -> list[Occasion]:
    """Large orders and some others, at most two a year and buyer."""
    asked: dict[int, list[date]] = {}
    delivered = np.flatnonzero(~np.isnat(deals.delivered_on))
    days = timeline.business_days_after(deals.delivered_on[delivered], DELAY_BUSINESS_DAYS).astype(date)
    found: list[Occasion] = []
    for deal, day, draw in zip(delivered, days, rng.random(len(days)), strict=True):
        contact = buyer_of(contacts, int(deals.account[deal]))
        is_wanted = worth[deal] >= LARGE_ORDER_EUR or draw < 0.3
        is_rare = all((day - other).days > 150 for other in asked.get(contact, ()))
        if is_wanted and is_rare and day < timeline.anchor and _may_be_asked(contacts, contact, day):
            asked.setdefault(contact, []).append(day)
            found.append((contact, int(deal), -1, day))
    return found


def _answers(
    rng: np.random.Generator,
    timeline: Timeline,
    clients: Clients,
    contacts: Contacts,
    *,
    contact: np.ndarray,
    sent_at: np.ndarray,
    felt: np.ndarray,
) -> np.ndarray:
    """When each invitation was answered; the habit of the person, the team and the mood decide."""
    account = contacts.account[contact]
    quiet = np.array([staff.TEAMS[t] == staff.QUIET_TEAM for t in clients.team])[account]
    odds = contacts.habit[contact] * np.where(quiet, QUIET_TEAM_FACTOR, 1.0) + 0.015 * (felt - 7.9)
    has_story = np.isin(account, (clients.dropped, clients.fading, *clients.unheard))
    odds = np.where(has_story, np.maximum(odds, 0.75), odds)
    recent = np.datetime64(timeline.anchor) - sent_at
    odds = np.where(np.isin(account, clients.unheard) & (recent < np.timedelta64(UNHEARD_DAYS, "D")), 0, odds)
    has_just_dropped = (account == clients.dropped) & (recent < np.timedelta64(DROPPED_DAYS_AGO + 4, "D"))
    odds = np.where(has_just_dropped, 1.0, odds)
    hours = np.clip(rng.lognormal(np.log(20), 1.1, len(contact)), 0.1, 24 * 13)
    hours = np.where(account == clients.dropped, np.minimum(hours, 60), hours)
    answered_at = sent_at + (hours * 3600).astype("timedelta64[s]")
    hour = (answered_at - answered_at.astype("datetime64[D]")) // HOUR
    answered_at = answered_at + np.where(hour < NIGHT_ENDS, NIGHT_ENDS, 0) * HOUR
    is_known = answered_at < np.datetime64(timeline.midnight.replace(tzinfo=None))
    return np.where((rng.random(len(contact)) < odds) & is_known, answered_at, np.datetime64("NaT"))
