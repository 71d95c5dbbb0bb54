"""How mail goes out, and where what comes back about it is read."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from django.core.exceptions import ImproperlyConfigured

from config.environment import variables

PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465, "smtps": 465}
MAILBOXES = ("imap+ssl", "imaps", "imap+tls")
# How to write each provider, and after how many seconds its "not there" is believed: Mailgun's events may
# take half an hour to appear (their own word).
LOOKUPS = {
    "mailgun": ("mailgun://API_KEY@mail.example.com", 1800),
    "mailgun+eu": ("mailgun+eu://API_KEY@mail.example.com", 1800),
    "postmark": ("postmark://SERVER_TOKEN", 60),
}
SIGNED = {"mailgun": "mailgun://SIGNING_KEY"}
WITH_PASSWORD = ("postmark", "brevo", "sendgrid", "sparkpost", "mailjet")
EVENTS = (*SIGNED, *WITH_PASSWORD)
RELAY_SETTLE_SECONDS = 600
LEAST_DKIM_BITS = 1024  # receivers may ignore a shorter key (RFC 8301); 2048 is what one makes today
DKIM_NAME = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
PLAIN_LOCAL_PART = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
PLAIN_DOMAIN = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
LONGEST_LOCAL_PART = 15  # what message, day and proof leave of the 64 characters of RFC 5321


@dataclass(frozen=True)
class Mail:
    """Everything about mail that the settings take from outside. Times are seconds."""

    relay: dict[str, Any]
    lookup_url: str
    settle_seconds: int
    send_lease_seconds: int
    provider: str  # whose relay it is, as far as look-up or events tell
    events_secret: str  # empty: no events are taken
    return_path: str
    feedback_mailbox_url: str
    dkim_key_file: str
    dkim_domain: str
    dkim_selector: str


def read(values: dict[str, str]) -> Mail:
    """Checked. Raises ImproperlyConfigured as every reading does."""
    relay = _relay(values)
    lookup_url = _lookup_url(values)
    provider, secret = _events(values)
    asked = urlsplit(lookup_url).scheme.partition("+")[0] if not lookup_url.startswith("http") else ""
    if asked and provider and asked != provider:
        raise ImproperlyConfigured(
            f"MAIL_EVENTS is of {provider}, MAIL_LOOKUP_URL of {asked}; name one provider"
        )
    # How long a mail may still be on its way into the look-up's sight (D5).
    _, settle = LOOKUPS.get(urlsplit(lookup_url).scheme, ("", RELAY_SETTLE_SECONDS))
    dkim = [variables.given(values, name) for name in ("DKIM_KEY_FILE", "DKIM_DOMAIN", "DKIM_SELECTOR")]
    _check_dkim(*dkim)
    return Mail(
        relay=relay,
        lookup_url=lookup_url,
        settle_seconds=variables.seconds(values, "MAIL_SETTLE_SECONDS", settle),
        send_lease_seconds=variables.seconds(values, "SEND_LEASE_SECONDS", 60),
        provider=provider or asked,
        events_secret=secret,
        return_path=_return_path(values),
        feedback_mailbox_url=_mailbox(values),
        dkim_key_file=dkim[0],
        dkim_domain=dkim[1].lower(),
        dkim_selector=dkim[2],
    )


def _relay(values: dict[str, str]) -> dict[str, Any]:
    example = "smtp+tls://USER:PASSWORD@relay.example.com:587"
    parts = variables.address(variables.required(values, "EMAIL_URL", example), "EMAIL_URL", PORTS)
    if not parts.hostname:
        raise ImproperlyConfigured(f"EMAIL_URL names no mail relay. Write {example}")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme in ("smtp+ssl", "smtps"),
    }


def _lookup_url(values: dict[str, str]) -> str:
    """The relay's own look-up, or a provider's interface that finds a mail again."""
    url = variables.given(values, "MAIL_LOOKUP_URL")
    if not url:
        return ""
    parts = variables.address(url, "MAIL_LOOKUP_URL", ("http", "https", *LOOKUPS))
    if parts.scheme in ("http", "https"):
        return variables.web_address(values, "MAIL_LOOKUP_URL")
    example, _ = LOOKUPS[parts.scheme]
    has_domain = "@" in example
    if (
        not parts.netloc.strip("@")
        or has_domain != ("@" in parts.netloc)
        or (has_domain and not parts.hostname)
    ):
        raise ImproperlyConfigured(f"MAIL_LOOKUP_URL must look like {example}")
    return url


def _events(values: dict[str, str]) -> tuple[str, str]:
    """The provider whose events are taken, and what proves that they are its own."""
    url = variables.given(values, "MAIL_EVENTS")
    if not url:
        return "", ""
    provider, _, given = url.partition("://")  # a password is no port, so no address
    if provider not in EVENTS:
        shown = ", ".join(f"{name}://" for name in EVENTS)
        raise ImproperlyConfigured(f"MAIL_EVENTS must begin with one of: {shown}")
    secret = unquote(given.rstrip("/"))
    user, _, password = secret.partition(":")
    if not (user and password) and not (provider in SIGNED and secret):
        example = SIGNED.get(provider, f"{provider}://USER:PASSWORD")
        raise ImproperlyConfigured(f"MAIL_EVENTS must look like {example}")
    return provider, secret


def _return_path(values: dict[str, str]) -> str:
    path = variables.given(values, "RETURN_PATH")
    if not path:
        return ""
    local, _, domain = path.rpartition("@")
    if not PLAIN_LOCAL_PART.fullmatch(local) or not PLAIN_DOMAIN.fullmatch(domain):
        raise ImproperlyConfigured(f"RETURN_PATH is {path!r}; it must look like bounces@mail.example.com")
    if len(local) > LONGEST_LOCAL_PART:
        raise ImproperlyConfigured(
            f"RETURN_PATH has {len(local)} characters before the @; at most {LONGEST_LOCAL_PART} leave"
            " room for what we add to it"
        )
    return path


def _mailbox(values: dict[str, str]) -> str:
    url = variables.given(values, "FEEDBACK_MAILBOX_URL")
    if url:
        parts = variables.address(url, "FEEDBACK_MAILBOX_URL", MAILBOXES)
        if not (parts.hostname and parts.username and parts.password):
            raise ImproperlyConfigured(
                "FEEDBACK_MAILBOX_URL must look like imap+ssl://USER:PASSWORD@imap.example.com/INBOX"
            )
    return url


def _check_dkim(key_file: str, domain: str, selector: str) -> None:
    if not (key_file or domain or selector):
        return
    if not (key_file and domain and selector):
        raise ImproperlyConfigured(
            "DKIM_KEY_FILE, DKIM_DOMAIN and DKIM_SELECTOR belong together: set all three, or none"
        )
    for name, value in (("DKIM_DOMAIN", domain), ("DKIM_SELECTOR", selector)):
        if not DKIM_NAME.fullmatch(value):
            raise ImproperlyConfigured(f"{name} is {value!r}; it must be a name as DNS has it")
    try:
        key = serialization.load_pem_private_key(Path(key_file).read_bytes(), password=None)
    except OSError as error:
        raise ImproperlyConfigured(f"DKIM_KEY_FILE {key_file} cannot be read") from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:  # TypeError: it has a password
        raise ImproperlyConfigured(
            f"DKIM_KEY_FILE {key_file} holds no private key in PEM form without a password;"
            " make one: openssl genrsa -out dkim.pem 2048"
        ) from error
    is_long = isinstance(key, rsa.RSAPrivateKey) and key.key_size >= LEAST_DKIM_BITS
    if not is_long and not isinstance(key, ed25519.Ed25519PrivateKey):
        raise ImproperlyConfigured(
            f"DKIM_KEY_FILE {key_file} must be RSA of {LEAST_DKIM_BITS} bits or more, or Ed25519"
        )
