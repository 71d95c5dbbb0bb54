"""Reads the process environment once; a wrong value stops the start and names its variable."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import environ
from django.core.exceptions import ImproperlyConfigured

from config.environment import mail, variables
from config.environment.mail import Mail

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
    mail: Mail
    base_url: str
    allowed_hosts: list[str]
    trusted_proxies: list[str]
    office_networks: list[str]
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
    mode = variables.one_of(values, "BAROMETER_MODE", PRODUCTION, (PRODUCTION, DEMO, TEST))
    base_url = variables.web_address(values, "BASE_URL")
    broker_url = _server(values, "BROKER_URL", ("redis", "rediss", "valkey", "amqp", "amqps"))
    return Environment(
        mode=mode,
        secret_key=_secret_key(values, mode),
        database=_database(values),
        broker_url=broker_url,
        cache_url=_cache_url(values, broker_url),
        mail=mail.read(values),
        base_url=base_url,
        allowed_hosts=_allowed_hosts(values, base_url),
        trusted_proxies=variables.networks(values, "TRUSTED_PROXIES"),
        office_networks=variables.networks(values, "OFFICE_NETWORKS"),
        time_zone=variables.one_of(values, "TIME_ZONE", "UTC", available_timezones()),
        sweep_seconds=variables.seconds(values, "SWEEP_SECONDS", 5),
        inbox_folder=_inbox_folder(values, mode),
    )


def _secret_key(values: dict[str, str], mode: str) -> str:
    key = variables.required(values, "SECRET_KEY", "the output of `openssl rand -base64 60`")
    if mode == PRODUCTION and (len(key) < MINIMUM_SECRET_LENGTH or len(set(key)) < 5):
        raise ImproperlyConfigured(
            f"SECRET_KEY is too easy to guess: it has {len(key)} characters, {len(set(key))} of them "
            f"different. Use at least {MINIMUM_SECRET_LENGTH}, for example of `openssl rand -base64 60`."
        )
    return key


def _database(values: dict[str, str]) -> dict[str, Any]:
    url = variables.required(values, "DATABASE_URL", "postgres://USER:PASSWORD@HOST:5432/NAME")
    variables.address(url, "DATABASE_URL", ("postgres", "postgresql"))
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
    url = variables.required(values, name, "redis://valkey:6379/0")
    parts = variables.address(url, name, schemes)
    if not parts.hostname:
        raise ImproperlyConfigured(f"{name} names no host. Write {parts.scheme}://HOST:PORT/...")
    return "redis" + url.removeprefix("valkey") if parts.scheme == "valkey" else url


def _allowed_hosts(values: dict[str, str], base_url: str) -> list[str]:
    own = urlsplit(base_url).hostname or ""
    return list(dict.fromkeys([own, *variables.names(values, "ALLOWED_HOSTS")]))


def _inbox_folder(values: dict[str, str], mode: str) -> str:
    folder = values.get("INBOX_FOLDER", "").strip()
    if folder and mode == PRODUCTION:
        raise ImproperlyConfigured("INBOX_FOLDER is for the demo: it shows mails to everybody. Unset it.")
    return folder
