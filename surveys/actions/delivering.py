"""Carries due mails to the mail server: claim, compose, hand over, record. No row is locked meanwhile (D2).

Not one transaction but many: each claim and each record is one, so that a crash anywhere leaves at most the
mails in hand in doubt."""

import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from surveys import tokens
from surveys.actions import freezing, inviting, links, sending
from surveys.actions.sending import Claimed, Result
from surveys.channels import replies
from surveys.channels.email import Channel, Mail, NoServer
from surveys.channels.feedback import marks, verp
from surveys.channels.lookups import chosen as lookup
from surveys.channels.replies import Receipt
from surveys.models import Invitation, Outcome, Token
from surveys.rendering.mails import composing, encoding
from surveys.rendering.mails.personal import personal

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]

LEASE_SHARE = 0.5  # a mail that is begun later than this might outlive its claim
NOT_BEGUN = "not begun in time"
NO_SERVER = "no mail server"


@dataclass(frozen=True)
class Grip:
    """How many mails a worker takes in hand at once, and after how many seconds it records them."""

    mails: int
    seconds: float


# Where the provider can be asked, a doubt costs a look-up. Over plain SMTP it may cost the client a second
# mail: then few are in hand, and each is recorded at once.
WITH_LOOKUP = Grip(mails=100, seconds=1.0)
WITHOUT_LOOKUP = Grip(mails=5, seconds=0.0)


def deliver(*, owner: str, clock: Clock, ids: Sequence[int] | None = None, most: int = 1000) -> int:
    """Send due mails (of `ids`, or any, up to `most`) until none is left; returns how many were handed over.

    Stops early where the mail server cannot be reached: what it had in hand then waits a minute.
    """
    grip = WITH_LOOKUP if lookup.is_configured() else WITHOUT_LOOKUP
    accepted, seen = 0, 0
    with Channel() as channel:
        while seen < most:
            begun = time.monotonic()
            claim = sending.claim(owner=owner, limit=min(grip.mails, most - seen), now=clock(), ids=ids)
            seen += len(claim.mails) + claim.settled
            if not claim.mails and not claim.settled:
                break
            lease_ends = begun + settings.SEND_LEASE_SECONDS * LEASE_SHARE
            results = _hand_over(claim.mails, channel, lease_ends=lease_ends, clock=clock)
            receipts = _recorded(results, grip, clock)
            accepted += sum(receipt.outcome == Outcome.ACCEPTED for receipt in receipts)
            if receipts and receipts[-1].reply.startswith(NO_SERVER):
                break
    return accepted


def _hand_over(
    mails: Sequence[Claimed], channel: Channel, *, lease_ends: float, clock: Clock
) -> Iterator[Result]:
    """One result per mail, as it happens. What is not begun in time was surely not sent."""
    _renew_links(mails)
    no_server = ""
    for mail in mails:
        if no_server or time.monotonic() >= lease_ends:
            receipt = Receipt(Outcome.NOT_SENT, no_server or NOT_BEGUN)
        else:
            try:
                receipt = _sent(mail, channel, clock())
            except NoServer as error:
                no_server = f"{NO_SERVER}: {error}"[: replies.LONGEST_REPLY]
                receipt = Receipt(Outcome.NOT_SENT, no_server)
        yield Result(mail, receipt, _try_again_at(mail, receipt, clock()))


def _sent(mail: Claimed, channel: Channel, now: datetime) -> Receipt:
    try:
        ready = _composed(mail, now)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        # A mail that cannot be written must not keep the others from going out.
        logger.exception("mail %s cannot be composed", mail.uuid)
        return Receipt(Outcome.DEFERRED, f"cannot be composed: {error!r}"[: replies.LONGEST_REPLY])
    return channel.send(ready)


def _try_again_at(mail: Claimed, receipt: Receipt, now: datetime) -> datetime | None:
    jitter = random.uniform(-1, 1)
    if receipt.outcome == Outcome.DEFERRED:
        return now + replies.delay(mail.failures, jitter)
    if receipt.outcome == Outcome.NOT_SENT:
        return now if receipt.reply == NOT_BEGUN else now + replies.delay(0, jitter)
    return None


def _recorded(results: Iterator[Result], grip: Grip, clock: Clock) -> list[Receipt]:
    """Record results as they come, at most `grip.seconds` after they became known."""
    receipts: list[Receipt] = []
    waiting: list[Result] = []
    since = time.monotonic()
    try:
        for result in results:
            waiting.append(result)
            receipts.append(result.receipt)
            if time.monotonic() - since >= grip.seconds:
                sending.record(results=waiting, now=clock())
                waiting, since = [], time.monotonic()
    finally:
        if waiting:  # also when a time limit breaks in: what is known is not to be doubted
            sending.record(results=waiting, now=clock())
    return receipts


def _composed(mail: Claimed, now: datetime) -> Mail:
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
    )
    return Mail(
        message_id=parts.message_id,
        sender=verp.return_path(mail.uuid, mail.dated_at.date(), frozen.sender_address),
        recipient=encoding.wire_address(mail.address),
        content=marks.header(settings.MAIL_PROVIDER, mail.uuid) + composing.compose(frozen.ready, parts),
    )


def _renew_links(mails: Sequence[Claimed]) -> None:
    """After a rotation of the secret key a mail carries links under the new one: make those valid."""
    ids = {mail.invitation_id for mail in mails}
    known = Token.objects.filter(invitation__in=ids, key_id=tokens.key_id())
    missing = ids - set(known.values_list("invitation_id", flat=True))
    if missing:
        links.issue_all(
            invitations=list(Invitation.objects.filter(id__in=missing)), purposes=inviting.PURPOSES
        )
