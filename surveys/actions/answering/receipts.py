"""What an answer comes to: a receipt, or the reason why it was not taken."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from surveys.definition.answers import Mistake
from surveys.errors import DomainError


class WrongAnswers(DomainError):
    """Something is missing or does not fit; `mistakes` say which question and what."""

    code = "wrong_answers"

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(
            "The answer is not complete: "
            + ", ".join(f"{mistake.key} ({mistake.code})" for mistake in self.mistakes)
        )


class StalePage(DomainError):
    """A later page was saved, or the answer was submitted, before this page arrived."""

    code = "stale_page"


class TooLate(DomainError):
    """The time in which a submitted answer may be changed is over."""

    code = "too_late"


@dataclass(frozen=True)
class Receipt:
    """Proof that an answer is stored; a repeat gets an equal one."""

    response_id: int
    response_uuid: UUID
    submitted_at: datetime
    revision: int = 1
    is_first: bool = field(default=True, compare=False)
