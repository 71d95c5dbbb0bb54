"""A DKIM key that cannot sign stops the start, in words that say what to do."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from django.core.exceptions import ImproperlyConfigured

from config import environment

BASE = {
    "BAROMETER_MODE": "test",
    "SECRET_KEY": "development-only-not-secret-development-only-not-secret",
    "BASE_URL": "http://127.0.0.1:8000",
    "DATABASE_URL": "postgres://barometer@db/barometer",
    "BROKER_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "ALLOWED_HOSTS": "127.0.0.1",
}
KEYS = {
    "long": lambda: rsa.generate_private_key(65537, 1024),
    "ed25519": ed25519.Ed25519PrivateKey.generate,
    "elliptic": lambda: ec.generate_private_key(ec.SECP256R1()),
}


def read(file: Path, **different: str) -> None:
    values = {"DKIM_KEY_FILE": str(file), "DKIM_DOMAIN": "m.example", "DKIM_SELECTOR": "s1"}
    environment.read(BASE | values | different)


def written(file: Path, kind: str, password: bytes = b"") -> Path:
    encryption = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)
    file.write_bytes(KEYS[kind]().private_bytes(*form, encryption))
    return file


@pytest.mark.parametrize("kind", ["long", "ed25519"])
def test_a_key_that_signs_is_taken(tmp_path: Path, kind: str) -> None:
    read(written(tmp_path / "dkim.pem", kind))


@pytest.mark.parametrize(
    ("kind", "password", "words"),
    [("elliptic", b"", "must be RSA"), ("ed25519", b"secret", "without a password")],
)
def test_a_key_that_cannot_sign_is_named(tmp_path: Path, kind: str, password: bytes, words: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"DKIM_KEY_FILE.*{words}"):
        read(written(tmp_path / "dkim.pem", kind, password))


def test_what_is_no_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "dkim.pem").write_text("-----BEGIN PRIVATE KEY-----\nnone\n-----END PRIVATE KEY-----\n")
    with pytest.raises(ImproperlyConfigured, match="openssl genrsa"):
        read(tmp_path / "dkim.pem")
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        read(tmp_path / "nothing.pem")


@pytest.mark.parametrize(
    "different", [{"DKIM_DOMAIN": ""}, {"DKIM_DOMAIN": "m; d=x"}, {"DKIM_SELECTOR": "ы"}]
)
def test_names_that_dns_does_not_have_are_named(tmp_path: Path, different: dict[str, str]) -> None:
    with pytest.raises(ImproperlyConfigured, match="DKIM_"):
        read(written(tmp_path / "dkim.pem", "ed25519"), **different)
