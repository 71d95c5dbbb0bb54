"""A company's own chat or messenger through a gateway; an address is whatever that gateway calls a person."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from surveys.channels.senders.interface import WrongAddress
from surveys.channels.senders.webhook import WebhookChannel

LONGEST = 200


def handle(text: str) -> str:
    """A name, number or address without blanks. Raises WrongAddress."""
    plain = text.strip()
    if not plain or len(plain) > LONGEST or any(c.isspace() or not c.isprintable() for c in plain):
        raise WrongAddress(_("A chat address has no blanks and at most 200 characters."))
    return plain


CHANNEL = WebhookChannel(
    name="chat",
    label=gettext_noop("Chat"),
    address_label=gettext_noop("chat address"),
    normalise=handle,
    most_characters=4_000,
)
