"""Starts a survey rule when everything is ready, or all the same by an administrator who says why."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from csat import access
from csat.access import User
from csat.programs.actions import stopping
from csat.programs.models import Program, ProgramState
from csat.programs.readiness import checks
from csat.programs.readiness.checks import Check
from surveys.errors import DomainError

LONGEST = 300


class NotGreen(DomainError):
    """Something stands against writing to clients; `checks` names it."""

    code = "not_ready"

    def __init__(self, what: str, found: list[Check], *, mend: str = "") -> None:
        self.checks = found
        super().__init__(what, mend=mend)


@transaction.atomic
def start(*, program: Program, by: User, now: datetime, despite: str = "") -> None:
    """Run a rule from now on; one that was paused goes on without being looked at again.

    `despite` is why an administrator starts it although something is not ready; it is kept with the rule.
    Raises NotGreen, WrongState, NotReady.
    """
    if program.state in (ProgramState.DRAFT, ProgramState.TRIAL):
        _look(program, despite.strip()[:LONGEST], by=by, now=now)
    stopping.start(program=program, by=by, now=now)


def _look(program: Program, despite: str, *, by: User, now: datetime) -> None:
    every = [*checks.of_installation(now=now), *checks.of_program(program, now=now)]
    found = checks.in_the_way(every)
    if not found:
        return
    if not despite:
        raise NotGreen(_("Not everything is ready."), found, mend=_("Mend what is marked, or say why not."))
    if not access.may_administer(by):
        raise NotGreen(_("Only an administrator starts a rule that is not ready."), found)
    program.started_despite = {
        "checks": [check.name for check in found],
        "because": despite,
        "by": by.get_username(),
        "at": now.isoformat(),
    }
    program.save(update_fields=["started_despite"])
