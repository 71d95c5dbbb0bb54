"""Writes a claimed mail as it goes over the wire, and keeps its links valid."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from surveys import tokens
from surveys.actions import freezing, inviting, links
from surveys.actions.sending import Claimed
from surveys.channels.conversation import Mail
from surveys.channels.feedback import marks, verp
from surveys.models import Invitation, Token
from surveys.rendering.mails import composing, encoding
from surveys.rendering.mails.personal import Reminds, personal, reminds


def composed(mail: Claimed, now: datetime) -> Mail:
    """The mail, the same to the byte at every try. Raises LookupError, TypeError, ValueError or
    AttributeError where it cannot be written."""
    kind = freezing.Kind(mail.batch_id, mail.version_id, mail.language, mail.number > 0)
    frozen = freezing.frozen(kind, now=now)
    parts = personal(
        message_uuid=mail.uuid,
        invitation_uuid=mail.invitation_uuid,
        dated_at=mail.dated_at,
        address=mail.address,
        language=mail.language,
        facts=mail.facts,
        sender_name=frozen.sender_name,
        reminds=reminds(mail.number, mail.last_number) if mail.number else Reminds.ONLY,
    )
    return Mail(
        message_id=parts.message_id,
        sender=verp.return_path(mail.uuid, mail.dated_at.date(), frozen.sender_address),
        recipient=encoding.wire_address(mail.address),
        content=marks.header(settings.MAIL_PROVIDER, mail.uuid) + composing.compose(frozen.ready, parts),
    )


def renew_links(mails: Sequence[Claimed]) -> None:
    """After a rotation of the secret key a mail carries links under the new one: make those valid."""
    ids = {mail.invitation_id for mail in mails}
    known = Token.objects.filter(invitation__in=ids, key_id=tokens.key_id())
    missing = ids - set(known.values_list("invitation_id", flat=True))
    if missing:
        links.issue_all(
            invitations=list(Invitation.objects.filter(id__in=missing)), purposes=inviting.PURPOSES
        )
