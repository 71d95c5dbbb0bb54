"""The driver analysis whole: what it finds, when it says less, and that it is the same every time."""

import json
from dataclasses import asdict

import numpy as np
import pytest

from csat.insight.drivers.importance import drivers
from csat.insight.drivers.lmg import lmg
from csat.insight.drivers.result import CorrelationsOnly, Drivers
from csat.insight.verdict import TooLittle
from tests.csat.insight import golden
from tests.studies import drivers as study

NAMES = ["quality", "dates", "people", "price", "papers", "site"]


def answers(accounts: int = 60, *, each: int = 5, halo: float = 0.3, noise: float = 1.0) -> dict:
    where = study.World("test", study.GRADED, halo, noise)
    world = study.answers(where, np.random.default_rng(1), accounts=accounts, each=each)
    return {**world, "names": NAMES, "bootstraps": 200}


def test_shares_are_lmgs_and_means_those_of_the_answers() -> None:
    given = answers()
    found = drivers(**given)
    whole = np.corrcoef(np.column_stack([given["attributes"], given["overall"]]).T)
    expected = lmg(correlations=whole[:-1, :-1], with_outcome=whole[:-1, -1])
    for one in found.drivers:
        j = NAMES.index(one.name)
        assert one.share.estimate == pytest.approx(expected.shares[j], abs=1e-12)
        assert one.mean.estimate == pytest.approx(given["attributes"][:, j].mean())
        assert one.correlation.estimate == pytest.approx(whole[j, -1])
        assert one.share.low <= one.share.estimate <= one.share.high
    assert (
        found.verdict == "ranked"
        and found.method == "lmg"
        and found.r2.estimate == pytest.approx(expected.r2)
    )
    assert [one.rank for one in found.drivers] == [1, 2, 3, 4, 5, 6]
    assert sum(one.first for one in found.drivers) == pytest.approx(1)
    assert sum(one.among_three for one in found.drivers) == pytest.approx(3)


def test_it_equals_pingouin() -> None:
    known = golden.load("drivers_pingouin")
    given = known["input"]
    found = drivers(**given, accounts=np.arange(140) // 4, names=list("abcdefg"), bootstraps=100)
    shares = {one.name: one.share.estimate for one in found.drivers}
    assert [100 * shares[name] for name in "abcdefg"] == pytest.approx(known["expected"]["percent"], abs=1e-8)


def test_the_account_mix_is_held_constant() -> None:
    """An attribute that only tells segments apart goes together with overall, but not within them."""
    given = answers()
    segments = given["accounts"] % 2
    given["attributes"][:, 5] += 6 * segments
    given["overall"] = given["overall"] + 6 * segments
    raw, fair = drivers(**given), drivers(**given, segments=segments)
    assert {one.name: one.rank for one in raw.drivers}["site"] == 1
    assert {one.name: one.rank for one in fair.drivers}["site"] >= 4


def test_above_twelve_attributes_johnson_makes_shares_and_intervals() -> None:
    rng = np.random.default_rng(3)
    attributes = rng.normal(7, 1, (300, 13)) + rng.normal(0, 1, (300, 1))
    found = drivers(
        attributes=attributes,
        overall=attributes[:, :3].sum(axis=1) + rng.normal(0, 1, 300),
        accounts=np.arange(300) // 5,
        names=[f"a{j}" for j in range(13)],
        bootstraps=100,
    )
    assert found.method == "johnson" and {one.name for one in found.drivers[:3]} == {"a0", "a1", "a2"}


def test_attributes_that_move_together_or_explain_little_are_not_put_in_order() -> None:
    assert drivers(**answers(halo=0.85)).verdict == "order_not_reliable"
    weak = drivers(**answers(noise=6.0))
    assert weak.verdict == "order_not_reliable" and weak.r2.estimate < 0.2


def test_gaps_are_filled_by_what_the_rest_leads_to_expect() -> None:
    given = answers()
    whole = drivers(**given)
    gaps = given["attributes"].copy()
    gaps[np.random.default_rng(2).random(gaps.shape) < 0.08] = np.nan
    found = drivers(**{**given, "attributes": gaps, "bootstraps": 100})
    assert found.gaps == "em" and found.n == 300
    shares = {one.name: one.share.estimate for one in whole.drivers}
    assert all(one.share.estimate == pytest.approx(shares[one.name], abs=0.05) for one in found.drivers)


def test_changes_within_accounts_are_checked_where_waves_are_known() -> None:
    given = answers(each=6)
    assert drivers(**given).within is None
    assert drivers(**given, waves=np.tile([0, 0, 1, 1, 2, 2], 60)).within.verdict == "confirmed"


def test_less_is_said_of_fewer_answers() -> None:
    few = drivers(**answers(accounts=20, each=2))
    assert isinstance(few, CorrelationsOnly) and few.missing[0].what == "answers"
    assert few.correlations[0].correlation.low < few.correlations[0].correlation.estimate
    narrow = drivers(**answers(accounts=15, each=8))
    assert isinstance(narrow, CorrelationsOnly) and narrow.missing[0].what == "accounts"
    none = drivers(**answers(accounts=5, each=5))
    assert isinstance(none, TooLittle) and {m.what for m in none.missing} == {"answers", "accounts"}


def test_what_nobody_judges_or_never_varies_is_left_out_and_named() -> None:
    given = answers()
    given["attributes"][:, 4] = 7.0
    given["attributes"][30:, 5] = np.nan
    assert drivers(**given).left_out == ("papers", "site")
    assert isinstance(drivers(**{**given, "overall": np.full(300, 8.0)}), TooLittle)
    nothing = np.full((300, 6), np.nan)
    assert drivers(**{**given, "attributes": nothing}).missing[0].what == "attributes"


def test_the_same_seed_gives_the_same_result_and_it_can_be_stored() -> None:
    given = answers()
    heard: list[float] = []
    found = drivers(**given, seed=7, progress=heard.append)
    assert found == drivers(**given, seed=7) != drivers(**given, seed=8)
    assert heard == sorted(heard) and heard[-1] == 1
    assert json.loads(json.dumps(asdict(found), allow_nan=False))["verdict"] == "ranked"


def test_nonsense_is_refused() -> None:
    given = answers()
    for wrong in (
        {"names": NAMES[:5]},
        {"names": ["quality"] * 6},
        {"accounts": [1]},
        {"bootstraps": 10},
        {"attributes": np.full((300, 6), np.inf)},
    ):
        with pytest.raises(ValueError, match=r"names|name|accounts|bootstraps|infinite"):
            drivers(**{**given, **wrong})


def test_intervals_hold_the_truth_and_quadrants_are_seldom_wrong() -> None:
    """60 companies of 80 accounts, 360 intervals: three standard errors of .95 are .035."""
    found = study.coverage(study.CLEAR, accounts=80, each=4, runs=60, seed=1, method="auto")
    assert found.held > 0.95 - 0.045
    assert found.wrong_quadrants < 0.05  # one share lies .003 from the cross-hair
    assert found.ranked == 1.0


def test_in_halo_worlds_no_order_is_claimed() -> None:
    found = study.coverage(study.HALO, accounts=80, each=4, runs=20, seed=2, method="auto")
    assert found.ranked < 0.2 and isinstance(drivers(**answers()), Drivers)
