"""The last five weeks: answers assessed, cases opened and worked on by the product's own actions."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count

from django.contrib.auth.models import User

from config.demo.rows.findings import Found
from config.demo.rows.made import CHUNK, Made, Story, submitted
from config.demo.rows.working import LATELY, READ_AFTER, WORDS
from config.demo.story import chance
from csat.alerts import actions as alerts
from csat.alerts.models import Assessed, Notification, NotificationState, RuleKey
from csat.cases import actions as cases
from csat.cases.models import Case
from surveys.models import Response

FRESH = timedelta(days=2)  # younger cases are still untouched, and their mails still to be sent
RECENT = timedelta(days=9)  # younger ones are at most taken up, older ones mostly closed
Act = Callable[[datetime], object]


@dataclass
class Agenda:
    """What happens next, in order of time; what lies beyond the anchor day does not happen."""

    ends_at: datetime
    waiting: list[tuple[datetime, int, Act]] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=count)

    def add(self, at: datetime, act: Act) -> None:
        if at < self.ends_at:
            heapq.heappush(self.waiting, (at, next(self.numbers), act))

    def run(self) -> None:
        while self.waiting:
            at, _, act = heapq.heappop(self.waiting)
            act(at)


def work(story: Story, made: Made, heard: list[Found]) -> None:
    """Assess what was heard lately and work most of the cases; mark all older answers as looked at."""
    since = story.timeline.midnight - LATELY
    lately = [found for found in heard if found.at >= since]
    worth_a_look = {f.response.id for f in lately if f.findings}
    _mark_as_seen([row for row in made.responses.values() if row.id not in worth_a_look])
    agenda = Agenda(ends_at=story.timeline.midnight)
    for found in lately:
        if found.findings:
            agenda.add(found.at + READ_AFTER, _assessing(story, agenda, found))
    agenda.run()
    _stop_old_mails(story)


def _mark_as_seen(responses: list[Response]) -> None:
    Assessed.objects.bulk_create(
        [Assessed(response=row, revision=row.revision, assessed_at=submitted(row)) for row in responses],
        batch_size=CHUNK,
    )


def _assessing(story: Story, agenda: Agenda, found: Found) -> Act:
    def act(at: datetime) -> None:
        alerts.assess(response_id=found.response.id, now=at)
        for case in cases.open_due(now=at):
            _plan_work(story, agenda, case, found)

    return act


def _plan_work(story: Story, agenda: Agenda, case: Case, found: Found) -> None:
    """The key account's visit is arranged; of the others the old are closed, the newest open."""
    if case.owner is None or case.owner.user is None:
        return
    rng = chance.stream(story.seed, f"case {found.invitation} {case.signal.rule.key}")
    by, language, opened_at = case.owner.user, case.owner.language, case.opened_at
    next_day = story.timeline.next_business_day()
    if found.account == story.clients.dropped:
        if case.signal.rule.key == RuleKey.KEY_ACCOUNT_DROP:
            step = WORDS["dropped"][language][0]
            agenda.add(opened_at + timedelta(hours=2), _planning(case, by, step=step, on=next_day))
        return
    draw, age = rng.random(), story.timeline.midnight - opened_at
    if age < FRESH or (age < RECENT and draw < 0.4):
        return
    agenda.add(opened_at + timedelta(hours=float(rng.uniform(0.5, 5))), _acknowledging(case, by))
    if age < RECENT or draw < 0.25:
        step = str(rng.choice(WORDS["steps"][language]))
        agenda.add(opened_at + timedelta(hours=20), _planning(case, by, step=step, on=next_day))
    else:
        action = str(rng.choice(WORDS[found.root_cause][language]))
        closing = opened_at + timedelta(days=float(rng.uniform(1.2, 7)))
        agenda.add(closing, _closing(case, by, root_cause=found.root_cause, action=action))


def _acknowledging(case: Case, by: User) -> Act:
    return lambda at: cases.acknowledge(case=case, by=by, now=at)


def _planning(case: Case, by: User, *, step: str, on: date) -> Act:
    return lambda at: cases.plan_step(case=case, step=step, on=on, by=by, now=at)


def _closing(case: Case, by: User, *, root_cause: str, action: str) -> Act:
    return lambda at: cases.close(case=case, root_cause=root_cause, action=action, by=by, now=at)


def _stop_old_mails(story: Story) -> None:
    """Only the newest notifications are still to be sent, so that the demo's inbox shows a few."""
    old = Notification.objects.filter(
        state=NotificationState.WAITING, created_at__lt=story.timeline.midnight - FRESH * 2
    )
    for row in old:
        row.state, row.attempt, row.sent_at = NotificationState.SENT, 1, row.created_at
    Notification.objects.bulk_update(old, ["state", "attempt", "sent_at"])
