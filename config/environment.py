"""Reads the process environment once; a wrong value stops the start and names its variable."""

from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit
from zoneinfo import available_timezones

import environ
from django.core.exceptions import ImproperlyConfigured

PRODUCTION, DEMO, TEST = "production", "demo", "test"
MINIMUM_SECRET_LENGTH = 50
DEFAULT_MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465, "smtps": 465}


@dataclass(frozen=True)
class Environment:
    """Everything the settings take from outside. Times are seconds."""

    mode: str
    secret_key: str
    database: dict[str, Any]
    broker_url: str
    cache_url: str
    email: dict[str, Any]
    mail_lookup_url: str
    mail_settle_seconds: int
    send_lease_seconds: int
    base_url: str
    allowed_hosts: list[str]
    trusted_proxies: list[str]
    time_zone: str
    sweep_seconds: int
    inbox_folder: str

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")


def read(values: dict[str, str]) -> Environment:
    """Checked settings out of environment variables.

    Raises ImproperlyConfigured with the variable's name, what is wrong with it and how to mend it.
    """
    mode = _one_of(values, "BAROMETER_MODE", PRODUCTION, (PRODUCTION, DEMO, TEST))
    base_url = _web_address(values, "BASE_URL")
    broker_url = _server(values, "BROKER_URL", ("redis", "rediss", "valkey", "amqp", "amqps"))
    return Environment(
        mode=mode,
        secret_key=_secret_key(values, mode),
        database=_database(values),
        broker_url=broker_url,
        cache_url=_cache_url(values, broker_url),
        email=_email(values),
        mail_lookup_url=_optional_web_address(values, "MAIL_LOOKUP_URL"),
        mail_settle_seconds=_seconds(values, "MAIL_SETTLE_SECONDS", 600),
        send_lease_seconds=_seconds(values, "SEND_LEASE_SECONDS", 60),
        base_url=base_url,
        allowed_hosts=_allowed_hosts(values, base_url),
        trusted_proxies=_networks(values, "TRUSTED_PROXIES"),
        time_zone=_one_of(values, "TIME_ZONE", "UTC", available_timezones()),
        sweep_seconds=_seconds(values, "SWEEP_SECONDS", 5),
        inbox_folder=_inbox_folder(values, mode),
    )


def _required(values: dict[str, str], name: str, example: str) -> str:
    value = values.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. Set it, for example {name}={example}")
    return value


def _secret_key(values: dict[str, str], mode: str) -> str:
    key = _required(values, "SECRET_KEY", "the output of `openssl rand -base64 60`")
    if mode == PRODUCTION and (len(key) < MINIMUM_SECRET_LENGTH or len(set(key)) < 5):
        raise ImproperlyConfigured(
            f"SECRET_KEY is too easy to guess: it has {len(key)} characters, {len(set(key))} of them "
            f"different. Use at least {MINIMUM_SECRET_LENGTH}, for example of `openssl rand -base64 60`."
        )
    return key


def _database(values: dict[str, str]) -> dict[str, Any]:
    url = _required(values, "DATABASE_URL", "postgres://USER:PASSWORD@HOST:5432/NAME")
    _address(url, "DATABASE_URL", ("postgres", "postgresql"))
    database = dict(environ.Env.db_url_config(url))
    if not database.get("NAME"):
        raise ImproperlyConfigured(
            "DATABASE_URL names no database. Write postgres://USER:PASSWORD@HOST:5432/NAME"
        )
    return database


def _cache_url(values: dict[str, str], broker_url: str) -> str:
    if values.get("CACHE_URL", "").strip():
        return _server(values, "CACHE_URL", ("redis", "rediss", "valkey"))
    if urlsplit(broker_url).scheme.startswith("amqp"):
        raise ImproperlyConfigured(
            "CACHE_URL is not set. With RabbitMQ as BROKER_URL the cache needs its own address, "
            "for example CACHE_URL=redis://valkey:6379/1"
        )
    return broker_url


def _server(values: dict[str, str], name: str, schemes: Collection[str]) -> str:
    """The address of a server; Valkey speaks redis://, which is what the libraries know."""
    url = _required(values, name, "redis://valkey:6379/0")
    parts = _address(url, name, schemes)
    if not parts.hostname:
        raise ImproperlyConfigured(f"{name} names no host. Write {parts.scheme}://HOST:PORT/...")
    return "redis" + url.removeprefix("valkey") if parts.scheme == "valkey" else url


def _email(values: dict[str, str]) -> dict[str, Any]:
    url = _required(values, "EMAIL_URL", "smtp+tls://USER:PASSWORD@relay.example.com:587")
    parts = _address(url, "EMAIL_URL", DEFAULT_MAIL_PORTS)
    if not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL names no mail relay. Write smtp+tls://USER:PASSWORD@relay.example.com:587"
        )
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or DEFAULT_MAIL_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme in ("smtp+ssl", "smtps"),
    }


def _address(url: str, name: str, schemes: Collection[str]) -> SplitResult:
    """The parts of an address. The messages never repeat it: it may hold a password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} cannot be read: its host or port is wrong, or a character in it (such as # or / in the"
            " password) must be written as %23 or %2F"
        ) from error
    if parts.scheme not in schemes:
        raise ImproperlyConfigured(
            f"{name} begins with {parts.scheme or 'no scheme'!r}; it must begin with one of: "
            + ", ".join(f"{scheme}://" for scheme in schemes)
        )
    if port == 0:
        raise ImproperlyConfigured(f"{name} has port 0; it must be from 1 to 65535")
    return parts


def _web_address(values: dict[str, str], name: str) -> str:
    value = _required(values, name, "https://surveys.example.com").rstrip("/")
    parts = _address(value, name, ("http", "https"))
    if not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must look like https://surveys.example.com")
    return value


def _optional_web_address(values: dict[str, str], name: str) -> str:
    return _web_address(values, name) if values.get(name, "").strip() else ""


def _one_of(values: dict[str, str], name: str, default: str, allowed: Any) -> str:
    value = values.get(name, "").strip() or default
    if value not in allowed:
        shown = ", ".join(sorted(allowed)) if len(allowed) < 10 else "an IANA name such as Europe/Berlin"
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of: {shown}")
    return value


def _seconds(values: dict[str, str], name: str, default: int) -> int:
    value = values.get(name, "").strip() or str(default)
    if not value.isdigit() or int(value) < 1:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number of seconds, 1 or more")
    return int(value)


def _allowed_hosts(values: dict[str, str], base_url: str) -> list[str]:
    own = urlsplit(base_url).hostname or ""
    return list(dict.fromkeys([own, *_names(values, "ALLOWED_HOSTS")]))


def _inbox_folder(values: dict[str, str], mode: str) -> str:
    folder = values.get("INBOX_FOLDER", "").strip()
    if folder and mode == PRODUCTION:
        raise ImproperlyConfigured("INBOX_FOLDER is for the demo: it shows mails to everybody. Unset it.")
    return folder


def _networks(values: dict[str, str], name: str) -> list[str]:
    for address in _names(values, name):
        try:
            ip_network(address, strict=False)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"{name} holds {address!r}; it must be addresses or networks such as 10.0.0.5, 172.16.0.0/12"
            ) from error
    return _names(values, name)


def _names(values: dict[str, str], name: str) -> list[str]:
    return [part.strip() for part in values.get(name, "").split(",") if part.strip()]
