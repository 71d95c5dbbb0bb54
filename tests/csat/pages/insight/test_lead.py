"""The page on lead and lag says what was found, of each verdict, to those who read pooled numbers."""

from dataclasses import replace

import pytest
from django.utils import timezone

from csat.access import Role
from csat.customers.models import Team
from csat.findings.methods import lead
from csat.findings.models import Question, Study
from csat.insight.leadlag.pair import PairLead
from tests.csat.findings.kept import keep
from tests.csat.findings.methods import panels
from tests.csat.pages.insight.reading import body, queries_of, reader, statement
from tests.csat.reports import business

pytestmark = pytest.mark.django_db
PAGE = "/insight/lead/"


@pytest.fixture(scope="module")
def leading() -> lead.Lead:
    return lead.work(panels.panel(), 1, lambda share: None)


@pytest.fixture(scope="module")
def nothing() -> lead.Lead:
    return lead.work(panels.panel(effect=0.0), 1, lambda share: None)


def kept(found: lead.Lead, **changed: object) -> None:
    """The result, with its panel's fields changed."""
    company = replace(found.company, **changed)
    keep(Question.LEAD, replace(found, company=company, verdict=company.verdict), now=timezone.now())


def test_a_lead(leading: lead.Lead) -> None:
    kept(leading, lag=4, lag_low=3, lag_high=5, p_reverse=0.4)
    found = statement(reader(Role.MANAGEMENT), PAGE)
    assert found.startswith(
        "Satisfaction leads revenue by 3 to 5 months (best guess 4). 10 points more go with +"
    )
    text = body(reader(Role.ANALYST), PAGE)
    assert "no proof that one causes the other. There is no sign of the reverse." in text
    assert "60 clients, 48 months, 960 readings" in text and "after looking at 12 delays" in text
    assert "Placebo" in text and "How this was computed" in text


def test_a_lead_of_one_month_with_a_hint_of_the_reverse(leading: lead.Lead) -> None:
    kept(leading, lag=1, lag_low=1, lag_high=1, p_reverse=0.04)
    client = reader(Role.MANAGEMENT)
    assert statement(client, PAGE).startswith("Satisfaction leads revenue by 1 month. 10 points")
    assert "no sign of the reverse" not in body(client, PAGE)


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (
            "both",
            "Each goes before the other: satisfaction leads revenue by 3 to 5 months, and revenue leads",
        ),
        ("reverse", "Revenue moves first: satisfaction follows it by 2 months."),
        ("negative", "Clients who are more satisfied buy less 4 months later. That is no lead to build on."),
        (
            "together",
            "Satisfaction and revenue move in the same month; which of them is first cannot be told.",
        ),
    ],
)
def test_other_verdicts(leading: lead.Lead, verdict: str, words: str) -> None:
    kept(replace(leading, strength=None), verdict=verdict, lag=4, lag_low=3, lag_high=5, lag_reverse=-2)
    assert statement(reader(Role.MANAGEMENT), PAGE).startswith(words)


def test_none_yet_says_what_could_have_been_seen(nothing: lead.Lead) -> None:
    outlook = replace(nothing.outlook, accounts=22, months=26, power=0.37, months_more=24, accounts_more=24)
    kept(replace(nothing, outlook=outlook))
    client = reader(Role.MANAGEMENT)
    assert statement(client, PAGE) == "There is no evidence yet that satisfaction leads revenue."
    text = body(client, PAGE)
    assert "With 22 clients and 26 months we would see an effect of +5 % of revenue per 10 points" in text
    assert "in only 37 % of cases. About 24 more months, or 24 more clients, would give 80 %." in text


def test_none_with_enough_data_says_what_is_ruled_out(nothing: lead.Lead) -> None:
    outlook = replace(nothing.outlook, power=0.92, months_more=0, smallest_effect=0.004)
    kept(replace(nothing, outlook=outlook))
    text = body(reader(Role.MANAGEMENT), PAGE)
    assert "would be seen in 92 % of cases. One of +4.0 % or more would be seen in 80 %." in text


