"""Employees: our people with their heads and dated teams, by external id. None gets a login here."""

from collections.abc import Mapping
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models.functions import Lower

from csat.customers.actions.kinds.work import Matched, Work, circles, fill, match, plain_values
from csat.customers.actions.parsing import Parsed
from csat.customers.models import Employee, ExternalKey, RecordKind, Team, TeamMembership
from surveys.tabular.problems import CellProblem
from surveys.tabular.problems import mark as _

PLAIN = ("name", "email", "title", "phone", "language", "left_on")


def plan(work: Work, rows: list[Parsed]) -> None:
    addresses = {row.cells["email"].lower() for row in rows if row.cells.get("email")}
    people = Employee.objects.annotate(folded=Lower("email")).filter(folded__in=addresses)
    by_address = {person.email.lower(): person for person in people}
    matched = match(work, rows, Employee, adopted=_adopted(work, rows, by_address))
    work.load(RecordKind.EMPLOYEES, "head", rows)
    heads: dict[int, int | None] = {}
    for found in matched:
        values = plain_values(found.row, *PLAIN)
        if "head" in found.row.cells:
            values["head_id"] = work.refers(found.row, "head", RecordKind.EMPLOYEES)
            heads[found.record.pk] = values["head_id"]
        fill(work, found, values)
    _check_heads(work, matched, heads)
    _check_addresses(work, matched, by_address)
    _plan_teams(work, matched)


def _adopted(work: Work, rows: list[Parsed], by_address: Mapping[str, Employee]) -> dict[str, Employee]:
    """Somebody who is here already, by their login say, and is not yet known to this source."""
    taken = set(
        ExternalKey.objects.filter(
            source=work.source,
            kind=RecordKind.EMPLOYEES,
            object_uuid__in=[person.uuid for person in by_address.values()],
        ).values_list("object_uuid", flat=True)
    )
    return {
        row.external_id: person
        for row in rows
        if (person := by_address.get((row.cells.get("email") or "").lower())) and person.uuid not in taken
    }


def _check_heads(work: Work, matched: list[Matched[Employee]], heads: Mapping[int, int | None]) -> None:
    if not any(heads.values()):
        return
    stored = Employee.objects.exclude(head=None).values_list("pk", "head_id")
    turning = circles({**dict(stored), **heads})
    for found in matched:
        if found.record.pk in turning and found.record.pk in heads:
            problem = CellProblem(_("Nobody can lead themselves."), _("Correct the head's id."))
            work.errors.add(found.row.number, "head", found.row.cells["head"], problem)


def _check_addresses(
    work: Work, matched: list[Matched[Employee]], by_address: Mapping[str, Employee]
) -> None:
    holders = {address: person.pk for address, person in by_address.items()}
    for found in matched:
        address = (found.row.cells.get("email") or "").lower()
        if address and holders.setdefault(address, found.record.pk) != found.record.pk:
            problem = CellProblem(
                _("This address belongs to another employee."), _("Everybody needs an address of their own.")
            )
            work.errors.add(found.row.number, "email", found.row.cells["email"], problem)


def _plan_teams(work: Work, matched: list[Matched[Employee]]) -> None:
    named = [found for found in matched if found.row.cells.get("team")]
    teams = {team.name.casefold(): team for team in Team.objects.all()} if named else {}
    missing: dict[str, str] = {}
    for found in named:
        name = found.row.cells["team"]
        if name.casefold() not in teams:
            missing.setdefault(name.casefold(), name)
    for key, (folded, name) in zip(work.changes.next_ids(Team, len(missing)), missing.items(), strict=True):
        teams[folded] = Team(pk=key, name=name)
        work.changes.create(teams[folded])
    memberships: dict[int, list[TeamMembership]] = {}
    stored = TeamMembership.objects.filter(employee_id__in=[found.record.pk for found in named])
    for membership in stored.order_by("during"):
        memberships.setdefault(membership.employee_id, []).append(membership)
    for found in named:
        team = teams[found.row.cells["team"].casefold()]
        _join(work, found, team, memberships.get(found.record.pk, []))


def _join(work: Work, found: Matched[Employee], team: Team, known: list[TeamMembership]) -> None:
    """Move somebody into a team: the membership of before ends on the day that this one begins."""
    last = known[-1] if known else None
    if last and last.team_id == team.pk and last.during.upper is None:
        return
    # Whoever is in no team yet has always been in their first one, where no day is given.
    since: date | None = found.row.cells.get("team_from") or (work.today if last else None)
    if last and (last.during.lower is not None and since is not None and since <= last.during.lower):
        problem = CellProblem(
            _("The employee joined another team on %(day)s."), _("Give a later day."), day=last.during.lower
        )
        work.errors.add(found.row.number, "team_from", since, problem)
        return
    if not found.is_new:
        before = [[row.team_id, row.during.lower, row.during.upper] for row in known]
        work.changes.note(found.record.uuid, {"memberships": before})
    if last and (last.during.upper is None or (since and last.during.upper > since)):
        work.changes.edit(last, {"during": DateRange(last.during.lower, since)})
    work.changes.create(TeamMembership(team=team, employee=found.record, during=DateRange(since, None)))
