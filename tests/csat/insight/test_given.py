"""What cannot be a figure or a label is refused, wherever it comes in."""

from collections.abc import Callable

import numpy as np
import pytest

from csat.insight.change.components import variance_components
from csat.insight.comments.theme_scores import theme_scores
from csat.insight.drivers.within import within_accounts
from csat.insight.given import known, labels, numbers
from csat.insight.intervals.clustered_mean import clustered_mean
from csat.insight.intervals.company_csi import company_csi
from csat.insight.intervals.margins.raking import rake
from csat.insight.intervals.top_box import top_box
from csat.insight.leadlag.noise import noise_parts
from csat.insight.pooling.account_means import account_means
from csat.insight.pooling.manager_means import manager_means
from csat.insight.pooling.shares import account_shares
from csat.insight.retention.shocks import period_shocks

NAN, INF = float("nan"), float("inf")


def test_numbers_may_be_missing_but_not_infinite() -> None:
    assert numbers([1, True, None]).tolist()[:2] == [1.0, 1.0]
    assert numbers([]).size == 0
    for wrong in (INF, -INF, 1e200):
        with pytest.raises(ValueError, match="infinite"):
            numbers([1.0, wrong])
    with pytest.raises(ValueError, match="lone"):
        numbers(3.0)
    with pytest.raises(ValueError, match="known"):
        known([1.0, NAN])


def test_labels_are_whole_whatever_their_type() -> None:
    for given in ([0, 2], [0.0, 2.0], np.array([0, 2], dtype=object), np.array([0, 2], dtype=np.int8)):
        assert labels(given).tolist() == [0, 2]
    assert labels([2**62]).tolist() == [2**62]
    for wrong in ([0.5], [NAN], [INF], [None], ["a"], 1):
        with pytest.raises(ValueError, match="whole"):
            labels(wrong)  # type: ignore[arg-type]


ONES = np.ones(12)
ROWS = np.arange(12)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "call",
    [
        lambda x: variance_components(accounts=x, persons=ROWS, waves=ROWS, points=ONES),
        lambda x: variance_components(accounts=ROWS, persons=ROWS, waves=ROWS, points=INF * x),
        lambda x: theme_scores(keys=["a"], has_theme=np.ones((12, 1)), accounts=x, scores=ONES),
        lambda x: within_accounts(attributes=np.ones((12, 2)), overall=ONES, accounts=x, waves=ROWS),
        lambda x: clustered_mean(sums=x, counts=ONES),
        lambda x: company_csi(points=ONES, accounts=ROWS, revenue=INF * x),
        lambda x: rake(categories=[x], totals=[[6.0, 6.0]]),
        lambda x: top_box(successes=ONES, counts=INF * x),
        lambda x: noise_parts(satisfaction=None, revenue=x),
        lambda x: account_means(sums=4 * ONES, counts=2 * ONES, squares=9 * ONES, segments=x),
        lambda x: manager_means(sums=4 * ONES, counts=2 * ONES, squares=9 * ONES, managers=x),
        lambda x: account_shares(successes=ONES, counts=INF * x),
        lambda x: period_shocks(events=ONES, expected=INF * x),
    ],
)
def test_functions_refuse_it_without_a_warning(call: Callable[[np.ndarray], object]) -> None:
    wrong = np.ones(12)
    wrong[3] = NAN
    with pytest.raises(ValueError, match=r"known|whole|infinite|lone|negative|counts"):
        call(wrong)
