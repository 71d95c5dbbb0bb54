"""Works off what is due: claims few at a time, and goes on with others where a server lets one wait.

Not one transaction but many: each claim and each record is one, so that a crash anywhere leaves at most the
mails in hand in doubt."""

import logging
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.conf import settings

from surveys.actions import sending
from surveys.actions.delivering import writing
from surveys.actions.gateways import handing
from surveys.actions.sending import Claimed, Result
from surveys.channels import replies
from surveys.channels.email import Channel, Conversation, NoServer
from surveys.channels.lookups import chosen as lookup
from surveys.channels.replies import Receipt
from surveys.channels.waiting import Waiting
from surveys.models import Outcome

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]

LEASE_SHARE = 0.5  # a mail that is begun later than this might outlive its claim
PATIENCE_SECONDS = 0.15  # of a server; then the talk goes on aside
HELPING_SECONDS = 60  # for so long a worker that waits takes what others would
EMAIL = "email"
NOT_BEGUN = "not begun in time"
NO_SERVER = "no mail server"
CANNOT = "cannot be composed"
SERVER_AWAY = "not begun: its server does not answer"


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
    """Send due messages (of `ids`, or any, up to `most`) until none is left; returns how many were taken.

    Stops early where the mail server cannot be reached: what it had in hand then waits a minute. While a
    server lets mails wait, others that are due are sent meanwhile.
    """
    with Channel() as channel, Waiting[Claimed]() as waiting:
        rounds = Rounds(owner=owner, clock=clock, channel=channel, waiting=waiting)
        try:
            rounds.work_off(ids, most)
        finally:
            rounds.record()  # also when a time limit breaks in: what is known is not to be doubted
        return rounds.accepted


@dataclass(frozen=True)
class InHand:
    """A claimed mail, since when, and until when it may be begun (both by the clock that never jumps)."""

    mail: Claimed
    since: float
    until: float


