"""Why a score changed, and whether an action changed it, in worlds where that is known."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from csat.insight.explaining.answers import Answers
from csat.insight.explaining.decomposition import Decomposition, decompose_change
from csat.insight.explaining.differences import Differences, difference_in_differences

Floats = NDArray[np.float64]
ATTRIBUTES = ("quality", "delivery", "service", "price", "people", "support")
RUNS, RUNS_OF_ACTIONS, RUNS_OF_BOOTSTRAP = 1000, 300, 300


@dataclass(frozen=True)
class Survey:
    """A company asked twice. `judged`: what everybody's judgement changed by, on average over accounts;
    `is_skewed`: mostly buyers answered the second time, who judge 18 points lower than users;
    `is_reweighted`: the second weight set stresses the attribute that is judged 12 points lower."""

    accounts: int = 30
    judged: float = 0.0
    is_skewed: bool = False
    is_reweighted: bool = False


SURVEYS = {
    "nothing": Survey(),
    "nothing, 12 accounts": Survey(accounts=12),
    "nothing, 100 accounts": Survey(accounts=100),
    "judgement -6": Survey(judged=-6.0),
    "other people answered": Survey(is_skewed=True),
    "both": Survey(judged=-6.0, is_skewed=True),
    "other weights": Survey(is_reweighted=True),
}


def asked_twice(survey: Survey, rng: np.random.Generator) -> tuple[Answers, Answers]:
    """Two periods of 5 people an account, of whom 6 in 10 answer; accounts differ and drift by themselves."""
    people, p = survey.accounts * 5, len(ATTRIBUTES)
    account = np.repeat(np.arange(survey.accounts), 5)
    is_buyer = np.arange(people) % 5 < 2
    opinion = 70 + rng.normal(0, 6, survey.accounts)[account] + rng.normal(0, 10, people)
    opinion += np.where(is_buyer, -12.0, 6.0)
    drift = survey.judged + rng.normal(0, 4, survey.accounts)[account]
    low_price = np.where(np.array(ATTRIBUTES) == "price", -12.0, 0.0)
    weights = np.array([3.0, 2.0, 2.0, 1.0, 2.0, 1.0])
    found = []
    for later in (False, True):
        likely = np.where(is_buyer, 0.95, 0.2) if later and survey.is_skewed else np.full(people, 0.6)
        points = (opinion + later * drift + rng.normal(0, 10, people))[:, None] + low_price
        points = np.clip(points + rng.normal(0, 12, (people, p)), 0, 100)
        points[rng.random((people, p)) < 0.1] = np.nan
        here = rng.random(people) < likely
        stressed = weights + np.where(low_price < 0, 9.0, 0.0)
        found.append(
            Answers(
                persons=np.arange(people)[here],
                accounts=account[here],
                roles=np.where(is_buyer, "buyer", "user")[here],
                points=points[here],
                weights=stressed if later and survey.is_reweighted else weights,
            )
        )
    return found[0], found[1]


@dataclass(frozen=True)
class Verdicts:
    """How often each verdict was given, and how often an interval held the truth."""

    given: Counter[str]
    covered: dict[str, float]

    def share(self, *verdicts: str) -> float:
        return sum(self.given[one] for one in verdicts) / self.given.total()


def explained(survey: Survey, *, runs: int, seed: int) -> Verdicts:
    """`covered`: the truth of what the same people judge otherwise."""
    rng = np.random.default_rng(seed)
    verdicts: Counter[str] = Counter()
    hits = 0
    for _ in range(runs):
        before, after = asked_twice(survey, rng)
        found = decompose_change(before=before, after=after, attributes=ATTRIBUTES)
        verdicts[found.verdict] += 1
        if isinstance(found, Decomposition):
            part = found.same_people
            hits += part.low is not None and part.low <= survey.judged <= part.high
    return Verdicts(verdicts, {"same people": hits / (runs - verdicts["too_little"])})


def bootstrap_coverage(survey: Survey, *, runs: int, draws: int, seed: int) -> float:
    """The same with the percentile bootstrap over accounts, of the mean change of the same people."""
    rng = np.random.default_rng(seed)
    hits = 0
    for _ in range(runs):
        before, after = asked_twice(survey, rng)
        index = [_indices(one) for one in (before, after)]
        both = sorted(set(index[0]) & set(index[1]))
        account = np.array([person // 5 for person in both])
        change = np.array([index[1][one] - index[0][one] for one in both])
        names = np.arange(survey.accounts)
        sums, counts = (np.array([f(change[account == a]) for a in names]) for f in (np.sum, np.size))
        drawn = rng.integers(0, len(names), (draws, len(names)))
        means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
        low, high = np.quantile(means, (0.025, 0.975))
        hits += low <= survey.judged <= high
    return hits / runs


def _indices(answers: Answers) -> dict[int, float]:
    points, weights = np.asarray(answers.points), np.asarray(answers.weights)
    there = ~np.isnan(points)
    index = (np.where(there, points, 0.0) @ weights) / (there @ weights)
    return dict(zip(np.asarray(answers.persons).tolist(), index.tolist(), strict=True))


def anything(rng: np.random.Generator) -> tuple[Answers, Answers, list[str]]:
    """Any two periods: repeated rows, moved people, missing answers, zero weights, any masses."""
    p, accounts, people = int(rng.integers(1, 5)), int(rng.integers(5, 9)), int(rng.integers(14, 22))

    def one() -> Answers:
        n = int(rng.integers(28, 48))
        who = rng.integers(0, people, n)
        points = rng.integers(0, 101, (n, p)).astype(float)
        points[rng.random((n, p)) < rng.choice([0, 0.1, 0.3])] = np.nan
        weights = rng.integers(0, 5, p).astype(float)
        weights[rng.integers(p)] += 1
        masses = rng.gamma(1, 2, n) if rng.random() < 0.5 else None
        where = (who + (rng.random(n) < 0.1)) % accounts
        return Answers(who, where, rng.choice(["buyer", "user", "boss"], n), points, weights, masses)

    return one(), one(), [f"a{j}" for j in range(p)]


def largest_gap(*, runs: int) -> float:
    """How far parts are from the change at most, over random cases that Hypothesis draws."""
    gaps = [0.0]

    @settings(max_examples=runs, deadline=None, database=None, derandomize=True)
    @given(st.integers(0, 2**63 - 1))
    def add_up(seed: int) -> None:
        before, after, names = anything(np.random.default_rng(seed))
        found = decompose_change(before=before, after=after, attributes=names)
        if isinstance(found, Decomposition):
            gaps.append(_gap(found))

    add_up()
    assert len(gaps) > runs / 2, "most cases have enough answers"
    return max(gaps)


def _gap(found: Decomposition) -> float:
    change = found.after - found.before
    who = (found.newcomers, found.leavers, found.shares, found.answered)
    three = (found.same_people, found.who_answered, found.weights)
    by_role = sum(part.change for part in found.roles)
    return max(
        abs(found.change.change - change),
        abs(sum(part.change for part in (*found.attributes, *who, found.weights)) - change),
        abs(sum(part.change for part in three) - change),
        abs(by_role - found.newcomers.change - found.leavers.change),
        abs(found.clear + found.noise - change),
    )


@dataclass(frozen=True)
class Action:
    """An action in month 15 of 24. `chosen`: at random, for a low mean before ("low"), for a low last quarter
    ("low lately"), for a low true level ("level"); `drift`: points a month that treated accounts move anyway;
    `gap` months between readings."""

    accounts: int = 40
    treated: int = 10
    effect: float = 0.0
    chosen: str = "random"
    drift: float = 0.0
    gap: int = 1


START, MONTHS = 15, 24
ACTIONS = {
    "no effect, 5 of 10": Action(accounts=10, treated=5),
    "no effect, 5 of 40": Action(treated=5),
    "no effect, 10 of 40": Action(),
    "no effect, 10 of 40, quarterly": Action(gap=3),
    "effect 5, 10 of 40": Action(effect=5.0),
    "effect 5, 40 of 120": Action(accounts=120, treated=40, effect=5.0),
    "effect 0, chosen low": Action(chosen="low"),
    "effect 6, chosen low": Action(chosen="low", effect=6.0),
    "effect 0, chosen low lately": Action(chosen="low lately"),
    "effect 0, chosen by level": Action(chosen="level"),
    "effect 0, drift .4, 40 of 120": Action(accounts=120, treated=40, drift=0.4),
}


def acted(action: Action, rng: np.random.Generator) -> tuple[Floats, NDArray[np.bool_]]:
    """Outcome and who was treated; opinion is AR(.7) of SD 6 about its level, a reading's noise has SD 5."""
    news = rng.normal(size=(action.accounts, MONTHS + 30))
    for t in range(1, MONTHS + 30):
        news[:, t] = 0.7 * news[:, t - 1] + np.sqrt(1 - 0.7**2) * news[:, t]
    level = 70 + rng.normal(0, 8, action.accounts)
    outcome = level[:, None] + 6 * news[:, 30:] + rng.normal(0, 3, MONTHS)
    outcome += rng.normal(0, 5, outcome.shape)
    outcome[:, np.arange(MONTHS) % action.gap > 0] = np.nan
    by = {
        "random": rng.normal(size=action.accounts),
        "low": np.nanmean(outcome[:, :START], axis=1),
        "low lately": np.nanmean(outcome[:, START - 3 : START], axis=1),
        "level": level,
    }[action.chosen]
    treated = np.argsort(np.argsort(by)) < action.treated
    outcome[treated, START:] += action.effect
    outcome[treated] += action.drift * np.arange(MONTHS)
    return outcome, treated


