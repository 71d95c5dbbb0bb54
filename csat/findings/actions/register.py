"""Keeps the register of changes: what we did differently, since when, and for which clients."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from csat.customers import queries as customers
from csat.customers.models import Account, Team
from csat.findings.models import RegisteredChange, Study
from surveys.errors import DomainError

AHEAD = timedelta(days=366)
NAMED_IN_A_REFUSAL = 5


class ChangeIncomplete(DomainError):
    """Something is missing or impossible in what was sent; `where` names the field."""

    code = "change_incomplete"


class ClientsUnclear(DomainError):
    """Some of the clients named cannot be told; nothing was recorded."""

    code = "clients_unclear"


@dataclass(frozen=True)
class Reach:
    """Whom a change reached: all of these together. `names`: names or tax numbers of clients."""

    segments: Sequence[str] = ()
    teams: Sequence[UUID] = ()
    names: Sequence[str] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.segments or self.teams or self.names)


@dataclass(frozen=True)
class Told:
    """What is said of a change."""

    name: str
    measure: str
    began_on: date
    description: str = ""
    department: str = ""
    reach: Reach = field(default_factory=Reach)


@transaction.atomic
def record(*, told: Told, by: User, now: datetime) -> RegisteredChange:
    """Enter a change into the register; its effect is asked of the data from then on.

    A team's clients are those its account managers held when the change began. Raises ChangeIncomplete, and
    ClientsUnclear for names that no client has, or several.
    """
    _check(told, now)
    accounts = _reached(told.reach, told.began_on)
    change = RegisteredChange.objects.create(recorded_at=now, recorded_by=by, **_columns(told))
    change.accounts.set(accounts)
    return change


@transaction.atomic
def revise(*, change: RegisteredChange, told: Told, now: datetime) -> RegisteredChange:
    """Correct a change; without clients in `told` they stay as they are. The effect is asked for anew.

    Raises as `record` does.
    """
    _check(told, now)
    for name, value in _columns(told).items():
        setattr(change, name, value)
    change.save()
    if not told.reach.is_empty:
        change.accounts.set(_reached(told.reach, told.began_on))
    # What was found, or is being computed, belongs to the change as it was; a new study begins from nothing.
    Study.objects.filter(change=change).delete()
    return change


def remove(*, change: RegisteredChange) -> None:
    """Take a change and what was found of it out of the register. Raises nothing."""
    change.delete()


def _columns(told: Told) -> dict[str, object]:
    return {
        "name": told.name.strip(),
        "description": told.description.strip(),
        "department": told.department.strip(),
        "measure": told.measure,
        "began_on": told.began_on,
    }


def _check(told: Told, now: datetime) -> None:
    if not told.name.strip():
        raise ChangeIncomplete(_("Say what was changed."), where="name")
    if told.began_on > customers.local_day(now) + AHEAD:
        raise ChangeIncomplete(_("It begins more than a year from now."), where="began_on")


def _reached(reach: Reach, day: date) -> QuerySet[Account]:
    ids = set(_of_segments(reach.segments)) | set(_of_teams(reach.teams, day)) | set(_named(reach.names))
    if not ids:
        raise ChangeIncomplete(
            _("No client is reached."), where="names", mend=_("Choose a segment, a team, or name clients.")
        )
    if Account.objects.count() == len(ids):
        raise ChangeIncomplete(
            _("It reaches every client, so there is nobody to compare with."),
            where="names",
            mend=_("Name those who were reached first."),
        )
    return Account.objects.filter(pk__in=ids)


def _of_segments(segments: Sequence[str]) -> list[int]:
    chosen = Account.objects.filter(segment__in=[name for name in segments if name])
    return list(chosen.order_by().values_list("pk", flat=True))


def _of_teams(teams: Sequence[UUID], day: date) -> list[int]:
    wanted = set(Team.objects.filter(uuid__in=list(teams)).values_list("pk", flat=True))
    served = customers.served_by_teams() if wanted else []
    return [one.account_id for one in served if one.team_id in wanted and one.is_on(day)]


def _named(names: Sequence[str]) -> list[int]:
    """Ids of the clients called so, or with that tax number; capitals and small letters are alike."""
    wanted = {_plain(name): name.strip() for name in names if name.strip()}
    if not wanted:
        return []
    found: dict[str, set[int]] = {key: set() for key in wanted}
    for pk, name, tax_number in Account.objects.order_by("pk").values_list("pk", "name", "tax_number"):
        for key in {_plain(name), _plain(tax_number)} & found.keys():
            found[key].add(pk)
    unknown = [wanted[key] for key, ids in found.items() if not ids]
    unclear = [wanted[key] for key, ids in found.items() if len(ids) > 1]
    if unknown:
        raise ClientsUnclear(
            _("No client is called so: {names}.").format(names=_some(unknown)), where="names"
        )
    if unclear:
        raise ClientsUnclear(
            _("Several clients are called so: {names}.").format(names=_some(unclear)),
            where="names",
            mend=_("Give their tax numbers."),
        )
    return [pk for ids in found.values() for pk in ids]


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _some(names: list[str]) -> str:
    more = len(names) - NAMED_IN_A_REFUSAL
    shown = ", ".join(names[:NAMED_IN_A_REFUSAL])
    return f"{shown} (+{more})" if more > 0 else shown
