"""Finds out whether mails of the sender will be believed, and keeps what was found."""

import base64
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from surveys.channels import domain_checks
from surveys.channels.domain_checks import State, Texts
from surveys.errors import DomainError
from surveys.models import Brand, SenderCheck

TEST_MAIL = "test_mail"
GOOD = {State.GOOD: True, State.BAD: False, State.UNKNOWN: None}


class NoSender(DomainError):
    """Nobody is named as the sender yet, so there is nothing to check."""

    code = "no_sender"


def check_domain(*, by: User, now: datetime, selector: str = "", look_up: Texts | None = None) -> None:
    """Ask the DNS about the sender's domain and keep the answers; some seconds at most. Raises NoSender.

    `selector` is needed where the relay signs; where we sign, ours is taken.
    """
    brand = _brand()
    found = domain_checks.findings(
        domain_of(brand),
        signing_domain=settings.DKIM_DOMAIN,
        selector=settings.DKIM_SELECTOR or selector.strip(),
        key=public_record(),
        report_to=brand.reply_to_address,
        relay=settings.EMAIL_HOST,
        look_up=look_up,
    )
    with transaction.atomic():
        for finding in found:
            facts = {**asdict(finding), "domain": domain_of(brand), "selector": selector.strip()}
            _keep(finding.check, GOOD[finding.state], facts, by=by, now=now)


@transaction.atomic
def confirm_test_mail(*, by: User, now: datetime) -> None:
    """Somebody of ours got a test mail and found it right. Raises NoSender."""
    _keep(TEST_MAIL, True, {"sender": _brand().sender_address}, by=by, now=now)


@transaction.atomic
def name_reader(*, reader: str) -> None:
    """Who reads the mailbox to which clients reply; empty: nobody. Raises NoSender."""
    brand = _brand()
    brand.reply_reader = " ".join(reader.split())[:200]
    brand.save(update_fields=["reply_reader"])


def domain_of(brand: Brand) -> str:
    """The domain of the sender's address, in lower case."""
    return brand.sender_address.rpartition("@")[2].strip().lower()


def public_record() -> str:
    """What is to be published for the key by which we sign; empty where we do not."""
    if not settings.DKIM_KEY_FILE:
        return ""
    key = serialization.load_pem_private_key(Path(settings.DKIM_KEY_FILE).read_bytes(), password=None)
    public = key.public_key()
    if isinstance(key, rsa.RSAPrivateKey):
        der = serialization.PublicFormat.SubjectPublicKeyInfo
        return f"v=DKIM1; k=rsa; p={_coded(public.public_bytes(serialization.Encoding.DER, der))}"
    raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return f"v=DKIM1; k=ed25519; p={_coded(raw)}"


def _coded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _brand() -> Brand:
    brand = Brand.objects.first()
    if brand is None:
        raise NoSender(_("Nobody is named as the sender."), mend=_("Set up the sender first."))
    return brand


def _keep(name: str, is_good: bool | None, facts: dict[str, str], *, by: User, now: datetime) -> None:
    found = {"is_good": is_good, "facts": facts, "checked_at": now, "checked_by": by}
    SenderCheck.objects.update_or_create(name=name, defaults=found)
