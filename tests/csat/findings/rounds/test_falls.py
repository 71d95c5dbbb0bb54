"""What of a client's answers is compared, and how often steady clients alarm when every answer is a look."""

from datetime import date

import numpy as np
import pytest

from csat.findings.rounds import comparable, falls
from csat.findings.rounds.comparable import Compared, Rounds
from csat.findings.rounds.falls import ClientFall
from csat.insight.change.calibration import Calibration, alarm_level
from csat.insight.change.components import Components
from csat.insight.verdict import TooLittle

STEP = 100 / 9
SPREADS = Components(mean=75.0, account=STEP, person=STEP, residual=0.9 * STEP)


def rounds(*answers: tuple[int, int, float], managers: dict[int, int] | None = None) -> Rounds:
    """(round, person, points), a quarter apart, each person on their own day of the round."""
    number, person, points = (np.array(column) for column in zip(*answers, strict=True))
    return Rounds(
        account_ids=np.full(number.size, 5),
        contact_ids=person.astype(np.int64),
        manager_ids=np.array([(managers or {}).get(int(n), 1) for n in number]),
        languages=np.full(number.size, "en"),
        occurred_on=np.datetime64("2023-01-01") + (number * 91 + person).astype("timedelta64[D]"),
        months=24_000 + 3 * number,
        waves=number.astype(np.int64),
        overall=points.astype(float),
    )


def one(given: Rounds) -> Compared:
    [(account, answers)] = comparable.by_client(given)
    assert account == 5
    return answers


def test_only_the_last_twelve_rounds_and_answers_with_a_number_count() -> None:
    given = rounds(*((n, 1, 80.0) for n in range(15)), (14, 2, float("nan")))
    assert np.unique(one(given).months).tolist() == [24_000 + 3 * n for n in range(3, 15)]


def test_newcomers_of_the_first_round_under_another_manager_wait() -> None:
    answers = [(0, 1, 80), (1, 1, 80), (2, 1, 80), (2, 2, 20), (3, 2, 30), (3, 3, 30)]
    same = one(rounds(*answers))
    other = one(rounds(*answers, managers={0: 1, 1: 1, 2: 9, 3: 9}))
    assert same.points.tolist() == [80, 80, 80, 20, 30, 30]
    assert other.points.tolist() == [80, 80, 80, 30, 30]
    nobody = one(rounds(*answers, managers={0: 0, 1: 0, 2: 9, 3: 9}))
    assert nobody.points.size == 6, "nobody before is no other manager"


def test_what_was_settled_is_not_found_again_and_a_second_fall_is() -> None:
    low = one(rounds(*((n, p, 90 if n < 5 else 55) for n in range(9) for p in (1, 2, 3))))
    found = falls.fall_of(5, low, SPREADS)
    assert isinstance(found, ClientFall) and found.probability > 0.99
    settled = date.fromisoformat(found.since)
    again = falls.fall_of(5, low, SPREADS, settled_on=settled)
    assert isinstance(again, ClientFall) and again.probability < 0.1
    lower = one(rounds(*((n, p, 90 if n < 5 else 55 if n < 8 else 10) for n in range(9) for p in (1, 2, 3))))
    second = falls.fall_of(5, lower, SPREADS, settled_on=settled)
    assert isinstance(second, ClientFall) and second.probability > 0.9
    assert isinstance(falls.fall_of(5, low, SPREADS, settled_on=date(2030, 1, 1)), TooLittle)


def test_a_told_fall_is_read_back_from_its_facts_and_older_facts_are_none() -> None:
    found = falls.fall_of(5, one(rounds((0, 1, 90), (1, 1, 40))), SPREADS)
    assert isinstance(found, ClientFall)
    facts = {name: getattr(found, name) for name in found.__dataclass_fields__ if name != "account_id"}
    assert ClientFall.told(5, facts | {"level": 0.4, "others": list(found.others)}) == found
    assert ClientFall.told(5, {"recent_points": 40.0}) is None


@pytest.mark.parametrize("people", [1, 3])
def test_steady_clients_alarm_at_the_agreed_rate_though_every_answer_is_a_look(people: int) -> None:
    """Each client's answers are looked at anew after every day with answers, as alerts do. Were the level
    calibrated by round, three people a round would raise 0.08 alarms a year instead of 0.05."""
    rng = np.random.default_rng(people)
    patterns = [_days(rng, people) for _ in range(40)]
    level = alarm_level(
        patterns=patterns,
        components=falls.by_day(SPREADS),
        waves_per_year=falls.DAYS_A_YEAR,
        fall=falls.PRIOR,
        histories=3000,
        seed=people,
    )
    assert isinstance(level, Calibration)
    # Both the level and the check of it rest on as many histories: 99 % of such differences are smaller.
    assert abs(level.rate - 0.05) < 2.58 * (2 * 0.05 / level.account_years) ** 0.5


def _days(rng: np.random.Generator, people: int) -> tuple[np.ndarray, np.ndarray]:
    days = np.repeat(np.arange(12) * 91, people) + rng.integers(0, 14, 12 * people)
    return days, np.tile(np.arange(people), 12)
