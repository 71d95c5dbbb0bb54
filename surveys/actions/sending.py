"""Claims due mails for a worker and records what became of them, so that no crash loses one (D1, D2)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from surveys.actions import suppressing
from surveys.actions.pacing import breaking, domains
from surveys.channels.replies import Receipt
from surveys.models import MessageState, Outcome

SQL = Path(__file__).parent / "sql"
DUE = (SQL / "due.sql").read_text()
CLAIM = DUE + (SQL / "claim.sql").read_text()
QUEUE = DUE + (SQL / "queue.sql").read_text()
RECORD = (SQL / "record.sql").read_text()

HINT_LIVES = timedelta(seconds=15)  # after it a queued mail is handed out again
ROUNDS = 10  # so often at most, where what waits for its domain stood in front


@dataclass(frozen=True)
class Claimed:
    """A mail that this worker alone may send until its lease ends, with all it takes to compose it."""

    id: int
    uuid: UUID
    number: int
    attempt: int
    dated_at: datetime
    invitation_id: int
    invitation_uuid: UUID
    batch_id: int
    version_id: int
    address: str
    language: str
    facts: dict[str, Any]
    channel: str
    domain: str  # the receiving one; the channel where it is no mail
    last_number: int  # of a reminder: how many there are in all
    failures: int


@dataclass(frozen=True)
class Claim:
    """`mails` to send now; `settled` others came to their end because something spoke against them."""

    mails: tuple[Claimed, ...]
    settled: int


@dataclass(frozen=True)
class Result:
    """What the channel said about one claimed mail; `due_at` is when to try again, if at all."""

    mail: Claimed
    receipt: Receipt
    due_at: datetime | None = None


STATES = {
    Outcome.ACCEPTED: MessageState.ACCEPTED,
    Outcome.DEFERRED: MessageState.DEFERRED,
    Outcome.NOT_SENT: MessageState.DEFERRED,
    Outcome.REFUSED: MessageState.BOUNCED,
    Outcome.IN_DOUBT: MessageState.IN_DOUBT,
}


def queue_due(*, limit: int, now: datetime) -> list[int]:
    """Mark due mails as handed to the workers and return their ids, the longest due first.

    A mail whose hint got lost is found again after some seconds. Mails against which something speaks come
    to their end here; those whose domain is paused are put behind.
    """
    found: list[int] = []
    for _ in range(ROUNDS):
        left = limit - len(found)
        seen = _queue(left, now)
        found += [id for id, state in seen if state == MessageState.QUEUED]
        if len(seen) < left or len(found) == limit:
            break
    return sorted(found)


@transaction.atomic
def _queue(limit: int, now: datetime) -> list[tuple[int, str]]:
    parameters = {"ids": None, "queued_until": now - HINT_LIVES, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(QUEUE, parameters | {"now": now, "probe_until": _lease_ends(now)})
        return cursor.fetchall()


@transaction.atomic
def claim(*, owner: str, limit: int, now: datetime, ids: Sequence[int] | None = None) -> Claim:
    """Take up to `limit` due mails (of `ids`, or any) for `owner`, in one statement committed before sending.

    From this commit on each of them may have been sent: a worker that dies leaves them in doubt, never lost.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            CLAIM,
            {
                "now": now,
                "ids": None if ids is None else list(ids),
                "queued_until": now,
                "limit": limit,
                "owner": owner[:100],
                "lease_until": _lease_ends(now),
                "probe_until": _lease_ends(now),
            },
        )
        rows = cursor.fetchall()
    mails = tuple(_claimed(row) for row in rows if row[5] == MessageState.SENDING)
    return Claim(mails=mails, settled=len(rows) - len(mails))


@transaction.atomic
def record(*, results: Sequence[Result], now: datetime) -> int:
    """Write down what became of claimed mails, in one statement; returns how many moved.

    Counts only for the attempt it belongs to. A dead address is suppressed; a batch that many servers refuse
    by policy is stopped.
    """
    with connection.cursor() as cursor:
        cursor.execute(RECORD, _columns(results, now))
        moved = len(cursor.fetchall())
    dead = {result.mail.address for result in results if result.receipt.is_address_dead}
    for address in sorted(dead):
        suppressing.suppress(address=address, reason=suppressing.BOUNCED, now=now)
    domains.note([(r.mail.domain, r.mail.id, r.receipt) for r in results], now=now)
    for batch_id in sorted({result.mail.batch_id for result in results if result.receipt.is_policy}):
        breaking.stop_where_refused(batch_id=batch_id, now=now)
    return moved


def _claimed(row: tuple[Any, ...]) -> Claimed:
    id, uuid, number, attempt, dated_at, _, invitation_id, invitation_uuid, *rest = row
    batch_id, version_id, address, language, facts, channel, domain, last_number, failures = rest
    return Claimed(
        id=id,
        uuid=uuid,
        number=number,
        attempt=attempt,
        dated_at=dated_at,
        invitation_id=invitation_id,
        invitation_uuid=invitation_uuid,
        batch_id=batch_id,
        version_id=version_id,
        address=address,
        language=language,
        facts=facts if isinstance(facts, dict) else json.loads(facts),
        channel=channel,
        domain=domain,
        last_number=last_number,
        failures=failures,
    )


def _columns(results: Sequence[Result], now: datetime) -> dict[str, Any]:
    receipts = [result.receipt for result in results]
    return {
        "now": now,
        "ids": [result.mail.id for result in results],
        "attempts": [result.mail.attempt for result in results],
        "states": [STATES[receipt.outcome].value for receipt in receipts],
        "due_ats": [result.due_at for result in results],
        "reasons": ["" if r.outcome == Outcome.ACCEPTED else r.reply for r in receipts],
        "outcomes": [receipt.outcome.value for receipt in receipts],
        "replies": [receipt.reply for receipt in receipts],
        "doubts": [receipt.outcome == Outcome.IN_DOUBT for receipt in receipts],
    }


def _lease_ends(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.SEND_LEASE_SECONDS)
