"""SMS through a gateway of the operator's choice; an address is a phone number with its country."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from surveys.channels.senders.interface import WrongAddress
from surveys.channels.senders.webhook import WebhookChannel

_WRITTEN = re.compile(r"[\s().\-\u2010-\u2015]+")
_E164 = re.compile(r"\+[1-9][0-9]{7,14}")


def phone(text: str) -> str:
    """+7 (912) 345-67-89 or 0079123456789 -> +79123456789. Raises WrongAddress."""
    plain = _WRITTEN.sub("", text)
    plain = f"+{plain[2:]}" if plain.startswith("00") else plain
    if not _E164.fullmatch(plain):
        raise WrongAddress(_("A phone number begins with + and the country's code: +49 170 1234567."))
    return plain


CHANNEL = WebhookChannel(
    name="sms",
    label=gettext_noop("SMS"),
    address_label=gettext_noop("phone number"),
    normalise=phone,
    most_characters=1_530,  # ten parts, where most networks end
)
