"""Reads one variable. A refusal names it, says what is wrong and how to mend it, and tells no secret."""

from collections.abc import Collection
from ipaddress import ip_network
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured


def required(values: dict[str, str], name: str, example: str) -> str:
    value = given(values, name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. Set it, for example {name}={example}")
    return value


def given(values: dict[str, str], name: str) -> str:
    """The value without blanks around it; empty where it is not set."""
    return values.get(name, "").strip()


def address(url: str, name: str, schemes: Collection[str]) -> SplitResult:
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


def web_address(values: dict[str, str], name: str) -> str:
    value = required(values, name, "https://surveys.example.com").rstrip("/")
    parts = address(value, name, ("http", "https"))
    if parts.username:
        raise ImproperlyConfigured(f"{name} must hold no user; it must look like https://surveys.example.com")
    if not parts.hostname or parts.query or parts.fragment:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must look like https://surveys.example.com")
    return value


def one_of(values: dict[str, str], name: str, default: str, allowed: Any) -> str:
    value = given(values, name) or default
    if value not in allowed:
        shown = ", ".join(sorted(allowed)) if len(allowed) < 10 else "an IANA name such as Europe/Berlin"
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of: {shown}")
    return value


def seconds(values: dict[str, str], name: str, default: int) -> int:
    value = given(values, name) or str(default)
    if not value.isdigit() or int(value) < 1:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number of seconds, 1 or more")
    return int(value)


def names(values: dict[str, str], name: str) -> list[str]:
    return [part.strip() for part in values.get(name, "").split(",") if part.strip()]


def networks(values: dict[str, str], name: str) -> list[str]:
    for network in names(values, name):
        try:
            ip_network(network, strict=False)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"{name} holds {network!r}; it must be addresses or networks such as 10.0.0.5, 172.16.0.0/12"
            ) from error
    return names(values, name)
