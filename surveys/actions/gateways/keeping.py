"""Adds, changes and switches off gateways; their secrets are hidden and leave only towards the other side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from surveys.actions.collecting import secrecy
from surveys.actions.pacing import domains
from surveys.channels.senders import registry
from surveys.channels.senders.interface import OpenGateway
from surveys.errors import DomainError
from surveys.models import Gateway

ONE_A_CHANNEL = "gateway_one_a_channel"


class CannotKeep(DomainError):
    """The gateway cannot work like this: `faults` says why, by field."""

    code = "cannot_keep_gateway"

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__(" ".join(self.faults.values()))


@dataclass(frozen=True)
class Kept:
    """The gateway; `new_secret` where we chose one: it is shown this once, to be given to the other side."""

    gateway: Gateway
    new_secret: str = ""


@transaction.atomic
def add(*, name: str, channel: str, url: str, secret: str, now: datetime) -> Kept:
    """Add a gateway and switch it on. An empty secret is chosen by us where the channel allows it.

    Raises CannotKeep for an unknown channel, a wrong address or secret, and while another gateway of this
    channel is on.
    """
    if channel not in registry.channels():
        raise CannotKeep({"channel": _("There is no such channel.")})
    chosen = "" if secret else registry.channel(channel).new_secret()
    _check(channel, OpenGateway(url, secret or chosen))
    gateway = Gateway(
        name=name, channel=channel, url=url, secret=_hidden(secret or chosen), is_on=True, created_at=now
    )
    _save(gateway, now)
    return Kept(gateway, chosen)


@transaction.atomic
def change(
    *, gateway: Gateway, name: str, url: str, now: datetime, secret: str = "", with_new_secret: bool = False
) -> Kept:
    """Change a gateway; an empty secret stays as it is, unless a new one of ours is wanted.

    Raises CannotKeep as `add` does.
    """
    channel = registry.channel(gateway.channel)
    chosen = channel.new_secret() if with_new_secret and not secret else ""
    wanted = secret or chosen
    _check(gateway.channel, OpenGateway(url, wanted or opened(gateway).secret))
    gateway.name, gateway.url = name, url
    if wanted:
        gateway.secret = _hidden(wanted)
    _save(gateway, now)
    return Kept(gateway, chosen)


@transaction.atomic
def switch(*, gateway: Gateway, is_on: bool, now: datetime) -> Gateway:
    """Switch it on or off: without one that is on, the messages of its channel wait until they expire.

    Raises CannotKeep while another gateway of the channel is on.
    """
    gateway.is_on = is_on
    _save(gateway, now)
    return gateway


def current(channel: str) -> OpenGateway | None:
    """Where messages of this channel go now, with its secret readable; None where nothing is switched on."""
    gateway = Gateway.objects.filter(channel=channel, is_on=True).first()
    return opened(gateway) if gateway else None


def opened(gateway: Gateway) -> OpenGateway:
    """The gateway with its secret; without one where the secret's key is gone (it must be entered again)."""
    if not gateway.secret:
        return OpenGateway(gateway.url)
    try:
        return OpenGateway(gateway.url, str(secrecy.show(gateway.secret, secrecy.GATEWAYS)["secret"]))
    except secrecy.Unreadable:
        return OpenGateway(gateway.url)


def gone(*, channel: str) -> None:
    """The other side said that it is gone for good (410): nothing is handed to it any more."""
    Gateway.objects.filter(channel=channel, is_on=True).update(is_on=False)


def _hidden(secret: str) -> str:
    return secrecy.hide({"secret": secret}, secrecy.GATEWAYS) if secret else ""


def _check(channel: str, gateway: OpenGateway) -> None:
    if faults := registry.channel(channel).check_gateway(gateway):
        raise CannotKeep(faults)


def _save(gateway: Gateway, now: datetime) -> None:
    """What waits for the channel is tried at once: whatever stood against it may be mended now."""
    try:
        with transaction.atomic():
            gateway.save()
    except IntegrityError as error:
        if ONE_A_CHANNEL not in str(error):
            raise
        raise CannotKeep(
            {"channel": _("Another gateway of this channel is on. Switch it off first.")}
        ) from error
    if gateway.is_on:
        domains.try_now(domain=gateway.channel, now=now)
