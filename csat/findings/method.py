"""What a method is: how it reads the data, how it works on them, and how often that is worth it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, Protocol, TypeVar

from csat.findings.models import RegisteredChange

Progress = Callable[[float], None]
Inputs = TypeVar("Inputs")


class HasVerdict(Protocol):
    """Every result says in one short code what came out."""

    @property
    def verdict(self) -> str: ...


Result = TypeVar("Result", bound=HasVerdict)


@dataclass(frozen=True)
class Asked:
    """The day on which a question is asked, in the company's zone, and the change that it is about."""

    today: date
    change: RegisteredChange | None = None

    @property
    def until(self) -> date:
        """First day of the open month: what is not closed is not compared."""
        return self.today.replace(day=1)


@dataclass(frozen=True)
class Method(Generic[Inputs, Result]):
    """`load` reads all that is needed into a dataclass of arrays; `work` touches nothing else.

    Raise `version` whenever the same inputs give other numbers. `every`: how long an answer is good enough
    although data have changed since. `kept`: how many answers are kept; 1 where the inputs hold people's
    words, so that what was erased is gone with the next answer.
    """

    version: int
    inputs: type[Inputs]
    result: type[Result]
    load: Callable[[Asked], Inputs]
    work: Callable[[Inputs, int, Progress], Result]
    every: timedelta = timedelta(hours=1)
    kept: int = 30