def judged(action: Action, *, runs: int, seed: int) -> Verdicts:
    """`covered`: the effect by plain and adjusted; `plain`: plain alone would have said better or worse;
    `cr1`: so would the usual cluster-robust error with N - 1 degrees of freedom."""
    rng = np.random.default_rng(seed)
    verdicts: Counter[str] = Counter()
    hits = {"plain": 0, "adjusted": 0, "said by plain": 0, "said by cr1": 0}
    for _ in range(runs):
        outcome, treated = acted(action, rng)
        found = difference_in_differences(outcome=outcome, treated=treated, start=START)
        assert isinstance(found, Differences)
        verdicts[found.verdict] += 1
        hits["plain"] += found.plain.low <= action.effect <= found.plain.high
        hits["adjusted"] += found.adjusted.low <= action.effect <= found.adjusted.high
        hits["said by plain"] += found.plain.p < 0.05
        hits["said by cr1"] += abs(_usual_t(outcome, treated)) > 1.96
    return Verdicts(verdicts, {key: count / runs for key, count in hits.items()})


def _usual_t(outcome: Floats, treated: NDArray[np.bool_]) -> float:
    """t of the difference of changes with Liang and Zeger's error (1986), as most programs print it."""
    change = np.nanmean(outcome[:, START:], axis=1) - np.nanmean(outcome[:, :START], axis=1)
    groups = change[treated], change[~treated]
    error = np.sqrt(sum(((one - one.mean()) ** 2).sum() / len(one) ** 2 for one in groups))
    return float((groups[0].mean() - groups[1].mean()) / error)


