"""DKIM: what we sign, dkimpy verifies; the same mail has the same signature; a change breaks it."""

import base64
from collections.abc import Callable
from pathlib import Path

import dkim  # type: ignore[import-untyped]
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from pytest_django import Settings

from surveys.rendering.mails import composing, signing
from tests.surveys import asked
from tests.surveys.rendering.mails.test_composing import DATED_AT, FACTS, READY, parts

Dns = Callable[..., bytes]
PEM, PKCS8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
PLAIN = serialization.NoEncryption()


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def dns(key: rsa.RSAPrivateKey, tmp_path: Path, settings: Settings) -> Dns:
    """The installation has a key, and the world finds its other half."""
    file = tmp_path / "dkim.pem"
    file.write_bytes(key.private_bytes(PEM, PKCS8, PLAIN))
    settings.DKIM_KEY_FILE, settings.DKIM_DOMAIN = str(file), "meridian.example"
    settings.DKIM_SELECTOR = "ask2026"
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )

    def answer(name: bytes, timeout: int = 5) -> bytes:
        assert name == b"ask2026._domainkey.meridian.example."
        return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)

    return answer


def is_good(mail: bytes, dns: Dns) -> bool:
    try:
        return bool(dkim.DKIM(mail).verify(dnsfunc=dns))
    except dkim.ValidationError:
        return False


@effort(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=FACTS)
def test_every_mail_is_verified_and_repeated_to_the_byte(dns: Dns, facts: dict[str, str]) -> None:
    mail = composing.compose(READY, parts(facts, "ru"))
    assert mail.startswith(b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n d=meridian.example;")
    assert f"t={int(DATED_AT.timestamp())};".encode() in mail
    assert is_good(mail, dns)
    assert mail == composing.compose(READY, parts(facts, "ru"))
    assert all(len(line) <= 78 for line in mail.partition(b"\r\nFrom: ")[0].split(b"\r\n"))


def test_what_a_relay_may_do_to_blanks_does_no_harm(dns: Dns) -> None:
    mail = composing.compose(READY, parts(asked.FACTS))
    assert is_good(mail.replace(b"\r\nReply-To: ", b"\r\nreply-to:   ").replace(b"=\r\n", b"=  \r\n"), dns)


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (b"Irina Belova", b"Irina Velova"),
        (b"\r\nFrom: ", b"\r\nFrom: evil@evil.example\r\nFrom: "),
        (b"List-Unsubscribe: <http", b"List-Unsubscribe: <xttp"),
        (b"One-Click", b"Two-Click"),
        (b"Message-ID: <msg-", b"Message-ID: <gsm-"),
        (b"Date: Wed", b"Date: Thu"),
        (b"?a=3D7", b"?a=3D9"),
    ],
)
def test_whoever_changes_it_breaks_it(dns: Dns, here: bytes, there: bytes) -> None:
    mail = composing.compose(READY, parts(asked.FACTS))
    assert b"\r\n h=from:from:to:" in mail  # dkimpy counts every From by itself, others go by this list
    assert here in mail and is_good(mail, dns)
    assert not is_good(mail.replace(here, there, 1), dns)


def test_ed25519_signs_too() -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    signer = signing.Signer("meridian.example", "ed", key)
    mail = composing.compose(READY, parts(asked.FACTS))
    header = signer.header(mail, DATED_AT)
    assert b"a=ed25519-sha256" in header and header == signer.header(mail, DATED_AT)
    assert len(base64.b64decode(b"".join(header.partition(b" b=")[2].split()))) == 64


def test_without_a_key_nothing_is_signed(settings: Settings) -> None:
    settings.DKIM_KEY_FILE = ""
    assert composing.compose(READY, parts(asked.FACTS)).startswith(b"From: ")
