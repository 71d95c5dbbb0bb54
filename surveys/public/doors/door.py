"""What a page needs to know of the way in: what is asked there, and what becomes of the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from surveys.actions.answering import NOWHERE, Whence
from surveys.errors import DomainError


class TurnedAway(DomainError):
    """The answer is good, but not taken now; `notice` is a sentence of the phrasebook's mistakes."""

    code = "turned_away"

    def __init__(self, notice: str, *, status: int) -> None:
        self.notice, self.status = notice, status
        super().__init__(f"The answer is not taken now: {notice}")


@dataclass(frozen=True)
class Handed:
    """A page, or with the last one the whole answer, as somebody hands it in."""

    page: int
    answers: Mapping[str, Any]
    earlier: Mapping[str, Any]
    sequence: int
    submission_id: UUID
    language: str
    doubts: Sequence[str]
    opened_at: datetime
    now: datetime
    whence: Whence = NOWHERE


class Door(Protocol):
    """A way in to one version. `subject` names who or what the page's nonce is made for.

    `keeps_pages` is False where nothing may be stored before the end: the page itself then carries what
    was answered so far.
    """

    @property
    def version_id(self) -> int: ...
    @property
    def facts(self) -> Mapping[str, Any]: ...
    @property
    def language(self) -> str: ...
    @property
    def zone(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def keeps_pages(self) -> bool: ...
    @property
    def accepted_at(self) -> datetime | None: ...

    def closed(self, now: datetime) -> str:
        """Why no answer is taken any more; empty while one is."""

    def save(self, handed: Handed) -> Mapping[str, Any]:
        """Keep a page; returns all that is kept. Raises answering's errors and TurnedAway."""

    def submit(self, handed: Handed) -> None:
        """Take the whole answer. Raises answering's errors and TurnedAway."""
