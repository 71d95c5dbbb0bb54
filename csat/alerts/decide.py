"""What an answer or a history of answers means: frozen data in, an intent out. Touches no database."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from math import sqrt
from statistics import fmean
from typing import Any

KEY_ACCOUNT_DROP, LOW_ANSWER, CONTACT_ME = "key_account_drop", "low_answer", "contact_me"
CASE_OVERDUE = "case_overdue"
MANAGER, CARE_OWNER, HEAD = "manager", "care_owner", "head"


@dataclass(frozen=True)
class Answer:
    """What the rules look at in one response. `given` of `out_of`: the overall or NPS question as ticked."""

    given: int | None = None
    out_of: int = 10
    wish: str = ""  # yes, no, other_person; empty where not asked or not answered
    competence_given: int | None = None
    is_key_account: bool = False


@dataclass(frozen=True)
class LowAnswerParameters:
    """Thresholds on a scale that ends at 10; shorter scales are stretched to it."""

    low_at: int = 5
    head_at: int = 3
    criticised_at: int = 3


@dataclass(frozen=True)
class Finding:
    """A signal to raise: its rule, what was seen, and who hears besides or instead of the holders."""

    rule: str
    facts: dict[str, Any] = field(default_factory=dict)
    tells_head: bool = False
    spares_manager: bool = False


def decide_low_answer(answer: Answer, parameters: LowAnswerParameters) -> Finding | None:
    """A call to make: the overall or NPS answer is low, or the client asks to be contacted.

    One answer raises one finding; a low one comes first and carries the wish in its facts. NPS uses the
    same threshold as the overall question (5 and less, stricter than "detractor"): a 6 is not a call.
    A manager whom the answer criticises is not told by us before their head is.
    """
    level = _out_of_ten(answer.given, answer.out_of)
    wants_call = answer.wish in ("yes", "other_person")
    is_low = level is not None and level <= parameters.low_at
    if not is_low and not wants_call:
        return None
    criticised = answer.competence_given is not None and answer.competence_given <= parameters.criticised_at
    facts = {"given": answer.given, "out_of": answer.out_of, "wish": answer.wish, "criticises": ""}
    if criticised:
        facts["criticises"] = MANAGER
    return Finding(
        rule=LOW_ANSWER if is_low else CONTACT_ME,
        facts=facts,
        tells_head=answer.is_key_account and level is not None and level <= parameters.head_at,
        spares_manager=criticised,
    )


def _out_of_ten(given: int | None, out_of: int) -> float | None:
    return None if given is None else given * 10 / out_of


@dataclass(frozen=True)
class Heard:
    """One headline score of an account, 0 to 100 points."""

    on: date
    points: float


@dataclass(frozen=True)
class DropParameters:
    """The plain rule's numbers. `confidence_z` 2.33 is one-sided 99 %; `least_sd_points` keeps a handful of
    equal answers from looking exact."""

    recent_days: int = 90
    before_days: int = 365
    least_answers: int = 2
    least_drop_points: float = 15.0
    confidence_z: float = 2.33
    least_sd_points: float = 10.0


@dataclass(frozen=True)
class Drop:
    """The mean of the recent window lies clearly below that of the time before; points of 100."""

    recent_points: float
    recent_n: int
    before_points: float
    before_n: int
    drop_points: float
    at_least_points: float

    def as_facts(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class NoDrop:
    reason: str  # too_few_recent, too_few_before, small, may_be_noise


def decide_drop(history: Sequence[Heard], parameters: DropParameters, *, on: date) -> Drop | NoDrop:
    """Whether an account's headline score has dropped, looked at on a day.

    The mean of the last `recent_days` against the mean of the `before_days` before them: at least
    `least_answers` in each, at least `least_drop_points` apart, and the lower bound of the difference above
    zero. The bound takes one pooled standard deviation, never under `least_sd_points`.

    What it is not: calibrated. It is looked at after every answer, so its errors add up. Simulated with an
    unchanged account, two or three answers a quarter and a spread of 8, 12 and 16 points from answer to
    answer, it cries wolf in 2, 9 and 14 of 100 account years; it finds a lasting fall of 35 points within
    the first quarter in 8 of 10, of 25 points in 6 of 10. With one answer a quarter it is nearly blind, and
    a change in who answered looks like a drop. A calibrated change point takes this function's place.
    """
    split = on - timedelta(days=parameters.recent_days)
    start = split - timedelta(days=parameters.before_days)
    recent = [heard.points for heard in history if split < heard.on <= on]
    before = [heard.points for heard in history if start < heard.on <= split]
    if len(recent) < parameters.least_answers:
        return NoDrop("too_few_recent")
    if len(before) < parameters.least_answers:
        return NoDrop("too_few_before")
    drop = fmean(before) - fmean(recent)
    if drop < parameters.least_drop_points:
        return NoDrop("small")
    at_least = drop - parameters.confidence_z * _standard_error(recent, before, parameters.least_sd_points)
    if at_least <= 0:
        return NoDrop("may_be_noise")
    return Drop(
        recent_points=round(fmean(recent), 1),
        recent_n=len(recent),
        before_points=round(fmean(before), 1),
        before_n=len(before),
        drop_points=round(drop, 1),
        at_least_points=round(at_least, 1),
    )


def _standard_error(recent: list[float], before: list[float], least_sd: float) -> float:
    squares = sum((points - fmean(part)) ** 2 for part in (recent, before) for points in part)
    spread = sqrt(squares / (len(recent) + len(before) - 2))
    return max(spread, least_sd) * sqrt(1 / len(recent) + 1 / len(before))


@dataclass(frozen=True)
class Holders:
    """Ids of those who hold an account today; a holder's head beside them."""

    manager: int | None = None
    manager_head: int | None = None
    care_owner: int | None = None
    care_owner_head: int | None = None


def decide_readers(finding: Finding, holders: Holders) -> dict[int, str]:
    """Employee id -> in which capacity they are told: manager and care owner together, the head by rule.

    The head hears as well where the finding says so, instead of a manager whom the answer criticises, and
    where nobody else is left to tell. A criticised manager without head or care owner is told after all:
    an answer is never left to nobody.
    """
    head = holders.manager_head or holders.care_owner_head
    spared = holders.manager if finding.spares_manager else None
    readers: dict[int, str] = {}
    if holders.care_owner and holders.care_owner != spared:
        readers[holders.care_owner] = CARE_OWNER
    if holders.manager and not spared:
        readers.setdefault(holders.manager, MANAGER)
    if head and (finding.tells_head or finding.spares_manager or not readers):
        readers.setdefault(head, HEAD)
    if spared and not readers:
        readers[spared] = MANAGER
    return readers
