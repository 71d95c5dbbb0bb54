"""The page on drivers says what goes together with satisfaction, and how sure that is."""

from dataclasses import replace

import pytest
from django.utils import timezone

from csat.access import Role
from csat.findings.methods import drivers
from csat.findings.models import Question, Theme
from tests.csat.findings.kept import keep
from tests.csat.findings.methods import answers
from tests.csat.pages.insight.reading import body, queries_of, reader, statement

pytestmark = pytest.mark.django_db
PAGE = "/insight/drivers/"


@pytest.fixture(scope="module")
def ranked() -> drivers.DriversFound:
    return drivers.work(answers.judged(), 7, lambda share: None)


def kept(found: drivers.DriversFound) -> None:
    keep(Question.DRIVERS, found, now=timezone.now())


def test_a_sure_first_place(ranked: drivers.DriversFound) -> None:
    kept(ranked)
    client = reader(Role.MANAGEMENT)
    assert statement(client, PAGE) == (
        "Overall satisfaction goes together most with “Delivery dates”: 86 % of what the parts explain."
    )
    text = body(client, PAGE)
    share = ranked.found.drivers[0].share
    assert f"1 Delivery dates 86 % {100 * share.low:.0f} to {100 * share.high:.0f} %" in text
    assert "confirmed: where the parts rose by 1, overall changed by" in text
    assert "360 of 60 clients" in text and "is not the same as causes" in text
    assert "the set of 2026" in text


def test_a_first_place_that_is_not_sure(ranked: drivers.DriversFound) -> None:
    first, second, third = ranked.found.drivers
    rows = (replace(first, first=0.6, quadrant="undetermined", agreement=0.5), second, third)
    kept(replace(ranked, found=replace(ranked.found, drivers=rows)))
    client = reader(Role.MANAGEMENT)
    assert statement(client, PAGE).startswith(
        "Overall satisfaction goes together most with “Delivery dates” and “Quality of the goods”;"
    )
    assert "cannot tell yet" in body(client, PAGE)


def test_what_to_improve_first_is_named(ranked: drivers.DriversFound) -> None:
    first, *others = ranked.found.drivers
    rows = (replace(first, quadrant="improve"), *others)
    kept(replace(ranked, found=replace(ranked.found, drivers=rows)))
    assert statement(reader(Role.MANAGEMENT), PAGE).endswith(
        "They matter and lie below the others: Delivery dates."
    )


def test_parts_that_move_together_warn() -> None:
    kept(drivers.work(answers.judged(slopes=(0.0, 0.0, 0.0)), 7, lambda share: None))
    client = reader(Role.MANAGEMENT)
    assert statement(client, PAGE).startswith("All parts move together")
    assert "their order is not reliable" in body(client, PAGE)


def test_few_answers_give_correlations_only() -> None:
    kept(drivers.work(answers.judged(accounts=12, people=2), 7, lambda share: None))
    client = reader(Role.MANAGEMENT)
    assert "48 answers are too few for an order" in statement(client, PAGE)
    text = body(client, PAGE)
    assert "An order of importance needs 60 answers and 20 clients; there are 48 and 12." in text
    assert "Correlation" in text and "Importance and satisfaction by part" not in text


def test_too_little_still_shows_what_clients_picked() -> None:
    kept(drivers.work(answers.judged(accounts=5, people=2), 7, lambda share: None))
    client = reader(Role.MANAGEMENT)
    assert "needs 30 answers and 10 clients; there are 20 and 5" in statement(client, PAGE)
    assert "Picked by clients" in body(client, PAGE)


def test_departments_and_answers_are_named_beside_the_parts(ranked: drivers.DriversFound) -> None:
    Theme.objects.create(
        key="delivery_dates", names={}, terms={}, department="Logistics", changed_at=timezone.now()
    )
    kept(ranked)
    page = reader(Role.MANAGEMENT).get(PAGE).content.decode()
    assert "Logistics" in page and "/answers/?side=delivery_dates" in page
    # Analysts see no single answers.
    assert "/answers/?side" not in reader(Role.ANALYST).get(PAGE).content.decode()


def test_who_may_read_and_what_it_costs(ranked: drivers.DriversFound) -> None:
    client = reader(Role.MANAGEMENT)
    assert "has not been looked at yet" in statement(client, PAGE)
    kept(ranked)
    few = queries_of(client, PAGE)
    kept(replace(ranked, stated=ranked.stated * 3))
    assert queries_of(client, PAGE) == few
    for role in (Role.MANAGER, Role.CARE_OWNER, Role.HEAD):
        assert reader(role).get(PAGE).status_code == 403
