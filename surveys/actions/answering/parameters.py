"""What the statements that store an answer have in common."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from psycopg.types.json import Jsonb

from surveys.models import Invitation


def of_answer(
    invitation: Invitation, answers: Mapping[str, Any], *, language: str, doubts: Sequence[str]
) -> dict[str, Any]:
    """The parameters that every one of them takes."""
    return {
        "uuid": uuid4(),
        "invitation": invitation.id,
        "version": invitation.version_id,
        "language": language,
        "answers": Jsonb(dict(answers)),
        "doubts": sorted(set(doubts)),
    }