@dataclass
class Rounds:
    """A worker at its work: what it has in hand, and what it knows but has not written down."""

    owner: str
    clock: Clock
    channel: Channel
    waiting: Waiting[Claimed]
    grip: Grip = field(default_factory=lambda: WITH_LOOKUP if lookup.is_configured() else WITHOUT_LOOKUP)
    held: list[InHand] = field(default_factory=list)  # while their domain lets others wait
    known: list[Result] = field(default_factory=list)
    known_since: float = 0.0
    away: dict[str, float] = field(default_factory=dict)  # domain -> since when it is known
    no_server: str = ""
    accepted: int = 0

    def work_off(self, ids: Sequence[int] | None, most: int) -> None:
        seen, until = 0, time.monotonic() + HELPING_SECONDS
        while not self.no_server:
            claimed, settled = self._claim(ids, most - seen)
            seen += claimed + settled
            if claimed or settled:
                continue
            if not self.waiting:
                break
            if time.monotonic() < until:
                ids = None
            self._go_on()
        while self.waiting or self.held:
            self._go_on()

    def record(self) -> None:
        """Write down what is known."""
        if self.known:
            known, self.known = self.known, []
            sending.record(results=known, now=self.clock())

    def _claim(self, ids: Sequence[int] | None, most: int) -> tuple[int, int]:
        """Take the next ones and hand them over; how many they were, and how many others ended."""
        limit = min(self.grip.mails - len(self.held), most)
        if limit <= 0:
            return 0, 0
        since = time.monotonic()
        claim = sending.claim(owner=self.owner, limit=limit, now=self.clock(), ids=ids)
        if claim.mails:
            writing.renew_links(claim.mails)
        until = since + settings.SEND_LEASE_SECONDS * LEASE_SHARE
        self._begin_all([InHand(mail, since, until) for mail in claim.mails])
        self.record()
        return len(claim.mails), claim.settled

    def _go_on(self) -> None:
        """Give those who let us wait a moment, then see what may go on."""
        self._take_ended(PATIENCE_SECONDS)
        self._begin_all([])
        self.record()

    def _begin_all(self, new: Sequence[InHand]) -> None:
        """Hand over what is held and what is new, in this order; what may not begin yet is held."""
        in_hand, self.held = [*self.held, *new], []
        for each in in_hand:
            self._take_ended()
            receipt = self._speaks_against(each)
            if receipt is None and not self.waiting.may_begin(each.mail.domain):
                self.held.append(each)
                continue
            receipt = receipt or self._begun(each.mail)
            if receipt is not None:
                self._note(each.mail, receipt)

    def _speaks_against(self, each: InHand) -> Receipt | None:
        """Why a mail is not begun any more: it was surely not sent."""
        if self.no_server:
            return Receipt(Outcome.NOT_SENT, self.no_server)
        if self.away.get(each.mail.domain, 0.0) > each.since:
            return Receipt(Outcome.NOT_SENT, SERVER_AWAY)
        if time.monotonic() >= each.until:
            return Receipt(Outcome.NOT_SENT, NOT_BEGUN)
        return None

    def _begun(self, mail: Claimed) -> Receipt | None:
        """What became of it; None where its server lets us wait."""
        now = self.clock()
        if mail.channel != EMAIL:
            return _by_gateway(mail, now)
        try:
            ready = writing.composed(mail, now)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            # A mail that cannot be written must not keep the others from going out.
            logger.exception("mail %s cannot be composed", mail.uuid)
            return Receipt(Outcome.DEFERRED, f"{CANNOT}: {error!r}"[: replies.LONGEST_REPLY])
        try:
            begun = self.channel.begin(ready, seconds=PATIENCE_SECONDS)
        except NoServer as error:
            self.no_server = f"{NO_SERVER}: {error}"[: replies.LONGEST_REPLY]
            return Receipt(Outcome.NOT_SENT, self.no_server)
        if isinstance(begun, Conversation):
            self.waiting.add(mail, begun, domain=mail.domain, seconds=_longest_talk())
            return None
        return begun

    def _take_ended(self, seconds: float = 0.0) -> None:
        for mail, receipt in self.waiting.ended(seconds):
            self._note(mail, receipt)

    def _note(self, mail: Claimed, receipt: Receipt) -> None:
        """At most `grip.seconds` after it became known it is written down."""
        if receipt.is_server_away:
            self.away[mail.domain] = time.monotonic()
        elif receipt.outcome == Outcome.ACCEPTED:
            self.accepted += 1
        if not self.known:
            self.known_since = time.monotonic()
        self.known.append(Result(mail, receipt, try_again_at(mail, receipt, self.clock())))
        if time.monotonic() - self.known_since >= self.grip.seconds:
            self.record()


def try_again_at(mail: Claimed, receipt: Receipt, now: datetime) -> datetime | None:
    """When a message that was not taken is due again; None where it is not tried any more."""
    jitter = random.uniform(-1, 1)
    if receipt.outcome == Outcome.DEFERRED:
        return now + max(replies.delay(mail.failures, jitter), receipt.retry_after or replies.AT_ONCE)
    if receipt.outcome == Outcome.NOT_SENT:
        # Its domain's pause decides, or nothing stands against the next worker.
        is_free = receipt.reply in (NOT_BEGUN, SERVER_AWAY)
        return now if is_free else now + replies.delay(0, jitter)
    return None


def _by_gateway(mail: Claimed, now: datetime) -> Receipt:
    """A gateway that cannot be reached, or does not take what it should, is a domain in trouble."""
    receipt = handing.hand_over(mail=mail, channel=mail.channel, now=now)
    is_silent = receipt.outcome in (Outcome.NOT_SENT, Outcome.IN_DOUBT, Outcome.DEFERRED)
    is_away = is_silent and not receipt.reply.startswith(CANNOT)
    return replace(receipt, is_server_away=is_away)


def _longest_talk() -> float:
    """A talk ends before its mail's lease does, and in any case after twice the time for one reply."""
    return min(2 * settings.EMAIL_TIMEOUT, settings.SEND_LEASE_SECONDS * (1 - LEASE_SHARE))
