"""A header by which a provider tells us later which mail its event is about.

Providers that give mails ids of their own, or rewrite Message-ID, hand this back unchanged.
"""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

NAME = "barometer"
HEADERS = {
    "postmark": f"X-PM-Metadata-{NAME}: %s",
    "brevo": "X-Mailin-custom: %s",
    "sendgrid": "X-SMTPAPI: %s",
    "sparkpost": "X-MSYS-API: %s",
    "mailjet": "X-MJ-EventPayload: %s",
}
ENVELOPES = {"sendgrid": "unique_args", "sparkpost": "metadata"}


def header(provider: str, message_uuid: UUID) -> bytes:
    """The header line for this provider with its line end, the same at every repeat; mostly empty."""
    if provider not in HEADERS:
        return b""
    if provider == "postmark":
        return (HEADERS[provider] % message_uuid).encode() + b"\r\n"
    value: dict[str, Any] = {NAME: str(message_uuid)}
    if provider in ENVELOPES:
        value = {ENVELOPES[provider]: value}
    return (HEADERS[provider] % json.dumps(value)).encode() + b"\r\n"


def read(metadata: Mapping[str, Any]) -> UUID | None:
    """The message that an event's metadata names."""
    try:
        return UUID(str(metadata[NAME]))
    except (KeyError, ValueError, TypeError):
        return None
