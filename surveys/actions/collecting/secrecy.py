"""Makes an answer without a name unreadable for whoever holds a copy of the database, until it is sealed."""

import base64
import hmac
import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

BLOCK = 256  # texts are filled up to whole blocks: their length tells little
NO_TIME = 0  # a Fernet token carries its time of writing, which would lead to the mark


class Unreadable(ValueError):
    """Encrypted under a key that this installation no longer has, or changed since."""


def hide(value: Mapping[str, Any]) -> str:
    """The value as a text that only this installation can read."""
    plain = json.dumps(value, ensure_ascii=False).encode()
    plain += b" " * (-len(plain) % BLOCK)
    return _keys().encrypt_at_time(plain, NO_TIME).decode()


def show(secret: str) -> dict[str, Any]:
    """The value again, also under an earlier secret key. Raises Unreadable."""
    try:
        plain = _keys().decrypt(secret.encode())
    except InvalidToken as error:
        raise Unreadable("The key of this answer is gone.") from error
    found: dict[str, Any] = json.loads(plain)
    return found


def _keys() -> MultiFernet:
    """Keys of their own: no other signature of the installation tells anything of them."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = [hmac.digest(str(key).encode(), b"barometer: waiting answers", "sha256") for key in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
