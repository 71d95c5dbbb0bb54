"""Assignments: who holds an account since when. History stays: a new holder ends the old one's time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from csat.customers.actions.kinds.work import Work
from csat.customers.actions.parsing import Parsed
from csat.customers.actions.storing import chunks
from csat.customers.models import Assignment, RecordKind
from surveys.tabular.problems import CellProblem
from surveys.tabular.problems import mark as _

NEEDED = ("account", "employee", "capacity", "from")
Post = tuple[int, str]


@dataclass(frozen=True)
class Claim:
    """What a row says: this employee holds the post from its day on."""

    row: Parsed
    post: Post
    employee_id: int

    @property
    def since(self) -> date:
        return self.row.cells["from"]

    @property
    def until(self) -> date | None:
        return self.row.cells.get("until")


def plan(work: Work, rows: list[Parsed]) -> None:
    work.load(RecordKind.ACCOUNTS, "account", rows)
    work.load(RecordKind.EMPLOYEES, "employee", rows)
    claims: dict[Post, list[Claim]] = {}
    for row in rows:
        claim = _claim(work, row)
        if claim:
            claims.setdefault(claim.post, []).append(claim)
    stored: dict[Post, dict[date, Assignment]] = {}
    for some in chunks({account for account, _capacity in claims}):
        for record in Assignment.objects.filter(account_id__in=some).select_related("employee"):
            line = stored.setdefault((record.account_id, record.capacity), {})
            line[record.during.lower or date.min] = record
    for post, several in claims.items():
        _plan_post(work, several, stored.get(post, {}))


def _claim(work: Work, row: Parsed) -> Claim | None:
    if work.lacks(row, NEEDED):
        return None
    account = work.refers(row, "account", RecordKind.ACCOUNTS)
    employee = work.refers(row, "employee", RecordKind.EMPLOYEES)
    until = row.cells.get("until")
    if until is not None and until <= row.cells["from"]:
        problem = CellProblem(_("The assignment ends before it begins."), _("Correct one of the days."))
        work.errors.add(row.number, "until", until, problem)
        return None
    if account is None or employee is None:
        return None
    return Claim(row, (account, row.cells["capacity"]), employee)


def _plan_post(work: Work, claims: list[Claim], known: Mapping[date, Assignment]) -> None:
    """Put the claims on one post between what is known, then let each end where the next begins."""
    line = dict(known)
    claimed: dict[date, Claim] = {}
    for claim in claims:
        if not _is_free(work, claim, line.get(claim.since), claimed.get(claim.since)):
            continue
        claimed[claim.since] = claim
        if claim.since not in line:
            account_id, capacity = claim.post
            record = Assignment(account_id=account_id, capacity=capacity, employee_id=claim.employee_id)
            record.during = DateRange(claim.since, claim.until)
            line[claim.since] = record
            work.changes.create(record)
            work.changes.note(record.uuid, None)
        work.records.append(line[claim.since].uuid)
    starts = sorted(line)
    for place, start in enumerate(starts):
        following = starts[place + 1] if place + 1 < len(starts) else None
        _end(work, line[start], following, claimed.get(start))


def _is_free(work: Work, claim: Claim, held: Assignment | None, other: Claim | None) -> bool:
    if other is not None:
        problem = CellProblem(
            _("Row %(row)d gives the same post from the same day."),
            _("Keep one of the two."),
            row=other.row.number,
        )
        work.errors.add(claim.row.number, "from", claim.since, problem)
        return False
    if held is not None and held.employee_id != claim.employee_id:
        problem = CellProblem(
            _("%(name)s holds this client from the same day."),
            _("Give another day."),
            name=held.employee.name,
        )
        work.errors.add(claim.row.number, "employee", claim.row.cells["employee"], problem)
        return False
    return True


def _end(work: Work, record: Assignment, following: date | None, claim: Claim | None) -> None:
    """Cut an assignment where the next one begins; a blank end never opens what has ended."""
    until = (claim.until if claim else None) or record.during.upper
    if following is not None and (until is None or until > following):
        if claim and claim.until:
            problem = CellProblem(
                _("Somebody else holds this client from %(day)s."),
                _("Write that day, or leave the cell empty."),
                day=following,
            )
            work.errors.add(claim.row.number, "until", claim.until, problem)
        until = following
    before = work.changes.edit(record, {"during": DateRange(record.during.lower, until)})
    if before and not work.changes.is_new(record):
        work.changes.note(record.uuid, before)
