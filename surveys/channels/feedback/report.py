"""What a mail that came in says about a mail of ours."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from surveys.models import MailEventKind

LONGEST_WORDS = 300


@dataclass(frozen=True)
class Report:
    """One report. Whether it is to be believed is not decided here.

    `recipients`: whom it is about. `message_uuids`: our mails that it quotes. `paths`: addresses that it was
    sent to or that it names as return paths.
    """

    source: str  # dsn, arf, auto, reply, other
    kind: MailEventKind
    event_id: str
    occurred_at: datetime
    words: str = ""
    is_address_dead: bool = False
    recipients: tuple[str, ...] = ()
    message_uuids: tuple[UUID, ...] = ()
    paths: tuple[str, ...] = field(default=())
