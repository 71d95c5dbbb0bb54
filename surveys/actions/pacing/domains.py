"""Notes how receiving domains answer; operators limit one, or let it be tried at once (D8)."""

import random
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from surveys.channels import pace
from surveys.channels.addresses import EMAIL
from surveys.channels.pace import Standing
from surveys.channels.replies import Receipt
from surveys.errors import DomainError
from surveys.models import Attempt, DomainPace, Message, MessageState, Outcome

FIELDS = tuple(Standing.__dataclass_fields__)
MOST_AN_HOUR = 1_000_000


class CannotLimit(DomainError):
    """The domain is none, or the limit is no number of mails an hour."""

    code = "cannot_limit_domain"


@transaction.atomic
def note(results: Sequence[tuple[str, int, Receipt]], *, now: datetime) -> None:
    """Take in what became of mails, in the order in which it did: (domain, id of the mail, receipt).

    A domain without trouble has no row, and gets none by mails that arrive.
    """
    rows = {
        row.domain: row
        for row in DomainPace.objects.filter(domain__in={domain for domain, _, _ in results})
        .order_by("domain")
        .select_for_update()
    }
    before = {domain: _standing(row) for domain, row in rows.items()}
    after = dict(before)
    for domain, mail_id, receipt in results:
        jitter = random.uniform(-1, 1)
        standing = after.get(domain, pace.GOOD)
        after[domain] = pace.after(standing, receipt, mail_id=mail_id, now=now, jitter=jitter)
    changed = {
        domain: standing
        for domain, standing in sorted(after.items())
        if domain and standing != before.get(domain, pace.GOOD)
    }
    _keep(changed, now)


@transaction.atomic
def limit(*, domain: str, most_an_hour: int | None, now: datetime) -> DomainPace:
    """Send a domain at most so many mails within any hour; None lifts the limit, 0 sends none.

    Raises CannotLimit.
    """
    name = domain.strip().lower().rstrip(".")
    if not name or any(sign.isspace() or sign == "@" for sign in name) or len(name) > 255:
        raise CannotLimit(f"{domain!r} is no domain.", mend="Write what follows the @ in addresses.")
    if most_an_hour is not None and not 0 <= most_an_hour <= MOST_AN_HOUR:
        raise CannotLimit("A limit is a number of mails an hour.", mend=f"From 0 to {MOST_AN_HOUR}.")
    row, _ = DomainPace.objects.update_or_create(
        domain=name, defaults={"most_an_hour": most_an_hour, "next_at": None, "changed_at": now}
    )
    _hurry(name, now)
    return row


@transaction.atomic
def try_now(*, domain: str, now: datetime) -> bool:
    """End a domain's pause: what waits for it is due at once; False where it is not paused.

    It begins anew: the next failure pauses it for a minute.
    """
    paused = DomainPace.objects.filter(domain=domain, paused_until__gt=now)
    if not paused.update(**asdict(pace.GOOD), changed_at=now):
        return False
    _hurry(domain, now)
    return True


def _hurry(domain: str, now: datetime) -> None:
    """What was put behind because of its domain comes forward; what its server put off keeps its time."""
    put_off = Attempt.objects.filter(
        message=OuterRef("id"), number=OuterRef("attempt"), outcome=Outcome.DEFERRED
    )
    behind = Message.objects.filter(~Exists(put_off), state=MessageState.DEFERRED, due_at__gt=now)
    mails = Q(invitation__domain=domain, invitation__batch__channel=EMAIL)
    behind = behind.filter(mails | Q(invitation__batch__channel=domain))  # where it is no mail, the channel
    ids = behind.select_for_update(of=("self",)).order_by("id").values_list("id", flat=True)
    Message.objects.filter(id__in=list(ids)).update(due_at=now)


def _standing(row: DomainPace) -> Standing:
    return Standing(**{field: getattr(row, field) for field in FIELDS})


def _keep(standings: dict[str, Standing], now: datetime) -> None:
    if not standings:
        return
    DomainPace.objects.bulk_create(
        [DomainPace(domain=domain, **asdict(one), changed_at=now) for domain, one in standings.items()],
        update_conflicts=True,
        unique_fields=["domain"],
        update_fields=[*FIELDS, "changed_at"],
    )
    healthy = [domain for domain, one in standings.items() if one == pace.GOOD]
    DomainPace.objects.filter(domain__in=healthy, most_an_hour=None).delete()
