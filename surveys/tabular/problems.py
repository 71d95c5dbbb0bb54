"""What is wrong with a file or a cell, and how to mend it: message ids with the values to fill in."""

from dataclasses import dataclass


def mark(message: str) -> str:
    """Name a message for the catalogues (imported as `_`); it is translated where it is shown."""
    return message


class Problem(ValueError):
    """`what` is wrong and how to `mend` it; both may hold %(name)s of `values`."""

    def __init__(self, what: str, mend: str = "", **values: object) -> None:
        self.what, self.mend, self.values = what, mend, values
        super().__init__(what, mend, values)

    def __str__(self) -> str:
        return " ".join(part % self.values for part in (self.what, self.mend) if part)


class CellProblem(Problem):
    """A cell that cannot be read as what it should be."""


class FileProblem(Problem):
    """A file that cannot be read at all."""


class MapProblem(Problem):
    """A map file that says something we do not understand."""


@dataclass(frozen=True)
class Flaw:
    """A row (the header is row 1, as a spreadsheet counts) that cannot be read; `column` may be empty."""

    row: int
    column: str
    value: str
    problem: Problem
