"""Sends a survey's mail to whoever looks at it: by the real mail server, with links that ask nobody."""

from datetime import datetime
from uuid import uuid4

from django.utils.translation import gettext as _

from surveys.channels.email import Channel, Mail, NoServer
from surveys.channels.replies import Receipt
from surveys.errors import DomainError
from surveys.models import Outcome
from surveys.rendering.mails import encoding, personal, trial
from surveys.rendering.mails.trial import Letter, Trial


class NotSent(DomainError):
    """The mail server cannot be reached or did not take the mail: the text repeats its words."""

    code = "not_sent"


def send_to(*, address: str, wanted: Trial, now: datetime) -> Receipt:
    """Send the mail to one of us, marked as a test. Neither an invitation nor an answer comes of it.

    Raises NotSent with what the mail server said.
    """
    letter = Letter(uuid=uuid4(), address=address, dated_at=now, mark=_("[Test]"))
    mail = Mail(
        message_id=personal.message_id(letter.uuid),
        sender=encoding.wire_address(wanted.brand.sender_address),
        recipient=encoding.wire_address(address),
        content=trial.composed(wanted, letter),
    )
    try:
        with Channel() as channel:
            receipt = channel.send(mail)
    except NoServer as error:
        raise NotSent(
            _("The mail server cannot be reached: %(words)s.") % {"words": error},
            mend=_("Ask the operator to look at EMAIL_URL."),
        ) from error
    if receipt.outcome != Outcome.ACCEPTED:
        raise NotSent(
            _("The mail server did not take it: %(words)s.") % {"words": receipt.reply.rstrip(".")},
            mend=_("Its words say what to mend: often the sender's address."),
        )
    return receipt
