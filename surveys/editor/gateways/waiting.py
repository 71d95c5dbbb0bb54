"""The gateways as their list shows them, and how much waits for a channel that has none."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from surveys.channels.senders import registry
from surveys.models import Gateway, Message
from surveys.models.sending import WAITING

EMAIL = "email"


@dataclass(frozen=True)
class Row:
    gateway: Gateway
    channel: str
    is_known: bool  # its channel's file is there


@dataclass(frozen=True)
class Unserved:
    """Messages of a channel that have nowhere to go."""

    channel: str
    messages: int


def rows() -> list[Row]:
    """Every gateway: those that are on first, then by name."""
    known = registry.channels()
    found = [
        Row(
            gateway,
            _(known[gateway.channel].label) if gateway.channel in known else gateway.channel,
            gateway.channel in known,
        )
        for gateway in Gateway.objects.all()
    ]
    return sorted(found, key=lambda row: (not row.gateway.is_on, row.gateway.name.casefold()))


def unserved() -> list[Unserved]:
    """Channels with messages that wait while no gateway of theirs is on; stopped batches are not counted."""
    on = Gateway.objects.filter(is_on=True).values("channel")
    known = registry.channels()
    waiting = (
        Message.objects.filter(state__in=WAITING, invitation__batch__is_stopped=False)
        .exclude(invitation__batch__channel=EMAIL)
        .exclude(invitation__batch__channel__in=on)
        .values_list("invitation__batch__channel")
        .annotate(n=Count("id"))
        .order_by("invitation__batch__channel")
    )
    return [Unserved(_(known[name].label) if name in known else name, n) for name, n in waiting]
