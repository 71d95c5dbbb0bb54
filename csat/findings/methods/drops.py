"""Whose satisfaction has fallen, and at which probability that is worth an alarm."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from csat.customers.models import Account
from csat.findings.method import Asked, Method, Progress
from csat.findings.rounds import comparable, falls
from csat.findings.rounds.comparable import Compared, Rounds
from csat.findings.rounds.falls import ClientFall
from csat.insight.change.calibration import Calibration, alarm_level
from csat.insight.change.components import Components
from csat.insight.change.expected import ExpectedAlarms, expected_alarms
from csat.insight.change.point import LIKELY
from csat.insight.verdict import Missing, TooLittle
from csat.scores.columns.waves import waves

RATES = (0.02, 0.05, 0.1)  # false alarms per client and year that one may choose from
PATTERNS = 250
HISTORIES = 2000


@dataclass(frozen=True)
class Answers(Rounds):
    """Headline answers of all time, and who is a client still; key clients are watched."""

    open_ids: NDArray[np.int64]
    watched_ids: NDArray[np.int64]


@dataclass(frozen=True)
class Drops:
    """Verdicts: "fallen" (some client with a probability of 0.8 or more), "none", "too_little".

    `falls`: one a client that is still one, the most probable first. `calibrations`: one for each of RATES,
    `expected` false alarms of the `watched` clients beside them; both empty until there are clients heard
    twice. `once`: clients with answers on one day only, who cannot have fallen yet.
    """

    verdict: str
    falls: tuple[ClientFall, ...]
    components: Components | None
    calibrations: tuple[Calibration, ...]
    expected: tuple[ExpectedAlarms, ...]
    watched: int
    once: int
    missing: tuple[Missing, ...] = ()


def load(asked: Asked) -> Answers:
    """All headline answers of closed months; clients that were closed tell how answers differ, no more."""
    heard = waves(Account.objects.all(), until=asked.until)
    still = list(Account.objects.filter(closed_on__isnull=True).order_by("id").values_list("id", "is_key"))
    return Answers(
        **comparable.columns_of(heard),
        open_ids=np.array([pk for pk, _ in still], dtype=np.int64),
        watched_ids=np.array([pk for pk, is_key in still if is_key], dtype=np.int64),
    )


def work(answers: Answers, seed: int, progress: Progress) -> Drops:
    """Spreads of answers, an alarm level for each rate, then the change point of each client."""
    heard = comparable.by_client(answers)
    components = falls.components_of(heard, lambda share: progress(share / 2))
    if isinstance(components, TooLittle):
        return Drops("too_little", (), None, (), (), answers.watched_ids.size, 0, components.missing)
    still = set(answers.open_ids.tolist())
    mine = [(pk, one) for pk, one in heard if pk in still]
    found = [falls.fall_of(pk, one, components) for pk, one in mine if one.is_enough]
    judged = sorted(
        (one for one in found if isinstance(one, ClientFall)),
        key=lambda one: (-one.probability, one.account_id),
    )
    calibrations = _calibrations(mine, set(answers.watched_ids.tolist()), components, seed, progress=progress)
    watched = int(answers.watched_ids.size)
    return Drops(
        verdict=_verdict(judged),
        falls=tuple(judged),
        components=components,
        calibrations=calibrations,
        expected=tuple(expected_alarms(accounts=watched, calibration=one) for one in calibrations),
        watched=watched,
        once=len(mine) - len(judged),
        missing=() if judged else (Missing("waves", 1, 2),),
    )


def _verdict(judged: list[ClientFall]) -> str:
    if not judged:
        return "too_little"
    return "fallen" if judged[0].probability >= LIKELY else "none"


def _calibrations(
    mine: list[tuple[int, Compared]],
    watched: set[int],
    components: Components,
    seed: int,
    *,
    progress: Progress,
) -> tuple[Calibration, ...]:
    """On who answered when at the watched clients; at all of them where none of those was heard twice."""
    heard = [(pk, one) for pk, one in mine if one.is_enough]
    chosen = [one for pk, one in heard if pk in watched] or [one for _, one in heard]
    found = []
    for done, rate in enumerate(RATES):
        level = alarm_level(
            patterns=[(one.days, one.persons) for one in chosen],
            components=falls.by_day(components),
            false_alarms_per_year=rate,
            waves_per_year=falls.DAYS_A_YEAR,
            fall=falls.PRIOR,
            stable_accounts=PATTERNS,
            histories=HISTORIES,
            seed=seed,
            progress=_part(progress, done),
        )
        if isinstance(level, Calibration):
            found.append(level)
    return tuple(found)


def _part(progress: Progress, done: int) -> Progress:
    return lambda share: progress(0.5 + (done + share) / len(RATES) / 2)


METHOD = Method(version=1, inputs=Answers, result=Drops, load=load, work=work, every=timedelta(days=1))
