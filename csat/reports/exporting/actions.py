"""Asks for a file of answers, makes it part by part, and forgets it after a day. The row is the queue."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from csat.reports.answers.wanted import Wanted
from csat.reports.exporting import files
from csat.reports.exporting.models import Export, ExportForm, ExportPart, ExportShape, ExportState
from surveys.errors import DomainError

AT_ONCE = 5_000  # answers: some seconds; more go to a worker
MOST = 500_000
PART_BYTES = 4 << 20
LEASE = timedelta(minutes=5)
KEPT = timedelta(days=1)
OPTIONS = {"choices": ("joined", "columns"), "values": ("words", "keys"), "answers": ("first", "now")}


class ExportRefused(DomainError):
    """Nothing to take away, or more than one file may hold."""

    code = "export_refused"


@dataclass(frozen=True)
class Wish:
    """Which answers are wanted in what form. The first of the OPTIONS is meant where none is named."""

    wanted: Wanted
    form: str = ExportForm.XLSX
    shape: str = ExportShape.RESPONSES
    options: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Allowed:
    """What the reader may see. `account_ids` None: everything, also answers that belong to no client."""

    account_ids: list[int] | None
    with_people: bool
    with_pressure: bool


@transaction.atomic
def ask(*, wish: Wish, allowed: Allowed, language: str, by: User, now: datetime) -> Export:
    """Log a wish for a file: a small one for its reader to take at once, a large one for a worker to make.

    Raises ExportRefused where it would be empty or far too large.
    """
    options = wish.options or {}
    export = Export(
        form=wish.form if wish.form in ExportForm.values else ExportForm.XLSX,
        shape=wish.shape if wish.shape in ExportShape.values else ExportShape.RESPONSES,
        query=wish.wanted.query(),
        options={
            name: options.get(name) if options.get(name) in known else known[0]
            for name, known in OPTIONS.items()
        },
        account_ids=allowed.account_ids,
        with_people=allowed.with_people,
        with_pressure=allowed.with_pressure,
        language=language,
        created_at=now,
        created_by=by,
        username=by.get_username(),
    )
    export.rows_total = files.responses(export).count()
    if not export.rows_total:
        raise ExportRefused(_("No answer fits these filters."))
    if export.rows_total > MOST:
        raise ExportRefused(
            _("These are more than %(most)d answers.") % {"most": MOST}, mend=_("Choose a shorter period.")
        )
    export.state = ExportState.DONE if export.rows_total <= AT_ONCE else ExportState.WAITING
    export.save()
    return export


def take_at_once(*, export: Export, clock: Callable[[], datetime]) -> Iterator[bytes]:
    """The pieces of a small file, kept nowhere; the log says when it was taken whole."""
    size = 0
    for piece in files.pieces(export):
        size += len(piece)
        yield piece
    _settle(
        export.pk, state=ExportState.DONE, finished_at=clock(), size_bytes=size, rows_done=export.rows_total
    )


def due(now: datetime) -> list[int]:
    """Files that wait to be made, and those whose worker was lost, oldest first."""
    return list(_waiting(now).order_by("created_at").values_list("pk", flat=True)[:20])


def run(*, export_id: int, clock: Callable[[], datetime]) -> bool:
    """Make a file, if it is due and nobody else does; False where it is not.

    A worker that dies leaves parts that the next one throws away.
    """
    now = clock()
    claimed = _waiting(now).filter(pk=export_id)
    if not claimed.update(state=ExportState.RUNNING, lease_until=now + LEASE, rows_done=0):
        return False
    export = Export.objects.get(pk=export_id)
    export.parts.all().delete()

    def progress(done: int) -> None:
        Export.objects.filter(pk=export_id).update(rows_done=done, lease_until=clock() + LEASE)

    size = 0
    for number, part in enumerate(_parts(files.pieces(export, progress))):
        ExportPart.objects.create(export=export, number=number, content=part)
        size += len(part)
    _settle(
        export_id, state=ExportState.DONE, finished_at=clock(), size_bytes=size, rows_done=export.rows_total
    )
    return True


def fail(*, export_id: int, words: str, now: datetime) -> None:
    """End a file that cannot be made, saying why."""
    ExportPart.objects.filter(export=export_id).delete()
    _settle(export_id, state=ExportState.FAILED, finished_at=now, problem=words)


def forget_old(*, now: datetime) -> int:
    """Throw away files of more than a day; their rows stay as the log. Returns how many parts went."""
    return ExportPart.objects.filter(export__finished_at__lt=now - KEPT).delete()[0]


def _parts(pieces: Iterator[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) >= PART_BYTES:
            yield bytes(waiting[:PART_BYTES])
            del waiting[:PART_BYTES]
    if waiting:
        yield bytes(waiting)


def _waiting(now: datetime) -> QuerySet[Export]:
    waits = Q(state=ExportState.WAITING) | Q(state=ExportState.RUNNING, lease_until__lt=now)
    return Export.objects.filter(waits)


def _settle(export_id: int, **values: object) -> None:
    Export.objects.filter(pk=export_id).update(lease_until=None, **values)
