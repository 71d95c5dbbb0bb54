"""Writes survey rules: creates, changes and copies them; says what is wrong. Pages and REST share it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from csat.access import User
from csat.programs.models import Program
from surveys.errors import DomainError


class BadProgram(DomainError):
    """A survey rule that could not be carried out; `problems` names every field at once."""

    code = "bad_program"

    def __init__(self, problems: Mapping[str, DomainError]) -> None:
        self.problems = problems  # field -> what is wrong and how to mend it
        first = next(iter(problems))
        super().__init__(problems[first].what, where=first, mend=problems[first].mend)


def create(*, values: Mapping[str, Any], by: User, now: datetime) -> Program:
    """A new survey rule, a draft. `values`: fields of Program by name (`survey` and `owner` as rows), and
    `contacts` (rows) for a one-off one. Raises BadProgram.
    """
    raise NotImplementedError


def change(*, program: Program, values: Mapping[str, Any], by: User, now: datetime) -> Program:
    """Change some fields; what is planned already stays as it is, what is planned later follows them.

    The kind never changes, nor the survey of a rule that has asked somebody. Raises BadProgram, and
    WrongState for an ended rule.
    """
    raise NotImplementedError


def copy(*, program: Program, name: str, by: User, now: datetime) -> Program:
    """A draft with the same rule under another name, starting today. Raises BadProgram."""
    raise NotImplementedError
