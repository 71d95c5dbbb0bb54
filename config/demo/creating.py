"""Creates the demo company: the story as rows, then scores and cases through the product's own actions."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from time import monotonic

from django.db import connection, transaction

from config.demo import removing, rules
from config.demo.rows import answering, asking, company, customers, findings, handing, lately, working
from config.demo.rows.made import Made, tell
from config.demo.story.timeline import Timeline
from csat.customers import queries
from csat.programs.actions import planning
from csat.programs.models import Program
from csat.scores import actions as scores
from surveys.actions import library

SEED = 7
Say = Callable[[str], None]


@dataclass(frozen=True)
class Created:
    """What stands in the database now; `is_new` is False where the demo company was there before."""

    seed: int
    anchor: date
    is_new: bool


def create(*, seed: int, anchor: date, now: datetime, say: Say) -> Created:
    """Make the demo company in one transaction; does nothing where it is there already.

    Raises removing.DemoRefused where the database holds other clients or people.
    """
    before = queries.company()
    if before.demo_seed is not None and before.demo_anchor_on is not None:
        return Created(before.demo_seed, before.demo_anchor_on, is_new=False)
    strangers = removing.strangers()
    if strangers:
        raise removing.DemoRefused(
            f"The database is in use: {removing.in_words(strangers)}.",
            mend="The demo company needs a database of its own.",
        )
    with transaction.atomic():
        _fill(seed, Timeline(anchor), now, say)
    return Created(seed, anchor, is_new=True)


def _fill(seed: int, timeline: Timeline, now: datetime, say: Say) -> None:
    _take_time()
    with _step("the story", say):
        story, made = tell(seed, timeline), Made()
    with _step("our people and their logins", say):
        library.load(now=now)
        company.write(story, made)
    with _step("clients, contacts, orders, revenue", say):
        customers.write(story, made)
    with _step("invitations of three years", say):
        asking.write(story, made)
    with _step("answers", say):
        answering.write(story, made)
    with _step("scores and roll-ups", say):
        scores.rebuild(now=timeline.midnight)
    with _step("signals and cases", say):
        heard = list(findings.heard(story, made))
        working.write(story, made, heard)
        lately.work(story, made, heard)
    with _step("what is sent next, by the planner", say):
        rules.write(timeline, made, now=now)
        for program in Program.objects.select_related("survey").order_by("priority", "id"):
            planning.plan(program=program, now=timeline.midnight)
        handing.hand_out(now=timeline.midnight)


def _take_time() -> None:
    """The web's limit on a statement is not for this: some write tens of thousands of rows."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '120s'")


@contextmanager
def _step(what: str, say: Say) -> Iterator[None]:
    start = monotonic()
    yield
    say(f"demo company: {what} ({monotonic() - start:.1f} s)")
