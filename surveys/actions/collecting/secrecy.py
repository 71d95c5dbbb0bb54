"""Makes an answer without a name unreadable for whoever holds a copy of the database, until it is sealed."""

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

NO_TIME = 0  # a Fernet text carries the second in which it was made: for these that would be a trace


class Unreadable(ValueError):
    """Encrypted under a key that this installation no longer has."""


def hide(value: Mapping[str, Any]) -> str:
    """The value as a text that only this installation can read."""
    plain = json.dumps(value, ensure_ascii=False).encode()
    return _key(settings.SECRET_KEY).encrypt_at_time(plain, NO_TIME).decode()


def show(secret: str) -> dict[str, Any]:
    """The value again, also under an earlier secret key. Raises Unreadable."""
    keys = MultiFernet([_key(str(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])
    try:
        found: dict[str, Any] = json.loads(keys.decrypt(secret.encode()))
    except InvalidToken as error:
        raise Unreadable("The key of this answer is gone.") from error
    return found


def made_at(secret: str) -> int:
    """The time that the text itself tells, in seconds: none."""
    return _key(settings.SECRET_KEY).extract_timestamp(secret.encode())


@lru_cache(maxsize=8)
def _key(secret: str) -> Fernet:
    digest = hashlib.sha256(b"barometer: answers that wait to be sealed:" + secret.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