def report() -> Iterator[str]:
    yield f"Parts of 10,000 random cases (Hypothesis): largest gap {largest_gap(runs=10_000):.1e} (1e-9)"
    yield f"Why a score changed, {RUNS} surveys each (5 people an account, 6 in 10 answer): verdicts;"
    yield "  (share of intervals of what the same people judge that hold the truth)"
    for number, (name, survey) in enumerate(SURVEYS.items()):
        explanation = explained(survey, runs=RUNS, seed=number)
        shares = ", ".join(f"{one} {explanation.share(one):.3f}" for one in sorted(explanation.given))
        yield f"  {name:<22} {shares} ({explanation.covered['same people']:.3f})"
    for accounts in (12, 30):
        share = bootstrap_coverage(Survey(accounts=accounts), runs=RUNS_OF_BOOTSTRAP, draws=999, seed=9)
        yield f"  the same of the percentile bootstrap over {accounts} accounts: {share:.3f}"
    tolerance = 2 * (0.05 * 0.95 / RUNS_OF_ACTIONS) ** 0.5
    yield f"Did an action work, {RUNS_OF_ACTIONS} each (.05 +- {tolerance:.3f}): verdicts;"
    yield "  (intervals that hold the effect, plain and adjusted; said by plain alone; by usual errors)"
    for number, (name, action) in enumerate(ACTIONS.items()):
        effect = judged(action, runs=RUNS_OF_ACTIONS, seed=100 + number)
        told = ("better", "worse", "no_evidence", "pre_trend")
        shares = ", ".join(f"{one} {effect.share(one):.3f}" for one in told)
        yield f"  {name:<30} {shares} ({', '.join(f'{one:.3f}' for one in effect.covered.values())})"
