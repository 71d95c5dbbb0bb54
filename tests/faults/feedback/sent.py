"""A mail of ours as it left, for whoever sends it back, complains of it or answers it."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from uuid import UUID


@dataclass(frozen=True)
class Sent:
    """What the outside knows of one mail: its id, its recipient and where its bounces go."""

    uuid: UUID
    recipient: str
    return_path: str
    sent_at: datetime
    sender: str = "irina.belova@meridian.example"

    @property
    def message_id(self) -> str:
        return f"<msg-{self.uuid}@surveys.meridian.example>"

    @property
    def domain(self) -> str:
        return self.recipient.rpartition("@")[2]

    @property
    def date(self) -> str:
        return format_datetime(self.sent_at)

    def headers(self, *, recipient: str = "") -> str:
        return "\n".join(
            (
                "Received: from relay.meridian.example (relay.meridian.example [198.51.100.20])",
                f"\tby mx.{self.domain} with ESMTPS id 4XyZ1234; {self.date}",
                f"From: Irina Belova <{self.sender}>",
                f"To: Elena Ivanova <{recipient or self.recipient}>",
                "Subject: Your order SO-1001: 2 minutes",
                f"Date: {self.date}",
                f"Message-ID: {self.message_id}",
                "List-Unsubscribe: <https://surveys.meridian.example/u/abcdef>",
                "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
                "X-Invitation-Id: 0b7a2f7e-5a53-4d4e-8a0e-6a4b1f9d2c11",
                "MIME-Version: 1.0",
                'Content-Type: multipart/alternative; boundary="=_ours"',
            )
        )

    def whole(self) -> str:
        return f"{self.headers()}\n\n--=_ours\nContent-Type: text/plain\n\nGood day,\n--=_ours--\n"


@dataclass(frozen=True)
class Reason:
    """Why a server refuses, in its words. `fate` is what we must understand."""

    code: str
    status: str
    words: str
    fate: str  # dead, bounced, delayed


REASONS = (
    Reason("550", "5.1.1", "User unknown in virtual mailbox table", "dead"),
    Reason("550", "5.1.1", "The email account that you tried to reach does not exist", "dead"),
    Reason("553", "5.1.3", "Invalid recipient address syntax", "dead"),
    Reason("550", "5.1.2", "Host or domain name not found", "dead"),
    Reason("550", "5.7.1", "Message rejected due to content restrictions", "bounced"),
    Reason("552", "5.2.2", "Mailbox full: over quota", "bounced"),
    Reason("554", "5.7.26", "This mail is unauthenticated, which poses a security risk", "bounced"),
    Reason("552", "5.3.4", "Message size exceeds fixed limit", "bounced"),
    Reason("451", "4.7.1", "Greylisting in action, please come back later", "delayed"),
    Reason("452", "4.2.2", "The mailbox is over its quota just now", "delayed"),
    Reason("421", "4.4.2", "Connection dropped due to timeout", "delayed"),
)
