from datetime import date

import numpy as np

from csat.reports import satisfaction
from csat.scores.months import Answers


def answers(*cells: tuple[int, int, float]) -> Answers:
    return Answers(
        account_ids=np.array([cell[0] for cell in cells], dtype=np.int64),
        months=np.array([date(2026, 10, 1)] * len(cells), dtype="datetime64[D]"),
        counts=np.array([cell[1] for cell in cells], dtype=np.int64),
        points=np.array([cell[2] for cell in cells], dtype=np.float64),
    )


def test_a_mean_counts_every_answer_and_clusters_by_client() -> None:
    found = satisfaction.score(answers((1, 4, 400.0), (2, 1, 50.0), (1, 1, 100.0)))
    assert (found.n, found.estimate) == (6, 550 / 6)
    assert found.is_known and found.low < found.estimate < found.high


def test_one_client_gives_a_mean_without_an_interval() -> None:
    found = satisfaction.score(answers((1, 6, 300.0)))
    assert (found.n, found.estimate, found.is_known) == (6, 50.0, False)


def test_groups_under_five_are_hidden() -> None:
    assert satisfaction.score(answers((1, 2, 100.0), (2, 2, 120.0))).estimate is None
    few = answers(*((i, 1, 50.0) for i in range(4)))
    assert satisfaction.change(few, few).verdict == satisfaction.UNKNOWN


def test_a_change_counts_each_client_once() -> None:
    before = answers(*((i, 1, 50.0) for i in range(6)))
    after = answers(*((i, 9 if i == 0 else 1, 540.0 if i == 0 else 62.0) for i in range(7)))
    found = satisfaction.change(before, after)
    assert (found.clients, found.verdict) == (6, satisfaction.MORE)
    assert found.interval.estimate == (10 + 5 * 12) / 6


def test_a_window_is_half_open() -> None:
    cells = answers((1, 1, 50.0))
    assert cells.within(date(2026, 10, 1), date(2026, 11, 1)).counts.sum() == 1
    assert cells.within(date(2026, 9, 1), date(2026, 10, 1)).counts.sum() == 0
