"""Return paths that name their mail and prove it ours: bounces+<message>.<day>.<proof>@domain (D13)."""

import base64
import hmac
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from django.conf import settings

EPOCH = date(2020, 1, 1)
BELIEVED_DAYS = 30
PROOF_BYTES = 10  # 80 bit
SHAPE = re.compile(r"(?P<message>[a-z2-7]{26})\.(?P<day>[0-9a-f]{1,5})\.(?P<proof>[a-z2-7]{16})")


@dataclass(frozen=True)
class Named:
    """The mail that a return path names; `is_proven` where the proof is ours and not too old."""

    message_uuid: UUID
    is_proven: bool


def return_path(message_uuid: UUID, sent_on: date, sender: str) -> str:
    """Where this mail's bounces go. `sent_on` is the day of its Date, so that a repeat is the same.

    Without RETURN_PATH, to its sender.
    """
    if not settings.RETURN_PATH:
        return sender
    local, _, domain = settings.RETURN_PATH.rpartition("@")
    message, day = _base32(message_uuid.bytes), f"{(sent_on - EPOCH).days:x}"
    return f"{local}+{message}.{day}.{_proof(settings.SECRET_KEY, message, day)}@{domain}"


def read(address: str, today: date) -> Named | None:
    """The mail that an address of ours names, or None where it is no such address.

    Letters of any case: some servers lower them, some raise them.
    """
    base, _, domain = settings.RETURN_PATH.lower().rpartition("@")
    local, _, host = address.strip().strip("<>").lower().rpartition("@")
    found = SHAPE.fullmatch(local.removeprefix(f"{base}+"))
    if not base or host != domain or not local.startswith(f"{base}+") or not found:
        return None
    sent_on = EPOCH + timedelta(days=int(found["day"], 16))
    is_young = timedelta(0) <= today - sent_on + timedelta(days=1) <= timedelta(days=BELIEVED_DAYS + 1)
    is_ours = any(
        hmac.compare_digest(_proof(str(secret), found["message"], found["day"]), found["proof"])
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )
    uuid = UUID(bytes=base64.b32decode(found["message"].upper() + "======"))
    return Named(uuid, is_proven=is_young and is_ours)


def _proof(secret: str, message: str, day: str) -> str:
    return _base32(hmac.digest(_key(secret), f"{message}.{day}".encode(), "sha256")[:PROOF_BYTES])


@lru_cache(maxsize=8)
def _key(secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"barometer: return paths", "sha256")


def _base32(value: bytes) -> str:
    return base64.b32encode(value).decode().rstrip("=").lower()