def test_waiting_for_decades_is_no_advice(nothing: lead.Lead) -> None:
    kept(replace(nothing, outlook=replace(nothing.outlook, months_more=800)))
    text = body(reader(Role.MANAGEMENT), PAGE)
    assert "Waiting alone will not help" in text and "800" not in text


def test_a_common_market_is_no_lead(nothing: lead.Lead) -> None:
    pair = replace(nothing.pair, verdict="leads") if isinstance(nothing.pair, PairLead) else None
    assert pair is not None
    kept(replace(nothing, pair=pair))
    assert statement(reader(Role.MANAGEMENT), PAGE).startswith("Both follow the market: nothing is left")


def test_too_little_says_what_is_missing_and_when_it_may_be_there() -> None:
    found = lead.work(panels.panel(months=20), 1, lambda share: None)
    keep(Question.LEAD, found, now=timezone.now())
    client = reader(Role.MANAGEMENT)
    assert statement(client, PAGE) == (
        "Too little data to see whether satisfaction leads revenue: needs 24 months; there are 20. "
        "A first verdict is possible about March 2027."
    )
    assert "hear every client each quarter, and hear more clients" in body(client, PAGE)


def test_segments_and_teams_each_have_their_verdict(leading: lead.Lead) -> None:
    north, south = Team.objects.create(name="North"), Team.objects.create(name="South")
    teams = tuple(
        replace(one, key=str(team.pk)) for one, team in zip(leading.teams, (north, south), strict=True)
    )
    gone = replace(leading.teams[0], key="987654")
    keep(Question.LEAD, replace(leading, teams=(*teams, gone)), now=timezone.now())
    text = body(reader(Role.MANAGEMENT), PAGE)
    assert "North leads by" in text and "South" in text and "987654" not in text
    assert "Speed of replies no evidence yet" in text


def test_never_computed_and_being_computed() -> None:
    client = reader(Role.MANAGEMENT)
    assert "has not been looked at yet" in statement(client, PAGE)
    assert "computed for the first time" in body(client, PAGE)
    Study.objects.create(question=Question.LEAD, state="running", done_share=0.4)
    assert "Being computed: 40 % done." in body(client, PAGE)


def test_who_may_read(leading: lead.Lead) -> None:
    kept(leading)
    for role in (Role.MANAGER, Role.CARE_OWNER, Role.HEAD):
        assert reader(role).get(PAGE).status_code == 403
    assert "Compute again" not in body(reader(Role.MANAGEMENT), PAGE)
    assert "Compute again" in body(reader(Role.ANALYST), PAGE)


def test_the_number_of_queries_does_not_depend_on_what_was_found(leading: lead.Lead) -> None:
    client = reader(Role.MANAGEMENT)
    client.get(PAGE)
    kept(replace(leading, segments=(), teams=leading.teams[:1]))
    few = queries_of(client, PAGE)
    kept(replace(leading, segments=leading.segments * 20, teams=leading.teams * 20))
    assert queries_of(client, PAGE) == few


def test_the_overview_says_the_verdict_and_leads_to_its_page(leading: lead.Lead) -> None:
    now = timezone.now()
    business.year(business.client("Alfa"), now, 1000)
    business.settle(now)
    client = reader(Role.MANAGEMENT)
    assert "There are 0 months with answers, from 0 clients" in body(client, "/overview/")
    kept(leading, lag=4, lag_low=3, lag_high=5)
    assert "Satisfaction leads revenue by 3 to 5 months" in body(client, "/overview/")
    assert 'href="/insight/lead/"' in client.get("/overview/").content.decode()
    keep(Question.LEAD, lead.work(panels.panel(months=20), 1, lambda share: None), now=now)
    found = body(client, "/overview/")
    assert "A first verdict is possible about March 2027. What would bring it nearer" in found
    assert "leads revenue" not in body(reader(Role.HEAD), "/overview/")
