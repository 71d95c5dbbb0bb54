"""Rounds, ledgers and sending on their pages: what they say, what may be done, by whom and to whose rows."""

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from csat.access import Role
from csat.customers.models import DealContact, DealStage
from csat.programs.actions import planning
from csat.programs.models import Program, Slot, Touchpoint, Wave
from surveys.models import Batch, Brand, DomainPace, Invitation, Message
from tests import factories
from tests.csat.programs.conftest import periodic, post_sale  # noqa: F401  # fixtures
from tests.factories import Cast

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)


@pytest.fixture
def sent(people: Cast, post_sale: Program, periodic: Program, now: datetime) -> Wave:  # noqa: F811
    """An order of each client to ask about, and November's round with the own client in it."""
    for contact in (people.account.contacts.get(name="Irina"), people.foreign.contacts.get(name="Olaf")):
        deal = factories.DealFactory(
            account=contact.account, stage=DealStage.DELIVERED, delivered_on=MONDAY, reference="SO-1"
        )
        DealContact.objects.create(deal=deal, contact=contact)
    planning.plan(program=post_sale, now=now)
    wave = Wave.objects.create(program=periodic, month=date(2026, 11, 1), starts_on=date(2026, 11, 18))
    other = factories.ContactFactory(account=people.account, name="Ida", role="decision_maker")
    Slot.objects.create(program=periodic, account=people.account, offset=(2026 * 12 + 11) % 3)
    planning.plan(program=periodic, now=datetime(2026, 11, 27, 6, tzinfo=now.tzinfo))
    assert Touchpoint.objects.filter(wave=wave, contact=other).exists()
    return wave


def text(client: Client, name: str, *arguments: object, query: str = "") -> str:
    response = client.get(reverse(name, args=arguments) + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_rounds_and_weeks_are_listed(olga: Client, sent: Wave) -> None:
    page = text(olga, "rounds")
    assert "Half-yearly, November" in page and "After delivery, week of 16" in page and "under way" in page
    only = text(olga, "rounds", query=f"?rule={sent.program.uuid}")
    assert "week of 16" not in only and "Half-yearly, November" in only
    assert "Half-yearly, November" not in text(olga, "rounds", query="?before=2026-11-01")


def test_a_round_is_paused_goes_on_and_ends_after_a_question(olga: Client, sent: Wave) -> None:
    page = text(olga, "round", sent.uuid)
    assert "Ida" in page and "Still to go out" in page and "Planned in all" in page
    olga.post(reverse("round_pause", args=[sent.uuid]), {"because": "wrong list"})
    page = text(olga, "round", sent.uuid)
    assert "Paused: 1 invitation waits." in page
    assert "wrong list (olga@ours.example)" in page and "Let it go on" in page
    olga.post(reverse("round_resume", args=[sent.uuid]))
    assert not Batch.objects.filter(is_stopped=True).exists()
    asked = text(olga, "round_end", sent.uuid)
    assert "Stop this round for good?" in asked and Wave.objects.get().ended_at is None
    olga.post(reverse("round_end", args=[sent.uuid]), {"because": ""})
    page = text(olga, "round", sent.uuid)
    assert "stopped for good" in page and "Taken back" in page and "Pause" not in page
    again = olga.post(reverse("round_end", args=[sent.uuid]), follow=True)
    assert "has ended already" in again.content.decode()


def test_a_week_of_a_rule_without_rounds(olga: Client, sent: Wave) -> None:
    rule = Program.objects.get(kind="post_sale")
    page = text(olga, "round_week", rule.uuid, MONDAY, query="?state=waiting")
    assert "Irina" in page and "Olaf" in page and "Ida" not in page
    olga.post(reverse("round_week_pause", args=[rule.uuid, MONDAY]))
    assert "Paused: 2 invitations wait." in text(olga, "round_week", rule.uuid, MONDAY)
    olga.post(reverse("round_week_resume", args=[rule.uuid, MONDAY]))
    olga.post(reverse("round_week_end", args=[rule.uuid, MONDAY]))
    assert Invitation.objects.filter(cancelled_at__isnull=False).count() == 2
    assert olga.get(reverse("round_week", args=[rule.uuid, date(2026, 11, 17)])).status_code == 404


def test_a_ledger_leads_to_round_and_person(olga: Client, sent: Wave) -> None:
    touchpoint = Touchpoint.objects.get(contact__name="Ida")
    page = text(olga, "invitation", touchpoint.invitation.uuid)
    assert "Ida: still to go out" in page and "Decided" in page and "Goes out from this moment on" in page
    assert reverse("round", args=[sent.uuid]) in page
    assert reverse("why_asked", args=[touchpoint.contact.uuid]) in page


def test_rows_of_others_are_not_there(client: Client, people: Cast, sent: Wave) -> None:
    client.force_login(people.oleg.user)
    foreign = Touchpoint.objects.get(contact__name="Ida").invitation
    assert client.get(reverse("invitation", args=[foreign.uuid])).status_code == 404
    assert client.get(reverse("round", args=[sent.uuid])).status_code == 404
    rule = Program.objects.get(kind="post_sale")
    page = text(client, "round_week", rule.uuid, MONDAY)
    assert "Olaf" in page and "Irina" not in page and "Pause" not in page
    for name in ("round_pause", "round_resume", "round_end"):
        assert client.post(reverse(name, args=[sent.uuid])).status_code == 403
    for name in ("sending", "sending_hold", "sending_release"):
        assert client.post(reverse(name)).status_code == 403


def test_analysts_see_figures_and_no_names(client: Client, sent: Wave) -> None:
    client.force_login(factories.login("ann", Role.ANALYST))
    assert "Ida" not in text(client, "round", sent.uuid)


def test_sending_is_held_with_a_reason_and_released(olga: Client, sent: Wave) -> None:
    assert "Hold all sending" in text(olga, "sending")
    refused = olga.post(reverse("sending_hold"), {"because": " "}, follow=True)
    assert "Say why sending is held" in refused.content.decode() and not Brand.objects.get().is_sending_held
    olga.post(reverse("sending_hold"), {"because": "wrong wording"})
    page = text(olga, "sending")
    assert "Nothing is sent: sending is held" in page and "wrong wording (olga@ours.example" in page
    for other in (text(olga, "programs"), text(olga, "rounds"), text(olga, "program", sent.program.uuid)):
        assert "Nothing is sent: sending is held." in other and "wrong wording" in other
    olga.post(reverse("sending_release"))
    assert not Brand.objects.get().is_sending_held
    assert "sending is held" not in text(olga, "programs")


def test_domains_are_slowed_and_batches_go_on(olga: Client, sent: Wave) -> None:
    olga.post(reverse("domain_limit"), {"domain": "Client.example", "most": "5"})
    assert DomainPace.objects.get().most_an_hour == 5 and "client.example" in text(olga, "sending")
    for odd in ({"domain": "a b", "most": "5"}, {"domain": "x.example", "most": "many"}):
        assert olga.post(reverse("domain_limit"), odd, follow=True).status_code == 200
    assert DomainPace.objects.count() == 1
    olga.post(reverse("domain_try"), {"domain": "client.example"})
    batch = Message.objects.filter(number=0).first().invitation.batch
    Batch.objects.filter(pk=batch.pk).update(is_stopped=True, stopped_because="6 of 20 refused")
    assert "6 of 20 refused" in text(olga, "sending")
    olga.post(reverse("batch_resume", args=[batch.uuid]))
    assert not Batch.objects.filter(is_stopped=True).exists()
