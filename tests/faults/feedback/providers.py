"""Events as mail providers post them, by their documentation, and the proof that each asks for."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.test import Client

from surveys.channels.feedback.marks import NAME
from tests.faults.feedback.sent import Sent

SECRETS = {"mailgun": "key-of-the-signature", "postmark": "user:pass:word", "brevo": "user:pass:word"}


@dataclass(frozen=True)
class Post:
    """One post of a provider: its body and its headers."""

    provider: str
    body: bytes
    headers: dict[str, str]

    def send(self, client: Client) -> int:
        path = f"/mail/events/{self.provider}/"
        answer = client.post(path, self.body, content_type="application/json", headers=self.headers)
        return answer.status_code


def _basic(secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(secret.encode()).decode()}


def mailgun(sent: Sent, what: str, at: datetime, *, secret: str = SECRETS["mailgun"]) -> Post:
    events: dict[str, dict[str, Any]] = {
        "delivered": {"event": "delivered", "delivery-status": {"code": 250, "message": "OK"}},
        "dead": {
            "event": "failed",
            "severity": "permanent",
            "reason": "bounce",
            "delivery-status": {"code": 550, "message": "5.1.1 The email account does not exist"},
        },
        "bounced": {
            "event": "failed",
            "severity": "permanent",
            "reason": "generic",
            "delivery-status": {"code": 554, "message": "5.7.1 Blocked by policy"},
        },
        "delayed": {
            "event": "failed",
            "severity": "temporary",
            "reason": "generic",
            "delivery-status": {"code": 451, "message": "4.7.1 Greylisted"},
        },
        "complained": {"event": "complained"},
        "opened": {"event": "opened"},
    }
    token, timestamp = uuid4().hex, str(int(at.timestamp()))
    signature = hmac.digest(secret.encode(), f"{timestamp}{token}".encode(), hashlib.sha256).hex()
    data = events[what] | {
        "id": uuid4().hex,
        "timestamp": at.timestamp(),
        "recipient": sent.recipient,
        "message": {"headers": {"message-id": sent.message_id.strip("<>")}},
    }
    signed = {"timestamp": timestamp, "token": token, "signature": signature}
    return Post("mailgun", json.dumps({"signature": signed, "event-data": data}).encode(), {})


def postmark(sent: Sent, what: str, at: datetime, *, secret: str = SECRETS["postmark"]) -> Post:
    moment = at.isoformat()
    events: dict[str, dict[str, Any]] = {
        "delivered": {"RecordType": "Delivery", "DeliveredAt": moment, "Recipient": sent.recipient},
        "dead": {"RecordType": "Bounce", "Type": "HardBounce", "Details": "smtp;550 5.1.1 User unknown"},
        "bounced": {"RecordType": "Bounce", "Type": "Blocked", "Details": "smtp;550 5.7.1 Refused"},
        "delayed": {"RecordType": "Bounce", "Type": "Transient", "Details": "smtp;450 4.2.1 Later"},
        "complained": {"RecordType": "SpamComplaint", "Type": "SpamComplaint"},
        "opened": {"RecordType": "Open", "Recipient": sent.recipient, "ReceivedAt": moment},
    }
    common = {"MessageID": str(uuid4()), "Metadata": {NAME: str(sent.uuid)}, "Tag": ""}
    if what not in ("delivered", "opened"):
        common |= {"ID": uuid4().int % 10**12, "Email": sent.recipient, "BouncedAt": moment}
    return Post("postmark", json.dumps(common | events[what]).encode(), _basic(secret))


def brevo(sent: Sent, what: str, at: datetime, *, secret: str = SECRETS["brevo"]) -> Post:
    events: dict[str, dict[str, Any]] = {
        "delivered": {"event": "delivered"},
        "dead": {"event": "hard_bounce", "reason": "mailbox unknown"},
        "bounced": {"event": "blocked", "reason": "554 5.7.1 refused"},
        "delayed": {"event": "deferred", "reason": "450 4.2.1 later"},
        "complained": {"event": "spam"},
        "opened": {"event": "opened"},
    }
    data = events[what] | {
        "email": sent.recipient,
        "message-id": "<202611180900.12345@smtp-relay.mailin.fr>",  # theirs: ours was rewritten
        "X-Mailin-custom": json.dumps({NAME: str(sent.uuid)}),
        "ts_epoch": int(at.timestamp() * 1000),
        "id": uuid4().int % 10**6,
    }
    return Post("brevo", json.dumps(data).encode(), _basic(secret))


PROVIDERS: dict[str, Callable[..., Post]] = {"mailgun": mailgun, "postmark": postmark, "brevo": brevo}
