"""The way in where a program has answered already: the person's answer takes the doubtful one's place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.actions import answering
from surveys.public.doors.door import Handed
from surveys.public.doors.invited import Invited


@dataclass(frozen=True)
class Instead(Invited):
    """Somebody whose mailbox is guarded by a program that fills in forms.

    A page that was opened before the program was done is not older than what the program saved.
    """

    least_sequence: int = 0

    def save(self, handed: Handed) -> Mapping[str, Any]:
        return answering.save_change(
            invitation=self.invitation,
            page=handed.page,
            answers=handed.answers,
            earlier=handed.earlier,
            sequence=max(handed.sequence, self.least_sequence),
            now=handed.now,
        )

    def submit(self, handed: Handed) -> None:
        answering.answer_instead(
            invitation=self.invitation,
            submission_id=handed.submission_id,
            answers=handed.answers,
            sequence=handed.sequence,
            language=handed.language,
            doubts=handed.doubts,
            opened_at=handed.opened_at,
            now=handed.now,
            whence=handed.whence,
        )
