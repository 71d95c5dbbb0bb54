"""A trial on ourselves: what the rule would really send, sent to our own people instead of clients."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _

from csat.access import User
from csat.programs import deciding
from csat.programs.actions import freezing, planning, stopping
from csat.programs.actions.freezing import Ground, Post
from csat.programs.models import Program, ProgramState
from csat.programs.queries import due, experiences, foreseen, standing
from csat.programs.queries.due import Ask
from csat.programs.queries.experiences import Experience
from csat.programs.queries.standing import Standing
from csat.programs.queries.standing.sends import TRIAL
from surveys.actions import inviting
from surveys.errors import DomainError
from surveys.models import Invitation

AHEAD, LOOKED_AT = timedelta(days=30), 200
LIVES = timedelta(days=14)
EMAIL = "email"


class NobodyToTry(DomainError):
    """There is no address of ours, or the rule would ask nobody in the coming days."""

    code = "nobody_to_try"


@dataclass(frozen=True)
class Case:
    """Somebody whom the rule would ask, and how they stand."""

    facts: Standing
    experience: Experience


@transaction.atomic
def send(*, program: Program, by: User, now: datetime, most: int = 3) -> list[Invitation]:
    """Send up to `most` real cases of the coming 30 days to each of the rule's trial addresses, at once.

    Nothing is written about the clients concerned: no occasion, no decision, nothing that a budget or a score
    counts. A draft is on trial from then on. Raises NobodyToTry, NotReady, WrongState for an ended rule.
    """
    if not program.trial_addresses:
        raise NobodyToTry(_("Nobody of ours gets trial mails."), mend=_("Name their addresses in the rule."))
    if program.state == ProgramState.ENDED:
        raise stopping.WrongState(_("The survey rule has ended."), where=program.name, mend=_("Copy it."))
    ground = planning.ground_of(program)
    cases = _cases(program, ground, most=most, now=now)
    if not cases:
        raise NobodyToTry(
            _("The rule would ask nobody in the coming 30 days."),
            mend=_("Look at the dry run: it says why."),
        )
    if stopping.may(program, "try"):
        stopping.move(program, "try")
    return [found for case in cases for found in _invite(program, ground, case, now=now)]


def _cases(program: Program, ground: Ground, *, most: int, now: datetime) -> list[Case]:
    """The first of those whom planning would ask, of different clients as far as there are."""
    company = ground.company
    today, horizon = planning.span(company, now)
    asks = due.asks(program, company=company, today=today, horizon=horizon + AHEAD)
    found: list[Case] = []
    for some in _pieces(sorted(asks, key=lambda ask: (ask.send_on, ask.account_id))):
        contacts = standing.contacts_of(some)
        facts = standing.standing(program, some, contacts, now=now)
        facts = foreseen.with_foreseen(program, facts, company=company, now=now)
        decided = deciding.decide_all(program, facts, some, company=company, now=now)
        clear = [one for one in decided if one.verdict.is_clear]
        by_account = [next(group) for _, group in groupby(clear, key=lambda one: one.ask.account_id)]
        chosen = (by_account + [one for one in clear if one not in by_account])[: most - len(found)]
        found += [Case(facts, one) for one in experiences.experiences(facts, chosen, company, now=now)]
        if len(found) >= most:
            break
    return found


def _pieces(asks: list[Ask]) -> Iterator[list[Ask]]:
    return (asks[at : at + LOOKED_AT] for at in range(0, len(asks), LOOKED_AT))


def _invite(program: Program, ground: Ground, case: Case, *, now: datetime) -> list[Invitation]:
    """The case's mail to each of our addresses, by mail whatever the rule's channel, whatever the hour."""
    post = Post(now.date(), case.experience.sender(program), EMAIL)
    name = f"{program.name}, trial: {case.experience.contact.account.name}"
    batch = freezing.open_batch(program, post, ground.brand, now=now, name=name, hours=None)
    wish = freezing.wish_of(program, ground, case.facts, case.experience)
    ours = replace(wish, kind=TRIAL, not_before_at=now, expires_at=now + LIVES, remind_after_days=0)
    wishes = [replace(ours, address=address) for address in program.trial_addresses]
    return inviting.invite_all(batch=batch, wishes=wishes, now=now)
