"""What nobody says aloud: scores that sink while revenue holds, and people who stop answering."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from csat.customers.models import Account, Contact, ContactRole
from csat.findings.method import Asked, Method, Progress
from csat.findings.rounds import comparable, falls, sinking
from csat.findings.rounds.comparable import Rounds
from csat.findings.rounds.habits import RECENT, Invited, habits
from csat.insight.change.components import Components
from csat.insight.quiet.decline import Decline, RevenueYear
from csat.insight.quiet.silence import Silence
from csat.insight.verdict import Missing, TooLittle
from csat.scores.columns import calendar
from csat.scores.columns.asked import asked as invitations
from csat.scores.columns.panel import account_months
from csat.scores.columns.waves import waves

YEAR = 12
REVENUE_MONTHS = 18  # six months, and the same six a year before
QUIET, WITH_REVENUE, UNKNOWN = "quiet_decline", "decline_with_revenue", "decline_revenue_unknown"
DECLINES = (QUIET, WITH_REVENUE, UNKNOWN)
SILENT, DECISION, NEVER = "silent", "decision_maker_silent", "never_answered"

Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Heard(Rounds):
    """Headline answers of all time; k clients with the revenue of the months before `until` (1,)."""

    client_ids: Ids
    revenue: NDArray[np.float64]
    until: Ids


@dataclass(frozen=True)
class ClientDecline:
    """A client whose score sinks. `slope` (95 %) a month and `fall` in points of 100, down is positive in
    `fall`; `first` and `last` month of the rounds looked at (ISO). `missing`: what revenue lacks."""

    account_id: int
    verdict: str
    slope: float
    slope_low: float
    slope_high: float
    probability: float
    fall: float
    first: str
    last: str
    rounds: int
    n: int
    people: int
    revenue: RevenueYear | None
    missing: tuple[Missing, ...]


@dataclass(frozen=True)
class Declines:
    """Verdicts: "quiet" (some client's score sinks while its revenue holds), "declines" (only others sink),
    "none", "too_little". Of the clients heard in a year `looked_at` had enough rounds, `too_few` had not;
    `by_chance` would be listed if nobody's score moved."""

    verdict: str
    clients: tuple[ClientDecline, ...]
    looked_at: int
    too_few: int
    by_chance: float
    components: Components | None
    missing: tuple[Missing, ...] = ()


def load_heard(asked: Asked) -> Heard:
    """Headline answers, and the revenue of eighteen closed months, of clients that are not closed."""
    still = Account.objects.filter(closed_on__isnull=True)
    until = calendar.month_number(asked.until)
    panel = account_months(
        still, first=calendar.month_at(until - REVENUE_MONTHS), until=asked.until, measures=()
    )
    return Heard(
        **comparable.columns_of(waves(Account.objects.all(), until=asked.until)),
        client_ids=panel.account_ids,
        revenue=panel.revenue,
        until=np.array([until], dtype=np.int64),
    )


def decline(heard: Heard, seed: int, progress: Progress) -> Declines:
    """The slope of each client's last rounds; nothing is drawn at random."""
    answers = comparable.by_client(heard)
    components = falls.components_of(answers, progress)
    if isinstance(components, TooLittle):
        return Declines("too_little", (), 0, 0, 0.0, None, components.missing)
    row = {int(pk): place for place, pk in enumerate(heard.client_ids)}
    recent = [
        (pk, one) for pk, one in answers if pk in row and one.months.max() >= int(heard.until[0]) - YEAR
    ]
    found = [(pk, sinking.declined(one, components, heard.revenue[row[pk]])) for pk, one in recent]
    judged = [(pk, one) for pk, one in found if isinstance(one, Decline)]
    sink = [_client_decline(pk, one) for pk, one in judged if one.verdict in DECLINES]
    return Declines(
        verdict=_verdict(sink, len(judged)),
        clients=tuple(sorted(sink, key=lambda one: (DECLINES.index(one.verdict), -one.fall))),
        looked_at=len(judged),
        too_few=len(found) - len(judged),
        by_chance=sum(sinking.chance(one, components) for _, one in judged),
        components=components,
        missing=() if judged else _most_missing([one for _, one in found]),
    )


def _verdict(sink: list[ClientDecline], judged: int) -> str:
    if not judged:
        return "too_little"
    if any(one.verdict == QUIET for one in sink):
        return "quiet"
    return "declines" if sink else "none"


def _most_missing(found: list[Decline | TooLittle]) -> tuple[Missing, ...]:
    """What the client lacks that is nearest to enough; four rounds where nobody was heard at all."""
    lacking = [one.missing[0] for one in found if isinstance(one, TooLittle)]
    return (max(lacking, key=lambda one: one.have, default=Missing("waves", 0, 4)),)


def _client_decline(account_id: int, found: Decline) -> ClientDecline:
    return ClientDecline(
        account_id=account_id,
        verdict=found.verdict,
        slope=found.slope,
        slope_low=found.slope_low,
        slope_high=found.slope_high,
        probability=found.probability,
        fall=found.fall,
        first=calendar.month_at(found.first_wave).isoformat(),
        last=calendar.month_at(found.last_wave).isoformat(),
        rounds=found.waves,
        n=found.n,
        people=found.people,
        revenue=found.revenue,
        missing=found.missing,
    )


@dataclass(frozen=True)
class SilentOne:
    """A client, or one person of it (`contact_id`, 0: the whole client), that used to answer: `answered` of
    `invited` in the last two rounds, from month `since` (ISO) on, `answered_before` of `invited_before`."""

    account_id: int
    contact_id: int
    verdict: str
    probability: float
    decision_probability: float | None
    invited: int
    answered: int
    invited_before: int
    answered_before: int
    since: str


@dataclass(frozen=True)
class Silences:
    """Verdicts: "silences", "none", "too_little". `people` are single persons who are silent, whether or not
    their client is. Of the clients asked, `looked_at` had rounds before the last two, `too_few` had not;
    `never` have not answered yet at all, so that nothing has stopped."""

    verdict: str
    clients: tuple[SilentOne, ...]
    people: tuple[SilentOne, ...]
    looked_at: int
    never: int
    too_few: int
    missing: tuple[Missing, ...] = ()


def load_invited(asked: Asked) -> Invited:
    """Three years of periodic invitations whose time to answer is over."""
    first = calendar.month_at(calendar.month_number(asked.until) - 3 * YEAR)
    rows = invitations(Account.objects.filter(closed_on__isnull=True), first=first, until=asked.until)
    gone = Contact.objects.filter(left_on__lte=asked.today).values_list("id", flat=True)
    is_over = rows.closes_on < np.datetime64(asked.today, "D")
    chosen = rows.is_headline & is_over & ~np.isin(rows.contact_ids, list(gone))
    return Invited(
        account_ids=rows.account_ids[chosen],
        contact_ids=rows.contact_ids[chosen],
        months=rows.months[chosen],
        decides=np.array([role == ContactRole.DECISION_MAKER for role in rows.roles], dtype=bool)[chosen],
        answered=rows.answered[chosen],
    )


def silent(rows: Invited, seed: int, progress: Progress) -> Silences:
    """Clients, then single people, each with their last two rounds against those before."""
    clients, asked = np.unique(rows.account_ids, return_inverse=True)
    told = habits(rows, asked.ravel(), with_deciders=True)
    contacts, first, person = np.unique(rows.contact_ids, return_index=True, return_inverse=True)
    found = [
        _silent_one(int(pk), 0, one.silence, one.since)
        for pk, one in zip(clients, told, strict=True)
        if isinstance(one.silence, Silence) and one.silence.verdict in (SILENT, DECISION)
    ]
    people = habits(rows, person.ravel(), with_deciders=False)
    alone = [
        _silent_one(int(pk), int(contact), one.silence, one.since)
        for pk, contact, one in zip(rows.account_ids[first], contacts, people, strict=True)
        if isinstance(one.silence, Silence) and one.silence.verdict == SILENT
    ]
    judged = [one.silence for one in told if isinstance(one.silence, Silence)]
    return Silences(
        verdict="silences" if found or alone else "none" if judged else "too_little",
        clients=tuple(sorted(found, key=lambda one: (one.probability, one.account_id))),
        people=tuple(sorted(alone, key=lambda one: (one.probability, one.contact_id))),
        looked_at=len(judged),
        never=sum(one.verdict == NEVER for one in judged),
        too_few=len(told) - len(judged),
        missing=() if judged else (Missing("waves", 0, RECENT + 1),),
    )


def _silent_one(account_id: int, contact_id: int, one: Silence, since: int) -> SilentOne:
    return SilentOne(
        account_id=account_id,
        contact_id=contact_id,
        verdict=one.verdict,
        probability=one.probability,
        decision_probability=one.decision_probability,
        invited=one.invited,
        answered=one.answered,
        invited_before=one.invited_before,
        answered_before=one.answered_before,
        since=calendar.month_at(since).isoformat(),
    )


DECLINE = Method(version=1, inputs=Heard, result=Declines, load=load_heard, work=decline)
SILENCE = Method(version=1, inputs=Invited, result=Silences, load=load_invited, work=silent)
