"""The pages on retention and revenue at risk say what was found, of each verdict."""

from dataclasses import replace

import pytest
from django.utils import timezone

from csat.access import Role
from csat.findings.methods import retention, risk
from csat.findings.models import Question
from tests.csat.findings.kept import keep
from tests.csat.findings.methods import worlds
from tests.csat.pages.insight.reading import body, queries_of, reader, statement
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db
RETENTION, RISK = "/insight/retention/", "/insight/risk/"


@pytest.fixture(scope="module")
def leaving() -> retention.Retention:
    return retention.work(worlds.history(accounts=400, seed=3), 1, lambda share: None)


@pytest.fixture(scope="module")
def at_risk() -> risk.Risk:
    return risk.work(worlds.history(accounts=400, seed=3), 1, lambda share: None)


def test_nothing_computed_yet() -> None:
    assert "has not been computed yet" in statement(reader(Role.MANAGEMENT), RETENTION)
    assert "takes a minute or two" in body(reader(Role.ANALYST), RETENTION)
    assert "has not been computed yet" in statement(reader(Role.OPERATOR), RISK)


def test_the_dissatisfied_leave_more_often(leaving: retention.Retention) -> None:
    keep(Question.RETENTION, leaving, now=timezone.now())
    assert statement(reader(Role.MANAGEMENT), RETENTION).startswith("Dissatisfied clients leave more often:")
    text = body(reader(Role.ANALYST), RETENTION)
    assert "Kept in a year" in text and "The groups differ by more than chance" in text
    assert "satisfaction still tells who leaves" in text and "How this was computed" in text


@pytest.mark.parametrize(
    ("world", "words"),
    [
        ({"slope": 0, "seed": 2}, "cannot be told apart"),
        ({"hazard": 0.0005}, "cannot be compared yet"),
        ({"accounts": 8}, "needs 10 clients; there are"),
    ],
)
def test_what_cannot_be_said_is_not_said(world: dict[str, float], words: str) -> None:
    found = retention.work(worlds.history(**world), 1, lambda share: None)
    keep(Question.RETENTION, found, now=timezone.now())
    assert words in statement(reader(Role.MANAGEMENT), RETENTION)


def test_lost_clients_are_named_and_counted(leaving: retention.Retention) -> None:
    gone = AccountFactory(name="Alpha")
    named = replace(leaving.gone[0], account_id=gone.pk)
    keep(Question.RETENTION, replace(leaving, gone=(named, *leaving.gone[1:])), now=timezone.now())
    text = body(reader(Role.MANAGEMENT), RETENTION)
    assert "Alpha" in text and f"{len(leaving.gone)} in all." in text


def test_the_forecast_with_its_parts_and_past_ones_graded(at_risk: risk.Risk) -> None:
    alpha = AccountFactory(name="Alpha", is_key=True)
    parts = (replace(at_risk.parts[0], account_id=alpha.pk), *at_risk.parts[1:])
    keep(Question.RISK, replace(at_risk, parts=parts), now=timezone.now())
    assert statement(reader(Role.MANAGEMENT), RISK).startswith("Expected loss in 12 months €")
    text = body(reader(Role.ANALYST), RISK)
    assert "Alpha" in text and f"The 1 largest of {len(parts)} clients" in text
    assert "what happened lies" in text and "It told clients apart better" in text
    assert "20,000 scenarios" in text


def test_where_a_few_carry_half_of_it_the_sentence_says_so(at_risk: risk.Risk) -> None:
    keep(Question.RISK, replace(at_risk, verdict="skewed"), now=timezone.now())
    assert "of it from 5 clients" in statement(reader(Role.MANAGEMENT), RISK)


def test_forecasts_that_told_nobody_apart_name_nobody() -> None:
    found = risk.work(worlds.history(slope=0), 1, lambda share: None)
    keep(Question.RISK, found, now=timezone.now())
    assert "nobody is named here" in body(reader(Role.MANAGEMENT), RISK)


@pytest.mark.parametrize("page", [RETENTION, RISK])
def test_pooled_figures_are_for_those_who_see_all_clients(page: str) -> None:
    for role in (Role.MANAGER, Role.CARE_OWNER, Role.HEAD):
        assert reader(role).get(page).status_code == 403


@pytest.mark.parametrize(
    ("page", "question", "rows"), [(RISK, "risk", "parts"), (RETENTION, "retention", "gone")]
)
def test_the_number_of_queries_does_not_grow(
    page: str, question: str, rows: str, leaving: retention.Retention, at_risk: risk.Risk
) -> None:
    found = {"risk": at_risk, "retention": leaving}[question]
    client, counts = reader(Role.MANAGEMENT), []
    for number in (1, 10):
        known = [replace(row, account_id=AccountFactory().pk) for row in getattr(found, rows)[:number]]
        keep(Question(question), replace(found, **{rows: tuple(known)}), now=timezone.now())
        counts.append(queries_of(client, page))
    assert counts[0] == counts[1]
