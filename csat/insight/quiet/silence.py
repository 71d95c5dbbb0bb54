"""Who has stopped answering, although they used to."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from csat.insight.verdict import TooLittle


@dataclass(frozen=True)
class Silence:
    """One account or contact. Verdicts: "silent", "decision_maker_silent" (the account answers, those who decide do
    not), "answers", "never_answered" (also before: nothing has stopped).

    `probability`: of so few answers to the last invitations, given how this one used to answer; the second is of
    the decision makers alone, None where they were not asked, before or lately.
    """

    verdict: str
    probability: float
    decision_probability: float | None
    invited: int
    answered: int
    invited_before: int
    answered_before: int


@dataclass(frozen=True)
class Silences:
    """One entry a row given. Verdict: "silences" where anybody is silent, else "answers".

    `a`, `b`: how willing to answer rows are beforehand, Beta(a, b); `is_default_prior` where too few rows tell.
    """

    verdict: str
    rows: tuple[Silence | TooLittle, ...]
    a: float
    b: float
    is_default_prior: bool


def silence(
    *,
    invited: ArrayLike,
    answered: ArrayLike,
    decision_invited: ArrayLike | None = None,
    decision_answered: ArrayLike | None = None,
    recent: int = 2,
    level: float = 0.01,
    decision_level: float = 0.05,
) -> Silences | TooLittle:
    """Accounts (or contacts) that fell silent in the last waves.

    `invited`, `answered` (k, w): numbers of people, a row an account, a column a wave, the last `recent` columns are
    looked at and all before them are its habit. `decision_*` (k, w): the decision makers among them.
    """
    raise NotImplementedError
