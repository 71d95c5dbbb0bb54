"""Every mail that the mail server has taken: as files for the inbox page, and in a log, the witness."""

import hashlib
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from django_mail_preview.storage import MessageMeta, new_id

KEPT_MAILS = 2000
PRUNED_EVERY = 100


class Box:
    """A folder of mails (the file format of django-mail-preview) with its log `accepted.jsonl`."""

    def __init__(self, folder: Path, *, kept_mails: int = KEPT_MAILS) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder = folder
        self._kept_mails = kept_mails
        self._log = folder / "accepted.jsonl"
        self._writing = threading.Lock()
        self._accepted = {line["message_id"] for line in self.log()}

    def accept(self, raw: bytes, *, sender: str, recipients: list[str]) -> None:
        """Store a mail. The log's line comes last: what it names is there."""
        mail = parsed(raw)
        now = datetime.now(UTC)
        meta = MessageMeta(
            id=new_id(now),
            subject=_header(mail, "Subject"),
            from_email=_header(mail, "From") or sender,
            to=tuple(recipients),
            cc=(),
            bcc=(),
            reply_to=tuple(filter(None, [_header(mail, "Reply-To")])),
            date=now,
            alias=None,
            size=len(raw),
            attachments=sum(1 for _ in mail.iter_attachments()),
        )
        line = {
            "time": now.isoformat(),
            "file": f"{meta.id}.eml",
            "message_id": _bare(_header(mail, "Message-ID")),
            "x_invitation_id": _header(mail, "X-Invitation-Id"),
            "recipients": recipients,
            "sha256": hashlib.sha256(raw).hexdigest(),
        }
        with self._writing:
            (self.folder / f"{meta.id}.eml").write_bytes(raw)
            (self.folder / f"{meta.id}.json").write_text(meta.to_json(), encoding="utf-8")
            with self._log.open("a", encoding="utf-8") as log:
                log.write(json.dumps(line) + "\n")
            self._accepted.add(line["message_id"])
            if len(self._accepted) % PRUNED_EVERY == 0:
                self._prune()

    def was_accepted(self, message_id: str) -> bool:
        return _bare(message_id) in self._accepted

    @property
    def count(self) -> int:
        """How many different mails were taken."""
        return len(self._accepted)

    def log(self) -> list[dict[str, Any]]:
        """A line a mail, oldest first: time, file, message_id, x_invitation_id, recipients, sha256."""
        if not self._log.exists():
            return []
        return [json.loads(line) for line in self._log.read_text(encoding="utf-8").splitlines()]

    def messages(self) -> list[EmailMessage]:
        """The mails themselves, in order of acceptance; those pruned since are left out."""
        return list(self._messages())

    def _messages(self) -> Iterator[EmailMessage]:
        for line in self.log():
            path = self.folder / line["file"]
            if path.exists():
                yield parsed(path.read_bytes())

    def _prune(self) -> None:
        names = sorted(path.stem for path in self.folder.glob("*.json"))
        for name in names[: max(len(names) - self._kept_mails, 0)]:
            (self.folder / f"{name}.json").unlink(missing_ok=True)
            (self.folder / f"{name}.eml").unlink(missing_ok=True)


def parsed(raw: bytes) -> EmailMessage:
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def _header(mail: EmailMessage, name: str) -> str:
    return str(mail.get(name, ""))


def _bare(message_id: str) -> str:
    return message_id.strip().strip("<>")
