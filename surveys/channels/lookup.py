"""Asks the mail provider whether it has taken a mail, by Message-ID (D5)."""

import urllib.error
import urllib.request
from enum import StrEnum
from http.client import HTTPException
from urllib.parse import quote

from django.conf import settings

TIMEOUT_SECONDS = 5
NOT_FOUND = 404


class Presence(StrEnum):
    ACCEPTED = "accepted"
    UNKNOWN = "unknown"
    UNAVAILABLE = "unavailable"


def is_configured() -> bool:
    return bool(settings.MAIL_LOOKUP_URL)


def lookup(message_id: str) -> Presence:
    """GET MAIL_LOOKUP_URL/accepted/<message-id>: 200 is yes, 404 is not yet; anything else says nothing."""
    address = f"{settings.MAIL_LOOKUP_URL}/accepted/{quote(message_id, safe='@')}"
    try:
        # The operator's own setting, checked at the start to be http or https.
        with urllib.request.urlopen(address, timeout=TIMEOUT_SECONDS) as answer:
            return Presence.ACCEPTED if answer.status == 200 else Presence.UNAVAILABLE
    except urllib.error.HTTPError as error:
        return Presence.UNKNOWN if error.code == NOT_FOUND else Presence.UNAVAILABLE
    except (OSError, HTTPException):
        return Presence.UNAVAILABLE
