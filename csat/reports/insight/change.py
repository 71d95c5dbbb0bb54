"""Why the score changed: the stored decomposition of a period, its parts in the order of reading."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from csat.customers.models import Account
from csat.findings import queries
from csat.findings.methods import change
from csat.findings.methods.change import Change, Compared
from csat.findings.models import Question
from csat.insight.explaining.decomposition import Decomposition, Part
from csat.insight.verdict import Missing
from csat.reports.insight.standing import Standing, missing_in, standing
from csat.reports.satisfaction import MIN_ANSWERS

UP, DOWN = "up", "down"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Step:
    """One part of the change. `kind`: attribute, newcomers, leavers, shares, answered or weights; `name` is
    an attribute's, else empty. `start` and `end`: where the score stands before and after it is added.
    """

    kind: str
    name: str
    part: Part
    start: float
    end: float


@dataclass(frozen=True)
class Choice:
    months: int
    is_chosen: bool
    is_judged: bool


@dataclass(frozen=True)
class Report:
    """`verdict` "": not computed yet. `steps` add up to it; `leading`: the clear one that moves most.

    `roles`: what people who came or went add, by their role; fewer than 5 of a role are not shown.
    """

    standing: Standing
    verdict: str
    months: int
    choices: tuple[Choice, ...]
    missing: tuple[Missing, ...]
    before_on: date | None
    after_on: date | None
    until_on: date | None
    answers_before: int
    answers_after: int
    found: Decomposition | None
    steps: tuple[Step, ...]
    roles: tuple[Part, ...]
    leading: Step | None
    direction: str

    @property
    def last_on(self) -> date | None:
        return self.until_on - DAY if self.until_on else None

    @property
    def before_last_on(self) -> date | None:
        return self.after_on - DAY if self.after_on else None


def build(accounts: QuerySet[Account], *, today: date, months: int | None = None) -> Report:
    """The change of all clients together; no scope narrows it. `months` None: the shortest span judged."""
    answer = queries.answer(Question.CHANGE, change.METHOD, today=today)
    found = answer.result
    if found is None:
        return _nothing(standing(answer))
    chosen = next((one for one in found.spans if one.months == months), None)
    return _report(standing(answer), found, chosen or _default(found))


def _default(found: Change) -> Compared:
    return next(one for one in found.spans if one.months == found.months)


def _report(under: Standing, all_of: Change, chosen: Compared) -> Report:
    found = chosen.found if isinstance(chosen.found, Decomposition) else None
    steps = _steps(found) if found else ()
    clear = [step for step in steps if step.part.is_clear]
    return Report(
        standing=under,
        verdict=chosen.found.verdict,
        months=chosen.months,
        choices=tuple(
            Choice(one.months, one.months == chosen.months, isinstance(one.found, Decomposition))
            for one in all_of.spans
        ),
        missing=missing_in(chosen.found),
        before_on=chosen.before_on,
        after_on=chosen.after_on,
        until_on=chosen.until_on,
        answers_before=chosen.answers_before,
        answers_after=chosen.answers_after,
        found=found,
        steps=steps,
        roles=_roles(chosen, found) if found else (),
        leading=max(clear, key=lambda step: abs(step.part.change), default=None),
        direction="" if found is None else UP if found.change.change > 0 else DOWN,
    )


def _steps(found: Decomposition) -> tuple[Step, ...]:
    """Attributes by size, then who answered, then weights; each begins where the one before it ended."""
    attributes = sorted(found.attributes, key=lambda part: -abs(part.change))
    named = [("attribute", part) for part in attributes]
    named += [
        ("newcomers", found.newcomers),
        ("leavers", found.leavers),
        ("shares", found.shares),
        ("answered", found.answered),
        ("weights", found.weights),
    ]
    steps, at = [], found.before
    for kind, part in named:
        name = part.name if kind == "attribute" else ""
        steps.append(Step(kind=kind, name=name, part=part, start=at, end=at + part.change))
        at += part.change
    return tuple(steps)


def _roles(chosen: Compared, found: Decomposition) -> tuple[Part, ...]:
    people = {one.role: one.people for one in chosen.came_or_went}
    return tuple(part for part in found.roles if people.get(part.name, 0) >= MIN_ANSWERS)


def _nothing(under: Standing) -> Report:
    return Report(
        standing=under,
        verdict="",
        months=min(change.SPANS),
        choices=(),
        missing=(),
        before_on=None,
        after_on=None,
        until_on=None,
        answers_before=0,
        answers_after=0,
        found=None,
        steps=(),
        roles=(),
        leading=None,
        direction="",
    )
