"""Who has stopped answering, although they used to."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaln, gammaln

from csat.insight.verdict import TooLittle, shortages

LEAST_ROWS = 10
# Beta(1, 1): nothing is known of how willing people are. Also the bounds of what moments may say.
DEFAULT_PRIOR = (1.0, 1.0)
LEAST_WEIGHT, MOST_WEIGHT = 0.5, 200.0

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Silence:
    """One account or contact. Verdicts: "silent"; "decision_maker_silent" (the account still answers, those
    who decide do not); "answers"; "never_answered" (nor did it before: nothing has stopped).

    `probability`: of so few answers to the last invitations, given how this one used to answer;
    `decision_probability` the same of the decision makers alone, None where they were not asked lately or
    never answered before.
    """

    verdict: str
    probability: float
    decision_probability: float | None
    invited: int
    answered: int
    invited_before: int
    answered_before: int


@dataclass(frozen=True)
class Prior:
    """Beta(a, b): how willing to answer a row is before its own invitations are seen."""

    a: float
    b: float
    is_default: bool


@dataclass(frozen=True)
class Silences:
    """An entry for each row given, in that order; TooLittle for one without invitations lately or before.
    Verdicts: "silences" where anybody is silent, else "none"."""

    verdict: str
    rows: tuple[Silence | TooLittle, ...]
    silent: int
    prior: Prior
    decision_prior: Prior | None


def silence(
    *,
    invited: ArrayLike,
    answered: ArrayLike,
    decision_invited: ArrayLike | None = None,
    decision_answered: ArrayLike | None = None,
    recent: int = 2,
    level: float = 0.01,
    decision_level: float = 0.10,
) -> Silences | TooLittle:
    """Accounts (or contacts) whose people stopped answering in the last waves.

    `invited`, `answered` (k, w): numbers of people, a row an account or contact, a column a wave, 0 where
    nobody was asked; the last `recent` columns are looked at, all before them are the habit.
    `decision_invited`, `decision_answered` (k, w): those among them who decide. Without a wave before the
    recent ones: TooLittle. Raises ValueError for arrays of different shape, numbers that are negative, not
    whole or NaN, more answers than invitations, or levels outside 0 to 1.

    Silent: P(X <= recent answers) < `level` (`_chance`). Who never answered before is not flagged, and who
    seldom did needs a long silence. Decision makers are flagged at `decision_level`: one person is asked once
    or twice in two waves, which can hardly be as rare as 1 %. Counts are whole, so false flags come in
    less than the level of cases: 1 to 4 % for decision makers at 10 %.
    """
    if not (0 < level < 1 and 0 < decision_level < 1 and recent >= 1):
        raise ValueError("levels lie between 0 and 1, and one wave at least is looked at")
    asked, said = _counts(invited, answered)
    if missing := shortages(waves=(asked.shape[1], recent + 1), accounts=(asked.shape[0], 1)):
        return TooLittle(missing)
    counts = _split(asked, said, recent)
    chance, prior = _chance(*counts)
    decision, decision_prior = _decision(decision_invited, decision_answered, asked.shape, recent)
    table = np.column_stack([*counts, chance, decision]).tolist()
    rows = tuple(_row(line, level, decision_level) for line in table)
    silent = sum(row.verdict in ("silent", "decision_maker_silent") for row in rows)
    return Silences("silences" if silent else "none", rows, silent, prior, decision_prior)


def _counts(invited: ArrayLike, answered: ArrayLike) -> tuple[Floats, Floats]:
    asked, said = np.asarray(invited, dtype=float), np.asarray(answered, dtype=float)
    if asked.ndim != 2 or asked.shape != said.shape:
        raise ValueError("invited and answered have a row an account and a column a wave")
    is_whole = (
        np.isfinite(asked).all()
        and np.isfinite(said).all()
        and not (asked % 1).any()
        and not (said % 1).any()
    )
    if not is_whole or (said < 0).any() or (said > asked).any():
        raise ValueError("answers are whole numbers between 0 and the number invited")
    return asked, said


def _split(asked: Floats, said: Floats, recent: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Recent invitations and answers, then those before."""
    return (
        asked[:, -recent:].sum(axis=1),
        said[:, -recent:].sum(axis=1),
        asked[:, :-recent].sum(axis=1),
        said[:, :-recent].sum(axis=1),
    )


