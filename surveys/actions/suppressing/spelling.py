"""What counts as an address: of mail, or a number or name of another channel."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from surveys.actions.suppressing.reasons import NotAnAddress

LONGEST = 254


def checked(address: str) -> str:
    """The address without blanks around it; what has no @ is another channel's and needs a digit.

    Raises NotAnAddress.
    """
    address = address.strip()
    wrong = NotAnAddress(_("“%(address)s” is no address.") % {"address": address[:LONGEST]})
    if len(address) > LONGEST or not address.isprintable():
        raise wrong
    if "@" not in address and not (address[:1] in "+@" or any(letter.isdigit() for letter in address)):
        raise wrong
    if "@" in address.lstrip("@"):
        try:
            validate_email(address)
        except ValidationError as error:
            raise wrong from error
    if not address:
        raise wrong
    return address
