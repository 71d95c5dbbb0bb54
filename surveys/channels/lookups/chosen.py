"""The look-up that MAIL_LOOKUP_URL names."""

from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models.functions import Now

from surveys.channels.lookups.interface import Lookup, Presence
from surveys.channels.lookups.mailgun import Mailgun
from surveys.channels.lookups.postmark import Postmark
from surveys.channels.lookups.relay import Relay
from surveys.models import Message

# Another provider is another file and another line.
LOOKUPS: dict[str, Callable[[str], Lookup]] = {
    "http": Relay,
    "https": Relay,
    "mailgun": Mailgun,
    "mailgun+eu": Mailgun,
    "postmark": Postmark,
}


def is_configured() -> bool:
    return bool(settings.MAIL_LOOKUP_URL)


def lookup(message_id: str) -> Presence:
    """Whether the provider has taken the mail. A "no" that cannot be trusted says nothing."""
    chosen = _named(settings.MAIL_LOOKUP_URL)
    presence = chosen.ask(message_id)
    if presence == Presence.UNKNOWN and not (chosen.is_certain or _finds_what_is_there(chosen, message_id)):
        return Presence.UNAVAILABLE
    return presence


@lru_cache(maxsize=2)
def _named(url: str) -> Lookup:
    return LOOKUPS[urlsplit(url).scheme](url)


def _finds_what_is_there(chosen: Lookup, message_id: str) -> bool:
    """Whether it finds the latest mail that the server surely took, and that has had time to be shown."""
    shown_until = Now() - timedelta(seconds=settings.MAIL_SETTLE_SECONDS)
    taken = Message.objects.filter(accepted_at__lt=shown_until).order_by("-accepted_at")
    uuid = taken.values_list("uuid", flat=True).first()
    host = message_id.partition("@")[2]
    return uuid is not None and chosen.ask(f"msg-{uuid}@{host}") == Presence.ACCEPTED
