"""Reads the process environment once; a wrong value stops the start and names its variable."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import environ
from django.core.exceptions import ImproperlyConfigured

PRODUCTION, DEMO, TEST = "production", "demo", "test"
MINIMUM_SECRET_LENGTH = 50


@dataclass(frozen=True)
class Environment:
    """Everything the settings take from outside. Times are seconds."""

    mode: str
    secret_key: str
    database: dict[str, Any]
    broker_url: str
    cache_url: str
    email: dict[str, Any]
    email_url: str
    mail_lookup_url: str
    mail_settle_seconds: int
    send_lease_seconds: int
    base_url: str
    allowed_hosts: list[str]
    trusted_proxies: list[str]
    time_zone: str
    inbox_url: str

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")


def read(values: dict[str, str]) -> Environment:
    """Checked settings out of environment variables.

    Raises ImproperlyConfigured with the variable's name, what is wrong with it and how to mend it.
    """
    env = environ.Env()
    env.ENVIRON = values
    mode = _one_of(values, "BAROMETER_MODE", PRODUCTION, (PRODUCTION, DEMO, TEST))
    base_url = _web_address(values, "BASE_URL")
    broker_url = _scheme(values, "BROKER_URL", ("redis", "rediss", "valkey", "amqp", "amqps"))
    email_url = _scheme(values, "EMAIL_URL", ("smtp", "smtp+tls", "smtp+ssl", "smtps", "submission"))
    return Environment(
        mode=mode,
        secret_key=_secret_key(values, mode),
        database=_database(env, values),
        broker_url=broker_url,
        cache_url=_cache_url(values, broker_url),
        email=env.email_url_config(email_url),
        email_url=email_url,
        mail_lookup_url=_optional_web_address(values, "MAIL_LOOKUP_URL"),
        mail_settle_seconds=_seconds(values, "MAIL_SETTLE_SECONDS", 600),
        send_lease_seconds=_seconds(values, "SEND_LEASE_SECONDS", 60),
        base_url=base_url,
        allowed_hosts=_names(values, "ALLOWED_HOSTS") or [urlsplit(base_url).hostname or ""],
        trusted_proxies=_names(values, "TRUSTED_PROXIES"),
        time_zone=_one_of(values, "TIME_ZONE", "UTC", available_timezones()),
        inbox_url=_optional_web_address(values, "INBOX_URL"),
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


def _database(env: environ.Env, values: dict[str, str]) -> dict[str, Any]:
    url = _scheme(values, "DATABASE_URL", ("postgres", "postgresql"))
    try:
        database = dict(env.db_url_config(url))
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}") from error
    if not database.get("NAME"):
        raise ImproperlyConfigured(
            "DATABASE_URL names no database. Write postgres://USER:PASSWORD@HOST:5432/NAME"
        )
    return database


def _cache_url(values: dict[str, str], broker_url: str) -> str:
    if values.get("CACHE_URL"):
        return _scheme(values, "CACHE_URL", ("redis", "rediss", "valkey"))
    if urlsplit(broker_url).scheme.startswith("amqp"):
        raise ImproperlyConfigured(
            "CACHE_URL is not set. With RabbitMQ as BROKER_URL the cache needs its own address, "
            "for example CACHE_URL=redis://valkey:6379/1"
        )
    return broker_url


def _scheme(values: dict[str, str], name: str, schemes: tuple[str, ...]) -> str:
    value = _required(values, name, f"{schemes[0]}://...")
    scheme = urlsplit(value).scheme
    if scheme not in schemes:
        raise ImproperlyConfigured(
            f"{name} begins with {scheme or 'no scheme'!r}; it must begin with one of: "
            + ", ".join(f"{s}://" for s in schemes)
        )
    return value


def _web_address(values: dict[str, str], name: str) -> str:
    value = _required(values, name, "https://surveys.example.com").rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a web address with http(s)://")
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


def _names(values: dict[str, str], name: str) -> list[str]:
    return [part.strip() for part in values.get(name, "").split(",") if part.strip()]
