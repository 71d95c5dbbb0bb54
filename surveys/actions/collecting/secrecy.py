"""Makes an answer without a name unreadable for whoever holds a copy of the database, until it is sealed.

Encrypt, then authenticate, from the standard library: a keystream of SHAKE-256 under a salt of its own, and
HMAC-SHA-256 over both. The time of writing stands nowhere in it.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from typing import Any

from django.conf import settings

SALT_BYTES, SEAL_BYTES = 32, 32
BLOCK = 256  # texts are filled up to whole blocks: their length tells little


class Unreadable(ValueError):
    """Encrypted under a key that this installation no longer has, or changed since."""


def hide(value: Mapping[str, Any]) -> str:
    """The value as a text that only this installation can read."""
    plain = json.dumps(value, ensure_ascii=False).encode()
    plain += b" " * (-len(plain) % BLOCK)
    salt = secrets.token_bytes(SALT_BYTES)
    hidden = salt + _mixed(plain, settings.SECRET_KEY, salt)
    return base64.b64encode(_seal(hidden, settings.SECRET_KEY) + hidden).decode()


def show(secret: str) -> dict[str, Any]:
    """The value again, also under an earlier secret key. Raises Unreadable."""
    raw = base64.b64decode(secret)
    seal, hidden = raw[:SEAL_BYTES], raw[SEAL_BYTES:]
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if hmac.compare_digest(seal, _seal(hidden, str(key))):
            plain = _mixed(hidden[SALT_BYTES:], str(key), hidden[:SALT_BYTES])
            found: dict[str, Any] = json.loads(plain)
            return found
    raise Unreadable("The key of this answer is gone.")


def _mixed(text: bytes, secret: str, salt: bytes) -> bytes:
    """The text with the keystream laid over it; a second time gives the text again."""
    stream = hashlib.shake_256(_key(secret, "stream") + salt).digest(len(text))
    return (int.from_bytes(text) ^ int.from_bytes(stream)).to_bytes(len(text))


def _seal(hidden: bytes, secret: str) -> bytes:
    return hmac.digest(_key(secret, "seal"), hidden, "sha256")


def _key(secret: str, purpose: str) -> bytes:
    """A key of its own for each purpose: no other signature of the installation tells anything of it."""
    return hmac.digest(secret.encode(), b"barometer: waiting answers: " + purpose.encode(), "sha256")
