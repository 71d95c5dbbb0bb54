"""Sends what is due: workers hurried by hints; the sweep finds every due row without them (D3)."""

import logging
import os
import socket
from datetime import datetime

from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from surveys import queries
from surveys.actions import answering, delivering, inviting, recovering, sending, uploading
from surveys.actions.answering import discarding
from surveys.actions.collecting import sealing
from surveys.actions.feedback import merging, polling
from surveys.channels.lookups import chosen as lookup
from surveys.jobs.hints import hint
from surveys.rendering.mails.personal import message_id

logger = logging.getLogger(__name__)

PER_TASK = 100
QUEUED_A_ROUND = 10_000
FILES_SWEPT_SECONDS = 3600
MAILBOX_READ_SECONDS = 60
BY_OURSELVES = 100  # what one round works off while the broker does not answer


@shared_task(name="surveys.send")
def send(*message_ids: int) -> None:
    """Send those of the mails that are still due."""
    delivering.deliver(owner=_owner(), clock=timezone.now, ids=message_ids)


@shared_task(name="surveys.look_up")
def look_up(*message_ids: int) -> None:
    """Ask the provider what became of the mails in doubt, and act on what it says."""
    _settle(recovering.take_doubtful(limit=len(message_ids), now=timezone.now(), ids=message_ids))


@shared_task(name="surveys.read_mailbox")
def read_mailbox() -> None:
    """Read what came back about mails."""
    polling.poll(clock=timezone.now)


def sweep(now: datetime) -> int:
    """Find mails whose sending broke off or that are due, for the workers; seal answers without names."""
    _tidy(now)
    _sweep_feedback(now)
    sealed = sealing.seal_due(today=now.date())
    return sealed + recovering.recover_expired(now=now) + _sweep_doubtful(now) + _sweep_due(now)


def _tidy(now: datetime) -> None:
    """Store what was counted; now and then take away files that no answer names, and forget devices."""
    discarding.store(now=now)
    if _is_time("uploads:swept", FILES_SWEPT_SECONDS):
        uploading.sweep(now=now)
        answering.forget_devices(now=now)


def _is_time(name: str, seconds: int) -> bool:
    """Once in so many seconds, over all sweeps; not at all while the cache is away."""
    try:
        return bool(cache.add(name, 1, seconds))
    except (RedisError, OSError):
        return False


def _sweep_feedback(now: datetime) -> None:
    """Have the mailbox read, and merge reports that were quicker than our own record of the mail."""
    merging.catch_up(now=now)
    is_due = settings.FEEDBACK_MAILBOX_URL and _is_time("feedback:read", MAILBOX_READ_SECONDS)
    if is_due and not hint(read_mailbox):
        polling.poll(clock=timezone.now, most=BY_OURSELVES)


def _sweep_due(now: datetime) -> int:
    ids = sending.queue_due(limit=QUEUED_A_ROUND, now=now)
    for start in range(0, len(ids), PER_TASK):
        if not hint(send, *ids[start : start + PER_TASK]):
            delivering.deliver(owner=_owner(), clock=timezone.now, most=BY_OURSELVES)
            break
    return len(ids)


def _sweep_doubtful(now: datetime) -> int:
    if not lookup.is_configured():
        return _settle(recovering.take_doubtful(limit=QUEUED_A_ROUND, now=now))
    ids = queries.due_for_lookup(limit=QUEUED_A_ROUND, now=now)
    for start in range(0, len(ids), PER_TASK):
        if not hint(look_up, *ids[start : start + PER_TASK]):
            _settle(recovering.take_doubtful(limit=BY_OURSELVES, now=now))
            break
    return len(ids)


def _settle(doubtful: list[recovering.Doubtful]) -> int:
    for mail in doubtful:
        # Only the mail provider can be asked, and only about mails.
        may_ask = lookup.is_configured() and mail.channel == inviting.EMAIL
        presence = lookup.lookup(message_id(mail.uuid)) if may_ask else None
        recovering.settle(doubtful=mail, presence=presence, now=timezone.now())
    return len(doubtful)


def _owner() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"
