"""A trial on ourselves: real cases to our own addresses, and nothing of it counts."""

import uuid
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from csat.access import Role
from csat.alerts.models import Signal
from csat.alerts.tasks import assess
from csat.customers.models import DealContact, DealStage
from csat.programs.actions import planning, stopping, trying
from csat.programs.models import Decision, Program, ProgramDay, Touchpoint
from csat.scores.models import Score
from csat.scores.tasks import record
from surveys.models import Batch, Invitation, Message, Response
from tests import factories
from tests.factories import Cast
from tests.surveys import asked

pytestmark = pytest.mark.django_db
OURS = ["olga@ours.example", "colleague@ours.example"]


@pytest.fixture
def draft(post_sale: Program, cast: Cast) -> Program:
    post_sale.state, post_sale.trial_addresses, post_sale.sender = "draft", OURS, "manager"
    post_sale.save()
    for account in (cast.account, cast.account, cast.foreign):
        deal = factories.DealFactory(
            account=account, stage=DealStage.DELIVERED, delivered_on=date(2026, 11, 16), reference="SO-7"
        )
        DealContact.objects.create(deal=deal, contact=factories.ContactFactory(account=account))
    return post_sale


@pytest.fixture
def olga():
    return factories.login("olga", Role.OPERATOR)


def test_real_cases_go_to_our_own_addresses_and_count_for_nothing(
    draft: Program, olga, cast: Cast, now: datetime
) -> None:
    found = trying.send(program=draft, by=olga, now=now, most=2)
    assert [invitation.address for invitation in found] == OURS * 2
    assert {invitation.facts["company"] for invitation in found} == {"Alfa", "Omega"}
    assert {invitation.kind for invitation in found} == {"trial"}
    assert found[0].facts["order"] == "SO-7" and found[0].not_before_at == now
    assert Message.objects.count() == 4, "one mail each, no reminder"
    assert Batch.objects.filter(opens_at=None, sender_name="Anna Manager").count() >= 1
    assert (
        not Touchpoint.objects.exists() and not Decision.objects.exists() and not ProgramDay.objects.exists()
    )
    draft.refresh_from_db()
    assert draft.state == "trial" and planning.plan(program=draft, now=now) == {}


def test_clients_are_asked_afterwards_as_if_nothing_had_been(draft: Program, olga, now: datetime) -> None:
    contact = DealContact.objects.first().contact
    contact.email = OURS[0]  # even where one of us is a client's contact
    contact.save()
    trying.send(program=draft, by=olga, now=now)
    stopping.start(program=draft, by=olga, now=now)
    assert planning.plan(program=draft, now=now)["deferred"] == 0
    assert Touchpoint.objects.filter(contact=contact).exists()


def test_a_trial_answer_is_an_answer_of_nobody(draft: Program, olga, client: Client, now: datetime) -> None:
    invitation = trying.send(program=draft, by=olga, now=now, most=1)[0]
    assert client.get(asked.path(invitation)).status_code == 200
    response = Response.objects.create(
        invitation=invitation,
        version=invitation.version,
        language="en",
        answers={"overall": 3},
        sequence=1,
        started_at=now,
        saved_at=now,
        submitted_at=now,
        submission_id=uuid.uuid4(),
        revision=1,
    )
    response.revisions.create(revision=1, answers={"overall": 3}, cause="submitted", created_at=now)
    record(response.pk)
    assess(response.pk)
    assert not Score.objects.exists() and not Signal.objects.exists()
    client.force_login(olga)
    assert "Alfa" not in client.get(reverse("answers")).content.decode()
    assert client.get("/api/v1/responses/").json()["results"] == []


def test_without_our_address_or_a_case_there_is_nothing_to_try(draft: Program, olga, now) -> None:
    draft.trial_addresses = []
    with pytest.raises(trying.NobodyToTry, match="Nobody of ours"):
        trying.send(program=draft, by=olga, now=now)
    draft.trial_addresses = OURS
    DealContact.objects.all().delete()
    with pytest.raises(trying.NobodyToTry, match="would ask nobody"):
        trying.send(program=draft, by=olga, now=now)
    assert not Invitation.objects.exists()


def test_an_ended_rule_is_not_tried(draft: Program, olga, now) -> None:
    stopping.end(program=draft, because="over", by=olga, now=now)
    with pytest.raises(stopping.WrongState):
        trying.send(program=draft, by=olga, now=now)
