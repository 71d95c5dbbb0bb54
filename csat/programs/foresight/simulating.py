"""Plays a span of days through with the rules' own decisions: who is asked or put off, and when."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from csat.customers.models import Company, Contact
from csat.programs import deciding
from csat.programs.budgets import Send
from csat.programs.deciding import Decided
from csat.programs.eligibility import Verdict
from csat.programs.foresight.looking import Look
from csat.programs.models import Outcome, Program
from csat.programs.queries.due import Ask, Subject
from csat.programs.queries.standing import Spent, Standing

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Foreseen:
    """One decision as it will be made, all else staying as it is. `day` is the contact's, of sending."""

    program: Program
    contact: Contact
    ask: Ask
    facts: Standing
    day: date
    send_at: datetime
    zone: str
    verdict: Verdict

    @property
    def is_asked(self) -> bool:
        return self.verdict.is_clear

    @property
    def is_put_off(self) -> bool:
        return self.verdict.outcome == Outcome.DEFERRED


class Book:
    """What rules would send by then, beside what was sent: a rule that goes first counts before its day."""

    def __init__(self) -> None:
        self._by_name: dict[str, list[tuple[Program, Send]]] = defaultdict(list)
        self._by_account: dict[int, list[tuple[Program, Send]]] = defaultdict(list)

    def add(self, program: Program, facts: Standing, one: Decided) -> None:
        sends = [(program, send) for send in deciding.sends_of(program, one.mails)]
        for name in facts.names_of(one.ask.contact_id):
            self._by_name[name] += sends
        self._by_account[one.ask.account_id] += sends

    def spent_by(self, day: date, program: Program, facts: Standing, asks: Iterable[Ask]) -> Spent:
        """What counts that day for those who are asked: planned by then, or of a rule that goes first."""
        found = Spent()
        for ask in asks:
            names = facts.names_of(ask.contact_id)
            had = facts.spent.of(names, ask.account_id)
            mine = [each for name in names for each in self._by_name.get(name, ())]
            theirs = self._by_account.get(ask.account_id, ())
            found.add(names, None, {*had.contact, *_known(mine, day, program)})
            found.add((), ask.account_id, {*had.account, *_known(theirs, day, program)})
        return found


def _known(sends: Iterable[tuple[Program, Send]], day: date, program: Program) -> Iterable[Send]:
    for other, send in sends:
        if send.day <= day or send.number:
            yield send
        elif other.priority < program.priority:
            yield send._replace(goes_first=other.name)


def foresee(looks: Sequence[Look], *, company: Company, last: date, now: datetime) -> list[Foreseen]:
    """All decisions up to the last day, in the order in which they fall; `looks` by priority.

    A rule of lower priority yields to what a rule before it is going to send, as in planning. Whoever is put
    off is decided about again on the day to which it was. Of equal priority, the earlier day goes first.
    """
    found: list[Foreseen] = []
    book = Book()
    for _, group in groupby(looks, key=lambda look: look.program.priority):
        found += _play([_Queue(look) for look in group], book, company=company, now=now)
    kept = [one for one in found if one.day <= last]
    return sorted(kept, key=lambda one: (one.day, one.program.priority, one.send_at, one.contact.pk))


class _Queue:
    """The asks of one rule by the day on which they are decided about, and what it counts meanwhile."""

    def __init__(self, look: Look) -> None:
        self.program, self.facts = look.program, look.facts
        self.by_day: dict[date, list[Ask]] = defaultdict(list)
        self.last = look.last
        self.at_account = dict(look.facts.asked.at_account)
        self.newest: dict[tuple[int, int], Subject] = {}
        for ask in look.asks:
            self.by_day[deciding.day_of(look.facts, ask)].append(ask)

    def due_on(self, day: date) -> list[Ask]:
        return [ask for ask in self.by_day.pop(day, ()) if not self._is_overtaken(ask)]

    def standing_on(self, day: date, asks: Sequence[Ask], book: Book) -> Standing:
        facts = self.facts.having_spent(book.spent_by(day, self.program, self.facts, asks))
        return replace(facts, asked=replace(facts.asked, at_account=self.at_account))

    def take(self, one: Decided) -> None:
        """What follows from a decision: counted at the account, or looked at again on a later day."""
        if one.verdict.is_clear:
            key = (one.ask.subject, one.ask.account_id)
            self.at_account[key] = self.at_account.get(key, 0) + 1
        if one.ask.wave_id:
            self.newest[one.ask.contact_id, 0] = one.ask.subject
        later = one.verdict.next_possible_on
        if one.verdict.outcome == Outcome.DEFERRED and later:
            self.by_day[later].append(replace(one.ask, send_on=later))

    def _is_overtaken(self, ask: Ask) -> bool:
        """Whether a newer round has decided about somebody whom an older one had put off."""
        newest = self.newest.get((ask.contact_id, 0))
        return bool(ask.wave_id and newest and newest != ask.subject and _is_newer(newest, ask.subject))


def _is_newer(one: Subject, other: Subject) -> bool:
    """Rounds only foreseen (ids below 0, falling by month) come after those that were opened."""
    first, second = one.wave_id or 0, other.wave_id or 0
    if (first < 0) != (second < 0):
        return first < 0
    return abs(first) > abs(second)


def _play(queues: Sequence[_Queue], book: Book, *, company: Company, now: datetime) -> list[Foreseen]:
    """Day by day over rules of one priority, as far as they are looked at."""
    days = [day for queue in queues for day in queue.by_day]
    if not days:
        return []
    found: list[Foreseen] = []
    day, last = min(days), max(queue.last for queue in queues)
    while day <= last:
        for queue in queues:
            found += _decide(queue, day, book, company=company, now=now)
        day += ONE_DAY
    return found


def _decide(queue: _Queue, day: date, book: Book, *, company: Company, now: datetime) -> list[Foreseen]:
    asks = queue.due_on(day)
    if not asks:
        return []
    facts = queue.standing_on(day, asks, book)
    found = []
    for one in deciding.decide_all(queue.program, facts, asks, company=company, now=now):
        queue.take(one)
        if one.verdict.is_clear:
            book.add(queue.program, facts, one)
        contact = facts.contacts[one.ask.contact_id]
        zone = deciding.zone_of(contact, company)
        found.append(
            Foreseen(
                program=queue.program,
                contact=contact,
                ask=one.ask,
                facts=queue.facts,
                day=one.send_at.astimezone(ZoneInfo(zone)).date(),
                send_at=one.send_at,
                zone=zone,
                verdict=one.verdict,
            )
        )
    return found
