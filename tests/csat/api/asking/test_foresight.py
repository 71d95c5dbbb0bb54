"""What rules will ask and would have asked, over REST: as on the pages, within the caller's scope."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from csat.customers.models import Contact
from csat.programs.models import Program, ProgramState
from tests.csat.answered import version
from tests.factories import Cast, ContactFactory, DealFactory
from tests.surveys import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule(cast: Cast) -> Program:
    asked.brand()
    delivered = timezone.now().date() - timedelta(days=1)
    for account in (cast.account, cast.foreign):
        contact = ContactFactory(account=account)
        deal = DealFactory(account=account, closed_on=delivered, delivered_on=delivered, stage="delivered")
        deal.deal_contacts.create(contact=contact)
    return Program.objects.create(
        name="After a delivery",
        kind="post_sale",
        survey=version("post-sale").survey,
        starts_on=date(2020, 1, 1),
        state=ProgramState.RUNNING,
    )


def test_the_calendar_tells_who_will_be_asked(
    anna: APIClient, operator: APIClient, analyst: APIClient, rule: Program, cast: Cast
) -> None:
    everybody = operator.get("/api/v1/programs/calendar/").json()
    assert everybody["asked"] == sum(day["asked"] for day in everybody["days"]) == 2
    assert len(everybody["days"]) == 30
    mine = anna.get("/api/v1/programs/calendar/", {"rule": str(rule.uuid)}).json()
    assert mine["asked"] == 1 and mine["rules"][0]["program"] == str(rule.uuid)
    assert [row["account"] for row in mine["of_day"]] == [str(cast.account.uuid)]
    assert analyst.get("/api/v1/programs/calendar/").status_code == 403
    assert anna.get("/api/v1/programs/calendar/", {"rul": "x"}).json()["errors"][0]["attr"] == "rul"
    assert anna.get("/api/v1/programs/calendar/", {"day": "soon"}).status_code == 400


def test_a_dry_run_is_for_those_who_run_rules(anna: APIClient, operator: APIClient, rule: Program) -> None:
    told = operator.get(f"/api/v1/programs/{rule.uuid}/dry-run/")
    assert told.status_code == 200, told.content
    assert told.json()["program"] == str(rule.uuid) and told.json()["first"] < told.json()["last"]
    assert anna.get(f"/api/v1/programs/{rule.uuid}/dry-run/").status_code == 403


def test_why_tells_each_running_rule_and_when_somebody_is_next(anna: APIClient, rule: Program) -> None:
    contact = Contact.objects.get(account__name="Alfa")
    told = anna.get(f"/api/v1/contacts/{contact.uuid}/why/").json()
    (why,) = told["rules"]
    assert (why["program"], why["is_clear"]) == (str(rule.uuid), True)
    assert [row["is_asked"] for row in why["coming"]] == [True]
    assert told["next_on"] == why["coming"][0]["day"] and told["possible_on"]
