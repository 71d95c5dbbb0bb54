"""An address of any channel in its one spelling, by which opt-outs and budgets go."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from surveys.channels.senders import registry
from surveys.channels.senders.interface import WrongAddress

EMAIL = "email"


def spelled(address: str, channel: str = EMAIL) -> str:
    """The address as the channel writes it. Raises WrongAddress; a channel that is gone reaches nobody."""
    if channel == EMAIL:
        try:
            validate_email(address)
        except ValidationError as error:
            raise WrongAddress(f"{address!r} is no e-mail address.") from error
        return address
    try:
        return registry.channel(channel).check_address(address)
    except KeyError as error:
        raise WrongAddress(f"There is no channel {channel!r}.") from error