def _decision(
    invited: ArrayLike | None, answered: ArrayLike | None, shape: tuple[int, ...], recent: int
) -> tuple[Floats, Prior | None]:
    """The chance of the deciders' silence; NaN where they were not asked lately or never answered before."""
    if invited is None and answered is None:
        return np.full(shape[0], np.nan), None
    if invited is None or answered is None:
        raise ValueError("decision makers have invitations and answers")
    asked, said = _counts(invited, answered)
    if asked.shape != shape:
        raise ValueError("decision makers are counted for the same rows and waves")
    n, x, n0, x0 = _split(asked, said, recent)
    chance, prior = _chance(n, x, n0, x0)
    return np.where((n > 0) & (x0 > 0), chance, np.nan), prior


def _chance(n: Floats, x: Floats, n0: Floats, x0: Floats) -> tuple[Floats, Prior]:
    """P(X <= x | n, a + x0, b + n0 - x0), X beta-binomial: of so few answers to n recent invitations, after
    x0 answers to n0 before. Checked against scipy.stats.betabinom."""
    prior = _prior(n0, x0)
    return _at_most(x, n, a=prior.a + x0, b=prior.b + n0 - x0), prior


def _prior(n: Floats, x: Floats) -> Prior:
    """Moments over rows with invitations before: Kleinman (1973), JASA 68, weights n; Beta(1, 1) with fewer
    than 10 of them. E sum n (share - p)^2 = p(1-p) [(1-r)(k-1) + r (N - sum n^2 / N)], r = 1/(a+b+1)."""
    n, x = n[n > 0], x[n > 0]
    if n.size < LEAST_ROWS:
        return Prior(*DEFAULT_PRIOR, is_default=True)
    total, share = n.sum(), x / n
    p = x.sum() / total
    if p in (0.0, 1.0):
        p = (x.sum() + 0.5) / (total + 1)
    spread = (n * (share - p) ** 2).sum()
    chance = p * (1 - p) * (n.size - 1)
    excess = p * (1 - p) * (total - (n**2).sum() / total - (n.size - 1))
    r = (spread - chance) / excess if excess > 0 else 0.0
    weight = float(np.clip(1 / r - 1 if r > 0 else MOST_WEIGHT, LEAST_WEIGHT, MOST_WEIGHT))
    return Prior(float(p * weight), float((1 - p) * weight), is_default=False)


def _at_most(x: Floats, n: Floats, *, a: Floats, b: Floats) -> Floats:
    """P(X <= x) of a beta-binomial count out of n."""
    k = np.arange(int(x.max(initial=0)) + 1)[None, :]
    m = n[:, None]
    is_counted = k <= x[:, None]
    j = np.where(is_counted, k, 0)
    log = gammaln(m + 1) - gammaln(j + 1) - gammaln(m - j + 1)
    log += betaln(j + a[:, None], m - j + b[:, None]) - betaln(a, b)[:, None]
    return np.asarray(np.minimum(np.where(is_counted, np.exp(log), 0.0).sum(axis=1), 1.0))


def _row(line: list[float], level: float, decision_level: float) -> Silence | TooLittle:
    n, x, n0, x0 = (int(count) for count in line[:4])
    chance, decision = line[4], None if np.isnan(line[5]) else line[5]
    if missing := shortages(invitations=(n, 1), invitations_before=(n0, 1)):
        return TooLittle(missing)
    verdict = "answers"
    if chance < level and x0 > 0:
        verdict = "silent"
    elif decision is not None and decision < decision_level:
        verdict = "decision_maker_silent"
    elif x0 == 0 and x == 0:
        verdict = "never_answered"
    return Silence(verdict, chance, decision, n, x, n0, x0)
