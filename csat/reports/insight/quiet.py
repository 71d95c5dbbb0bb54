"""What nobody says aloud: clients whose score sinks while revenue holds, and those who stopped answering."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from csat.customers import queries as customers
from csat.customers.models import Account, Contact
from csat.findings import queries
from csat.findings.methods import quiet
from csat.findings.methods.quiet import ClientDecline, Declines, Silences, SilentOne
from csat.findings.models import Question
from csat.insight.change.components import Components
from csat.insight.quiet.decline import RevenueYear
from csat.insight.verdict import Missing
from csat.reports.insight.standing import Standing, standing
from csat.reports.period import Period
from csat.scores import months

HIDDEN_FROM = 5


@dataclass(frozen=True)
class Client:
    """Which client a row is about, and what it brings a year."""

    uuid: UUID
    name: str
    is_key: bool
    year_minor: int


@dataclass(frozen=True)
class Sinking:
    """A client whose score sinks. `fall` in points of 100 from `first` to `last`, with its 95 % interval;
    `revenue` None: `missing` says what it lacks."""

    client: Client
    verdict: str
    fall: float
    fall_low: float
    fall_high: float
    probability: float
    first: date
    last: date
    rounds: int
    n: int
    people: int
    revenue: RevenueYear | None
    missing: tuple[Missing, ...]


@dataclass(frozen=True)
class DeclineReport:
    """`verdict` "" where nothing has been computed yet. `quiet`: revenue holds; `others`: it may not, or is
    not known. `looked_at` of all clients had rounds enough, `too_few` not. `hidden`: rows that the reader may
    not see, 0 for fewer than 5."""

    standing: Standing
    verdict: str
    missing: tuple[Missing, ...]
    quiet: tuple[Sinking, ...]
    others: tuple[Sinking, ...]
    hidden: int
    looked_at: int
    too_few: int
    by_chance: float
    components: Components | None
    currency: str

    @property
    def quiet_minor(self) -> int:
        return sum(row.client.year_minor for row in self.quiet)


@dataclass(frozen=True)
class SilentPerson:
    """A person who used to answer; `name` empty for readers without access to people."""

    uuid: UUID
    name: str
    role: str
    client: Client
    answered: int
    invited: int
    answered_before: int
    invited_before: int
    since: date


@dataclass(frozen=True)
class SilentClient:
    """`is_decision`: the client answers, but those who decide do not. `probability`: of so few answers,
    `decision_probability`: of theirs alone."""

    client: Client
    is_decision: bool
    probability: float
    decision_probability: float | None
    answered: int
    invited: int
    answered_before: int
    invited_before: int
    since: date


@dataclass(frozen=True)
class SilenceReport:
    """As `DeclineReport`. `people`: silent ones at clients that still answer; None for readers without access
    to people. `never` have not answered yet at all."""

    standing: Standing
    verdict: str
    missing: tuple[Missing, ...]
    clients: tuple[SilentClient, ...]
    people: tuple[SilentPerson, ...]
    hidden: int
    looked_at: int
    never: int
    too_few: int
    currency: str

    @property
    def minor(self) -> int:
        return sum(row.client.year_minor for row in self.clients)


def build_decline(accounts: QuerySet[Account], *, today: date) -> DeclineReport:
    """Clients of `accounts` whose score sinks, by what they bring. Five queries."""
    answer = queries.answer(Question.DECLINE, quiet.DECLINE, today=today)
    found = answer.result or Declines("", (), 0, 0, 0.0, None)
    known = _known(accounts, (one.account_id for one in found.clients), today)
    rows = [_sinking(one, known[one.account_id]) for one in found.clients if one.account_id in known]
    rows.sort(key=lambda row: -row.client.year_minor)
    return DeclineReport(
        standing=standing(answer),
        verdict=found.verdict,
        missing=found.missing,
        quiet=tuple(row for row in rows if row.verdict == quiet.QUIET),
        others=tuple(row for row in rows if row.verdict != quiet.QUIET),
        hidden=_hidden(len(found.clients) - len(rows)),
        looked_at=found.looked_at,
        too_few=found.too_few,
        by_chance=found.by_chance,
        components=found.components,
        currency=customers.company().base_currency,
    )


def _sinking(one: ClientDecline, client: Client) -> Sinking:
    span = one.fall / -one.slope if one.slope else 0.0
    return Sinking(
        client=client,
        verdict=one.verdict,
        fall=one.fall,
        fall_low=-one.slope_high * span,
        fall_high=-one.slope_low * span,
        probability=one.probability,
        first=date.fromisoformat(one.first),
        last=date.fromisoformat(one.last),
        rounds=one.rounds,
        n=one.n,
        people=one.people,
        revenue=one.revenue,
        missing=one.missing,
    )


def build_silence(accounts: QuerySet[Account], *, today: date, with_people: bool = False) -> SilenceReport:
    """Clients of `accounts` that stopped answering, by what they bring, and single people. Six queries."""
    answer = queries.answer(Question.SILENCE, quiet.SILENCE, today=today)
    found = answer.result or Silences("", (), (), 0, 0, 0)
    told = (*found.clients, *found.people)
    known = _known(accounts, (one.account_id for one in told), today)
    rows = [_silent(one, known[one.account_id]) for one in found.clients if one.account_id in known]
    silent = {one.account_id for one in found.clients}
    alone = [one for one in found.people if one.account_id in known and one.account_id not in silent]
    return SilenceReport(
        standing=standing(answer),
        verdict=found.verdict,
        missing=found.missing,
        clients=tuple(sorted(rows, key=lambda row: -row.client.year_minor)),
        people=_people(alone, known) if with_people else (),
        hidden=_hidden(len(found.clients) - len(rows)),
        looked_at=found.looked_at,
        never=found.never,
        too_few=found.too_few,
        currency=customers.company().base_currency,
    )


def _silent(one: SilentOne, client: Client) -> SilentClient:
    return SilentClient(
        client=client,
        is_decision=one.verdict == quiet.DECISION,
        probability=one.probability,
        decision_probability=one.decision_probability,
        answered=one.answered,
        invited=one.invited,
        answered_before=one.answered_before,
        invited_before=one.invited_before,
        since=date.fromisoformat(one.since),
    )


def _people(silent: list[SilentOne], known: dict[int, Client]) -> tuple[SilentPerson, ...]:
    contacts = Contact.objects.in_bulk([one.contact_id for one in silent])
    rows = [
        SilentPerson(
            uuid=contacts[one.contact_id].uuid,
            name=contacts[one.contact_id].name,
            role=contacts[one.contact_id].role,
            client=known[one.account_id],
            answered=one.answered,
            invited=one.invited,
            answered_before=one.answered_before,
            invited_before=one.invited_before,
            since=date.fromisoformat(one.since),
        )
        for one in silent
        if one.contact_id in contacts
    ]
    return tuple(sorted(rows, key=lambda row: -row.client.year_minor))


def _known(accounts: QuerySet[Account], ids: Iterable[int], today: date) -> dict[int, Client]:
    mine = accounts.filter(id__in=set(ids))
    period = Period(today=today)
    year = months.money_by_account(mine, period.year_first, period.open_month)
    return {
        pk: Client(uuid, name, is_key, year.get(pk, 0))
        for pk, uuid, name, is_key in mine.values_list("id", "uuid", "name", "is_key")
    }


def _hidden(count: int) -> int:
    return count if count >= HIDDEN_FROM else 0
