"""Bursts: honest panels stay below the stated rate, a manager who writes to the clients is seen."""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.random import Generator, default_rng

from csat.scores.flags.bursts import FALSE_ALARMS, Burst, Mailed, Mails, bursts, rates

MANAGERS, CLIENTS, WEEKS = 12, 25, 26
OPEN_HOURS = 14 * 24.0


def office_hours(moment: float, random: Generator) -> float:
    """An answer wished for at night or at a weekend comes on the next working morning."""
    of_week = moment % 168
    if of_week >= 120:
        return moment + (168 - of_week) + 9 + random.exponential(1)
    of_day = moment % 24
    if of_day < 8:
        return moment + (8 - of_day) + random.exponential(1.5)
    return moment + (24 - of_day) + 8 + random.exponential(1.5) if of_day > 19 else moment


def honest(random: Generator, *, share: float = 0.4, weeks: int = WEEKS) -> Iterator[Mailed]:
    """Some weeks of mails, spread over working mornings; colleagues of a client often answer together."""
    response = 0
    for manager in range(MANAGERS):
        for client in range(manager * CLIENTS, manager * CLIENTS + CLIENTS):
            week = random.integers(weeks)
            sent = week * 168 + random.integers(5) * 24 + random.uniform(9, 11)
            together = None
            for _contact in range(random.integers(1, 4)):
                if random.random() > share:
                    yield Mailed(0, manager, client, sent, sent + OPEN_HOURS)
                    continue
                until = office_hours(sent + random.lognormal(1.5, 1.6), random)
                until = together if together and random.random() < 0.3 else until
                together = until + random.uniform(0, 0.5)
                response += 1
                yield Mailed(response, manager, client, sent, min(until, sent + OPEN_HOURS))


@pytest.mark.parametrize("weeks", [2, WEEKS])
def test_an_honest_panel_stays_below_the_stated_rate(weeks: int) -> None:
    """Also where all are asked within two weeks, so that many answer in the same hours."""
    answers = flagged = 0
    for seed in range(12):
        mails = Mails.of(list(honest(default_rng(seed), weeks=weeks)))
        answers += int((mails.response > 0).sum())
        runs = dict.fromkeys(bursts(mails, rates(mails)).values())
        flagged += len(runs)
    assert answers > 2_000
    assert flagged <= max(1, answers * FALSE_ALARMS * 3)


def test_a_day_on_which_everybody_answers_is_nobodys_burst() -> None:
    mailed = [
        Mailed(number + 1, number % MANAGERS, number, 10.0, 30 + number / 200) for number in range(200)
    ] + list(honest(default_rng(1)))
    assert bursts(Mails.of(mailed), rates(Mails.of(list(honest(default_rng(2)))))) == {}


@pytest.mark.parametrize("seed", range(5))
def test_a_manager_who_writes_to_the_clients_is_seen(seed: int) -> None:
    random = default_rng(seed)
    mailed = list(honest(random))
    silent = [place for place, one in enumerate(mailed) if one.manager == 3 and not one.response]
    chosen, clients = [], set()
    for place in silent:
        if mailed[place].client not in clients and len(chosen) < 6:
            chosen.append(place)
            clients.add(mailed[place].client)
    base = 10 * 168 + 34.0
    for number, place in enumerate(chosen):
        mailed[place] = Mailed(
            90_000 + number, 3, mailed[place].client, base - 100, base + random.uniform(0, 1.5)
        )
    found = bursts(Mails.of(mailed), rates(Mails.of(mailed)))
    assert {90_000 + number for number in range(len(chosen))} <= set(found)
    burst = found[90_000]
    assert isinstance(burst, Burst) and burst.clients >= 6 and burst.expected < 3


def test_nothing_is_asked_of_nobody() -> None:
    assert bursts(Mails.of([]), rates(Mails.of([]))) == {}
    one = Mails.of([Mailed(1, 1, 1, 0.0, 5.0)])
    assert bursts(one, rates(one)) == {}
    assert np.isfinite(rates(one).by_delay).all()
