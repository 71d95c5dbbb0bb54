"""Does satisfaction lead revenue: the stored test with its segments, teams and attributes, by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from csat.customers.models import Account, Team
from csat.findings import queries
from csat.findings.methods import lead
from csat.findings.methods.lead import Lead, Part
from csat.findings.models import Question
from csat.insight.leadlag.pair import PairLead
from csat.insight.leadlag.panel import PanelLead
from csat.insight.leadlag.power import Outlook
from csat.insight.leadlag.strength import Strength
from csat.insight.verdict import Missing, TooLittle
from csat.reports.insight.standing import Standing, missing_in, standing

FAR_MONTHS = 60
COMMON = "common"  # the totals move together, but nothing is left of it between clients


@dataclass(frozen=True)
class Prospect:
    """What can be seen with the data at hand. Shares of revenue are per 10 points of satisfaction.

    `power`: how often an effect of `effect_share` would be seen; `months_more` or `accounts_more` until that
    is in 80 % of cases; `smallest_share`: the effect that is seen so often already, None where none is.
    """

    accounts: int
    months: int
    effect_share: float
    power: float
    months_more: int
    accounts_more: int
    smallest_share: float | None
    r: float

    @property
    def is_enough(self) -> bool:
        return not self.months_more

    @property
    def is_far(self) -> bool:
        """Waiting alone would take longer than anybody plans for."""
        return self.months_more > FAR_MONTHS


@dataclass(frozen=True)
class Row:
    """A segment, team or attribute. `lead` None where there is too little; `p` corrected for its like."""

    name: str
    verdict: str
    accounts: int
    months: int
    readings: int
    p: float | None
    p_reverse: float | None
    lead: PanelLead | None
    missing: tuple[Missing, ...]
    prospect: Prospect | None


@dataclass(frozen=True)
class Report:
    """`verdict` "": never computed. Beside those of PanelLead "too_little", and "common": the totals move
    together, but between clients nothing is left once the common market is taken out. `back_months`: by how
    many months revenue is first where it is.
    """

    standing: Standing
    verdict: str
    lead: PanelLead | None
    back_months: int
    missing: tuple[Missing, ...]
    strength: Strength | None
    prospect: Prospect | None
    earliest_on: date | None
    segments: tuple[Row, ...]
    teams: tuple[Row, ...]
    attributes: tuple[Row, ...]
    pair: PairLead | None
    pair_missing: tuple[Missing, ...]
    accounts: int
    months: int
    readings: int
    gap_months: float | None
    first_on: date | None
    until_on: date | None


def build(accounts: QuerySet[Account], *, today: date) -> Report:
    """The latest test of all clients together; no scope narrows it. A constant number of queries."""
    answer = queries.answer(Question.LEAD, lead.METHOD, today=today)
    return _report(standing(answer), answer.result)


def _report(under: Standing, found: Lead | None) -> Report:
    if found is None:
        return _nothing(under)
    return Report(
        standing=under,
        verdict=_verdict(found),
        lead=found.company if isinstance(found.company, PanelLead) else None,
        back_months=abs(found.company.lag_reverse) if isinstance(found.company, PanelLead) else 0,
        missing=missing_in(found.company),
        strength=found.strength if isinstance(found.strength, Strength) else None,
        prospect=_prospect(found.outlook),
        earliest_on=found.earliest_on,
        segments=_rows(found.segments, {}),
        teams=_rows(found.teams, _team_names(found.teams)),
        attributes=_rows(found.attributes, {}),
        pair=found.pair if isinstance(found.pair, PairLead) else None,
        pair_missing=missing_in(found.pair),
        accounts=found.accounts,
        months=found.months,
        readings=found.readings,
        gap_months=found.gap_months,
        first_on=found.first_on,
        until_on=found.until_on,
    )


def _verdict(found: Lead) -> str:
    is_in_totals = isinstance(found.pair, PairLead) and found.pair.verdict in ("leads", "both")
    return COMMON if found.verdict == "none_yet" and is_in_totals else found.verdict


def _rows(parts: Iterable[Part], names: dict[str, str]) -> tuple[Row, ...]:
    rows = [_row(one, names.get(one.key, one.key)) for one in parts if not names or one.key in names]
    return tuple(sorted(rows, key=lambda row: (row.lead is None, -row.readings, row.name)))


def _row(one: Part, name: str) -> Row:
    found = one.tested.lead
    return Row(
        name=name,
        verdict=one.tested.verdict,
        accounts=one.accounts,
        months=one.months,
        readings=one.readings,
        p=one.tested.p,
        p_reverse=one.tested.p_reverse,
        lead=None if isinstance(found, TooLittle) else found,
        missing=missing_in(found),
        prospect=_prospect(one.outlook),
    )


def _prospect(found: Outlook | None) -> Prospect | None:
    if found is None:
        return None
    smallest = found.smallest_effect
    return Prospect(
        accounts=found.accounts,
        months=found.months,
        effect_share=found.effect * lead.POINT,
        power=found.power,
        months_more=found.months_more,
        accounts_more=found.accounts_more,
        smallest_share=None if smallest is None else smallest * lead.POINT,
        r=found.r,
    )


def _team_names(parts: Iterable[Part]) -> dict[str, str]:
    wanted = [int(one.key) for one in parts]
    return {str(pk): name for pk, name in Team.objects.filter(pk__in=wanted).values_list("pk", "name")}


def _nothing(under: Standing) -> Report:
    return Report(
        standing=under,
        verdict="",
        lead=None,
        back_months=0,
        missing=(),
        strength=None,
        prospect=None,
        earliest_on=None,
        segments=(),
        teams=(),
        attributes=(),
        pair=None,
        pair_missing=(),
        accounts=0,
        months=0,
        readings=0,
        gap_months=None,
        first_on=None,
        until_on=None,
    )
