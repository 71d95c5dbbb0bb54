"""What is wrong with a document, each problem with its place and its mend."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """`path` is a JSON path such as pages[0].questions[2].text; `key` names the question, where it is one."""

    path: str
    what: str
    mend: str = ""
    key: str = ""

    def __str__(self) -> str:
        mend = f" {self.mend}" if self.mend else ""
        return f"{self.path or 'document'}: {self.what}.{mend}"


class DocumentError(ValueError):
    """The document cannot be used; `problems` lists everything found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
