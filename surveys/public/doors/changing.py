"""The way back in by a personal link: a submitted answer is changed, its first revision stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.actions import answering
from surveys.public.doors.door import Handed
from surveys.public.doors.invited import Invited


@dataclass(frozen=True)
class Changing(Invited):
    """Somebody who has submitted an answer and may change it for `change_days` days."""

    change_days: int = 0

    def save(self, handed: Handed) -> Mapping[str, Any]:
        return answering.save_change(
            invitation=self.invitation,
            page=handed.page,
            answers=handed.answers,
            earlier=handed.earlier,
            sequence=handed.sequence,
            now=handed.now,
        )

    def submit(self, handed: Handed) -> None:
        answering.change(
            invitation=self.invitation,
            submission_id=handed.submission_id,
            answers=handed.answers,
            sequence=handed.sequence,
            language=handed.language,
            doubts=handed.doubts,
            change_days=self.change_days,
            now=handed.now,
        )
