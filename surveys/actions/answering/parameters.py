"""What the statements that store an answer have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from surveys.models import Invitation

SQL = Path(__file__).parent / "sql"


@dataclass(frozen=True)
class Ticket:
    """One person's pass through a collector: stands where an invitation stands for others."""

    uuid: UUID
    collector_id: int
    version_id: int
    facts: Mapping[str, Any]


Asked = Invitation | Ticket


@dataclass(frozen=True)
class Whence:
    """What is kept for some time of where an answer came from: no address, no name of a browser.

    `device` is a keyed hash of both; `inside` is one of models.Inside. Empty where nothing may be kept.
    """

    device: str = ""
    inside: str = ""


NOWHERE = Whence()


class Statement:
    """The same statement for both: a row is one's own by its invitation or by its ticket."""

    def __init__(self, name: str) -> None:
        text = (SQL / f"{name}.sql").read_text(encoding="utf-8")
        self.of_invitation = text.replace(":door", "invitation_id")
        self.of_ticket = text.replace(":door", "ticket")

    def of(self, asked: Asked) -> str:
        return self.of_ticket if isinstance(asked, Ticket) else self.of_invitation


def of_answer(
    asked: Asked,
    answers: Mapping[str, Any],
    *,
    language: str,
    doubts: Sequence[str],
    whence: Whence = NOWHERE,
) -> dict[str, Any]:
    """The parameters that every one of them takes."""
    return {
        "uuid": uuid4(),
        "invitation": None if isinstance(asked, Ticket) else asked.id,
        "collector": asked.collector_id if isinstance(asked, Ticket) else None,
        "ticket": asked.uuid if isinstance(asked, Ticket) else None,
        "version": asked.version_id,
        "language": language,
        "answers": Jsonb(dict(answers)),
        "doubts": sorted(set(doubts)),
        "device": whence.device,
        "inside": whence.inside,
    }
