"""Refusals of actions as the API tells them: 400 by field, 403 for verbs, 409 where the state forbids it."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from rest_framework.exceptions import ErrorDetail, PermissionDenied, ValidationError

from csat.programs.actions.arranging import BadProgram
from csat.programs.actions.excluding import AlreadyDecided, NotYours
from csat.programs.actions.planning import NotReady
from csat.programs.actions.stopping import WrongState
from csat.programs.actions.trying import NobodyToTry
from csat.programs.readiness.starting import NotGreen
from surveys.actions import suppressing
from surveys.api.refusals import Conflict
from surveys.errors import DomainError

CONFLICTS = (
    *(WrongState, NotReady, NotGreen, NobodyToTry, AlreadyDecided),
    *(suppressing.AlreadyListed, suppressing.NotListed, suppressing.StaysForGood),
)


@contextmanager
def told(*, fields: Collection[str], beyond: str = "") -> Iterator[None]:
    """Turns what an action refuses into the API's errors.

    `fields` may be named by `where`; what names none of them is about the field `beyond`, and where that is
    empty as well it is a conflict with what is stored.
    """
    try:
        yield
    except BadProgram as refused:
        found = {name: [_detail(problem)] for name, problem in refused.problems.items()}
        raise ValidationError(found) from refused
    except NotYours as refused:
        raise PermissionDenied(str(refused)) from refused
    except CONFLICTS as refused:
        raise Conflict(_words(refused), code=refused.code) from refused
    except DomainError as refused:
        attr = refused.where if refused.where in fields else beyond
        if not attr:
            raise Conflict(_words(refused), code=refused.code) from refused
        raise ValidationError({attr: [_detail(refused)]}) from refused


def _detail(refused: DomainError) -> ErrorDetail:
    return ErrorDetail(_words(refused), code=refused.code)


def _words(refused: DomainError) -> str:
    return f"{refused.what} {refused.mend}".strip()
