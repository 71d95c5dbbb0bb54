"""Weighting back to the contact list, against survey::postStratify and rake, and in simulated companies."""

import pytest

from csat.insight.intervals.margins.raking import rake
from csat.insight.intervals.post_stratified import PostStratified, post_stratified
from csat.insight.verdict import TooLittle
from tests.csat.insight import golden
from tests.studies import intervals as study


def golden_mean(*, is_raked: bool, **changes: object) -> PostStratified:
    known = golden.load("intervals_post_stratified")["input"]
    given = {
        "values": known["points"],
        "accounts": known["account"],
        "cells": known["role"],
        "population": known["roles"],
    }
    if is_raked:
        given |= {"second_cells": known["region"], "second_population": known["regions"]}
    found = post_stratified(**{**given, **changes})
    assert isinstance(found, PostStratified)
    return found


def test_it_equals_poststratify() -> None:
    known = golden.load("intervals_post_stratified")["expected"]
    found = golden_mean(is_raked=False)
    assert found.trimmed == 0 and found.margin_gap < 1e-12
    assert (found.weighted.estimate, found.error, found.n_eff) == pytest.approx(
        (known["post"]["mean"], known["post"]["error"], known["post"]["n_eff"]), abs=1e-9
    )
    assert found.plain_error == pytest.approx(known["plain_error"], abs=1e-9)


def test_it_equals_rake() -> None:
    """The error of R takes ten rounds of projections, this one the limit."""
    known = golden.load("intervals_post_stratified")
    expected, found = known["expected"]["raked"], golden_mean(is_raked=True)
    assert found.is_raked and found.weighted.estimate == pytest.approx(expected["mean"], abs=1e-8)
    assert found.error == pytest.approx(expected["error"], rel=1e-3)
    given = known["input"]
    raked = rake(categories=[given["role"], given["region"]], totals=[given["roles"], given["regions"]])
    assert raked.verdict == "raked" and raked.weights == pytest.approx(expected["weights"], rel=1e-7)


def test_a_role_that_answered_less_gets_its_say() -> None:
    """Nine buyers of ten contacts say 80, one user of ninety says 50."""
    found = post_stratified(
        values=[80] * 9 + [50] * 3,
        accounts=list(range(12)),
        cells=[0] * 9 + [1] * 3,
        population=[10, 20],
    )
    assert found.unweighted.estimate == pytest.approx(72.5)
    assert found.weighted.estimate == pytest.approx((10 * 80 + 20 * 50) / 30, abs=8)
    assert found.trimmed == 3 and found.margin_gap > 0.05 and found.verdict == "differs"
    assert [cell.answers for cell in found.cells] == [9, 3]


def test_empty_roles_join_the_most_answered_of_their_segment_and_silent_segments_are_said() -> None:
    found = post_stratified(
        values=[70, 80, 75, 60, 65, 72],
        accounts=[1, 1, 2, 3, 3, 4],
        cells=[0, 0, 1, 3, 3, 3],
        population=[10, 5, 7, 20, 30],
        segments=[0, 0, 0, 1, 2],
    )
    assert [(cell.cells, cell.population) for cell in found.cells] == [((0, 2), 17), ((1,), 5), ((3,), 20)]
    assert found.covered_share == pytest.approx(42 / 72)


def test_like_answers_are_the_same_and_margins_may_contradict_each_other() -> None:
    answers = len(golden.load("intervals_post_stratified")["input"]["role"])
    flat = golden_mean(is_raked=False, values=[70.0] * answers)
    assert flat.verdict == "same" and flat.weighted.estimate == pytest.approx(70)
    stuck = rake(categories=[[0, 0, 1, 1], [0, 0, 1, 1]], totals=[[50, 50], [30, 70]])
    assert stuck.verdict == "not_reached" and stuck.gap > 0.1


def test_too_little_and_nonsense() -> None:
    few = post_stratified(values=[70], accounts=[1], cells=[0], population=[9])
    assert isinstance(few, TooLittle) and [m.what for m in few.missing] == ["answers", "accounts"]
    assert isinstance(post_stratified(values=[], accounts=[], cells=[], population=[9]), TooLittle)
    six = {"values": [70] * 6, "accounts": range(6), "population": [9]}
    with pytest.raises(ValueError, match="numbers of the population"):
        post_stratified(**six, cells=[1] * 6)
    with pytest.raises(ValueError, match="at least as many contacts"):
        post_stratified(**{**six, "population": [3]}, cells=[0] * 6)
    with pytest.raises(ValueError, match="both answers and people"):
        rake(categories=[[0, 0]], totals=[[5, 5]])


def test_it_takes_the_bias_out_and_holds_the_truth() -> None:
    """600 companies whose users answer three times as seldom as buyers: three standard errors are .027."""
    weighted, plain = study.post_stratified_coverage(accounts=40, runs=600, seed=5)
    assert weighted > 0.95 - 0.03 and plain < 0.9
