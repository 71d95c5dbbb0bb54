"""Makes what is written unreadable for whoever holds a copy of the database: answers until they are sealed,
secrets of gateways."""

import base64
import hmac
import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

BLOCK = 256  # texts are filled up to whole blocks: their length tells little
ANSWERS, GATEWAYS = b"waiting answers", b"gateways"  # each purpose has keys of its own
NO_TIME = 0  # a Fernet token carries its time of writing, which would lead to the mark


class Unreadable(ValueError):
    """Encrypted under a key that this installation no longer has, or changed since."""


def hide(value: Mapping[str, Any], purpose: bytes = ANSWERS) -> str:
    """The value as a text that only this installation can read."""
    plain = json.dumps(value, ensure_ascii=False).encode()
    plain += b" " * (-len(plain) % BLOCK)
    return _keys(purpose).encrypt_at_time(plain, NO_TIME).decode()


def show(secret: str, purpose: bytes = ANSWERS) -> dict[str, Any]:
    """The value again, also under an earlier secret key. Raises Unreadable."""
    try:
        plain = _keys(purpose).decrypt(secret.encode())
    except InvalidToken as error:
        raise Unreadable("The key under which this was written is gone.") from error
    found: dict[str, Any] = json.loads(plain)
    return found


def _keys(purpose: bytes) -> MultiFernet:
    """Keys of their own: no other signature of the installation tells anything of them."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = [hmac.digest(str(key).encode(), b"barometer: " + purpose, "sha256") for key in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
