"""What goes together with overall satisfaction, by attribute: found, stated and agreed importance."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from csat.customers.models import Account
from csat.findings import queries
from csat.findings.methods import drivers
from csat.findings.methods.drivers import DriversFound
from csat.findings.models import Question, Theme
from csat.insight.drivers.result import CorrelationsOnly, Drivers
from csat.insight.drivers.within import WithinAccounts
from csat.insight.intervals.interval import NOTHING, Interval
from csat.insight.verdict import Missing
from csat.reports.insight.standing import Standing, missing_in, standing


@dataclass(frozen=True)
class Row:
    """One attribute. Of a ranking all is there; of correlations only `mean` and `correlation`.

    `share`, `stated` and `agreed_share` are importance as it goes together with overall satisfaction, as
    clients picked it, and as we agreed on it; each None where it is not known.
    """

    rank: int | None
    name: str
    department: str
    n: int
    mean: Interval
    correlation: Interval
    share: Interval | None
    first: float | None
    among_three: float | None
    quadrant: str
    agreement: float | None
    stated: Interval | None
    agreed_share: float | None


@dataclass(frozen=True)
class Report:
    """`verdict` "": never computed. `ranking` None where there are correlations only, or less."""

    standing: Standing
    verdict: str
    ranking: Drivers | None
    rows: tuple[Row, ...]
    within: WithinAccounts | None
    missing: tuple[Missing, ...]
    n: int
    accounts: int
    stated_answers: int
    stated_accounts: int
    agreed_year: int | None
    left_out: tuple[str, ...]
    first_on: date | None
    until_on: date | None

    @property
    def improve(self) -> tuple[str, ...]:
        """Attributes that surely matter and surely lie below the others, the most important first."""
        return tuple(row.name for row in self.rows if row.quadrant == "improve")


def build(accounts: QuerySet[Account], *, today: date) -> Report:
    """The latest analysis of all clients together; no scope narrows it. A constant number of queries."""
    answer = queries.answer(Question.DRIVERS, drivers.METHOD, today=today)
    under, found = standing(answer), answer.result
    if found is None:
        return _nothing(under)
    analysis = found.found
    ranking = analysis if isinstance(analysis, Drivers) else None
    within = ranking.within if ranking and isinstance(ranking.within, WithinAccounts) else None
    counted = analysis if isinstance(analysis, Drivers | CorrelationsOnly) else None
    return Report(
        standing=under,
        verdict=found.verdict,
        ranking=ranking,
        rows=_rows(found),
        within=within,
        missing=analysis.missing if isinstance(analysis, CorrelationsOnly) else missing_in(analysis),
        n=counted.n if counted else 0,
        accounts=counted.accounts if counted else 0,
        stated_answers=found.stated_answers,
        stated_accounts=found.stated_accounts,
        agreed_year=found.agreed_year,
        left_out=counted.left_out if counted else (),
        first_on=found.first_on,
        until_on=found.until_on,
    )


def _rows(found: DriversFound) -> tuple[Row, ...]:
    analysis = found.found
    beside = _Beside(
        stated={one.name: one.picked for one in found.stated},
        agreed={one.name: one.share for one in found.agreed},
        departments=dict(Theme.objects.exclude(department="").values_list("key", "department")),
    )
    if isinstance(analysis, Drivers):
        return tuple(
            beside.row(
                one.name,
                rank=one.rank,
                n=one.n,
                mean=one.mean,
                correlation=one.correlation,
                share=one.share,
                first=one.first,
                among_three=one.among_three,
                quadrant=one.quadrant,
                agreement=one.agreement,
            )
            for one in analysis.drivers
        )
    if isinstance(analysis, CorrelationsOnly):
        return tuple(
            beside.row(
                one.name, n=one.n, mean=Interval(one.mean, None, None, one.n), correlation=one.correlation
            )
            for one in sorted(analysis.correlations, key=lambda one: -(one.correlation.estimate or 0.0))
        )
    return tuple(beside.row(one.name, n=0, mean=NOTHING, correlation=NOTHING) for one in found.stated)


@dataclass(frozen=True)
class _Beside:
    """What stands beside a number of importance, by attribute."""

    stated: dict[str, Interval]
    agreed: dict[str, float]
    departments: dict[str, str]

    def row(
        self,
        name: str,
        *,
        n: int,
        mean: Interval,
        correlation: Interval,
        rank: int | None = None,
        share: Interval | None = None,
        first: float | None = None,
        among_three: float | None = None,
        quadrant: str = "",
        agreement: float | None = None,
    ) -> Row:
        return Row(
            rank=rank,
            name=name,
            department=self.departments.get(name, ""),
            n=n,
            mean=mean,
            correlation=correlation,
            share=share,
            first=first,
            among_three=among_three,
            quadrant=quadrant,
            agreement=agreement,
            stated=self.stated.get(name),
            agreed_share=self.agreed.get(name),
        )


def _nothing(under: Standing) -> Report:
    return Report(
        standing=under,
        verdict="",
        ranking=None,
        rows=(),
        within=None,
        missing=(),
        n=0,
        accounts=0,
        stated_answers=0,
        stated_accounts=0,
        agreed_year=None,
        left_out=(),
        first_on=None,
        until_on=None,
    )
