from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.test import Client

from surveys import tokens
from surveys.actions import library, sending, suppressing
from surveys.models import Invitation, Suppression, Survey, TokenPurpose
from tests import factories
from tests.surveys import invited

pytestmark = pytest.mark.django_db
ADDRESS = "elena@alfa.example"


@pytest.fixture
def stranger(now: datetime) -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def invitation(now: datetime) -> Iterator[Invitation]:
    library.load(now=now)
    with time_machine.travel(now, tick=False):
        yield invited.invite(now)


def page_of(invitation: Invitation) -> str:
    return f"/u/{tokens.text(TokenPurpose.UNSUBSCRIBE, invitation.uuid)}"


def ticked(html: str) -> set[str]:
    boxes = [part.partition(">")[0] for part in html.split('<input type="checkbox" name="kind" value="')[1:]]
    return {box.partition('"')[0] for box in boxes if box.endswith(" checked")}


def offered(html: str) -> set[str]:
    return {part.partition('"')[0] for part in html.split('name="kind" value="')[1:]}


def standing() -> set[tuple[str, str]]:
    return set(Suppression.objects.filter(lifted_at=None).values_list("kind", "reason"))


def test_the_page_offers_what_clients_are_asked_about_and_says_what_is_chosen(
    stranger: Client, invitation: Invitation
) -> None:
    html = stranger.get(page_of(invitation)).content.decode()
    assert offered(html) == {"post_sale", "periodic", "nps", "pulse", "support", "handover", "lost"}
    assert ticked(html) == offered(html)
    assert "How an order went" in html


def test_a_choice_stops_the_other_kinds_only(stranger: Client, invitation: Invitation, now: datetime) -> None:
    answer = stranger.post(page_of(invitation), {"choose": "1", "kind": ["post_sale", "support"]})
    assert answer.status_code == 200
    assert not answer.cookies
    html = answer.content.decode()
    assert "Your choice is kept" in html
    assert ticked(html) == {"post_sale", "support"}
    assert standing() == {(kind, "unsubscribed") for kind in ("periodic", "nps", "pulse", "handover", "lost")}
    assert len(sending.claim(owner="w", limit=9, now=now).mails) == 1
    invited.invite(now, kind="periodic")
    assert sending.claim(owner="w", limit=9, now=now).mails == ()


def test_nothing_ticked_is_nothing_any_more_also_of_kinds_to_come(
    stranger: Client, invitation: Invitation
) -> None:
    stranger.post(page_of(invitation), {"choose": "1", "kind": ["post_sale"]})
    html = stranger.post(page_of(invitation), {"choose": "1"}).content.decode()
    assert "We will not ask you again" in html
    assert standing() == {("", "unsubscribed")}


def test_it_can_be_taken_back_on_the_same_page(stranger: Client, invitation: Invitation) -> None:
    stranger.post(page_of(invitation), "List-Unsubscribe=One-Click", content_type="text/plain")
    html = stranger.get(page_of(invitation)).content.decode()
    assert "Changed your mind?" in html
    assert ticked(html) == set()
    stranger.post(page_of(invitation), {"choose": "1", "kind": sorted(offered(html))})
    assert standing() == set()
    row = Suppression.objects.get()
    assert (row.lifted_because, row.lifted_by) == ("taken back on their own page", None)
    assert "Shall we stop asking you?" in stranger.get(page_of(invitation)).content.decode()


@pytest.mark.parametrize("reason", ["bounced", "complained", "by_hand", "erased"])
def test_what_others_put_on_the_list_is_not_theirs_to_lift(
    stranger: Client, invitation: Invitation, now: datetime, reason: str
) -> None:
    suppressing.suppress(address=ADDRESS, reason=reason, now=now)
    html = stranger.get(page_of(invitation)).content.decode()
    assert "We do not write to you" in html
    assert "<form" not in html
    stranger.post(page_of(invitation), {"choose": "1", "kind": ["post_sale", "periodic"]})
    assert standing() == {("", reason)}


def test_a_kind_that_an_operator_stopped_is_not_offered(
    stranger: Client, invitation: Invitation, now: datetime
) -> None:
    by = factories.UserFactory()
    suppressing.add_by_hand(address=ADDRESS, kind="nps", note="asked us on the phone", by=by, now=now)
    html = stranger.get(page_of(invitation)).content.decode()
    assert "nps" not in offered(html)
    stranger.post(page_of(invitation), {"choose": "1", "kind": ["nps", *offered(html)]})
    assert standing() == {("nps", "by_hand")}


def test_colleagues_choose_among_what_colleagues_are_asked(stranger: Client, now: datetime) -> None:
    library.load(now=now)
    with time_machine.travel(now, tick=False):
        inside = invited.invite(now, kind="internal")
        html = stranger.get(page_of(inside)).content.decode()
    assert offered(html) == {"internal", "forecast"}


def test_a_kind_that_rests_for_now_stays_unwanted(
    stranger: Client, invitation: Invitation, now: datetime
) -> None:
    every = offered(stranger.get(page_of(invitation)).content.decode())
    stranger.post(page_of(invitation), {"choose": "1", "kind": sorted(every - {"nps"})})
    Survey.objects.filter(kind="nps").update(archived_at=now)
    stranger.post(page_of(invitation), {"choose": "1", "kind": sorted(every - {"nps", "pulse"})})
    assert standing() == {("nps", "unsubscribed"), ("pulse", "unsubscribed")}


def test_who_wanted_nothing_and_chooses_one_kind_gets_no_others(
    invitation: Invitation, now: datetime
) -> None:
    suppressing.unsubscribe(invitation=invitation, now=now)
    inside = {"internal", "forecast"}
    suppressing.choose(invitation=invitation, wanted={"internal"}, offered=inside, now=now)
    assert {kind for kind, _ in standing()} == {invitation.kind, "forecast"}


def test_made_up_kinds_change_nothing(stranger: Client, invitation: Invitation) -> None:
    stranger.post(page_of(invitation), {"choose": "1", "kind": ["x", "%00", "post_sale"]})
    assert ("x", "unsubscribed") not in standing()
    assert len(standing()) == 6


def test_a_kind_of_the_companys_own_is_called_as_its_survey(stranger: Client, invitation: Invitation) -> None:
    Survey.objects.filter(key="nps").update(kind="our_own")
    html = stranger.get(page_of(invitation)).content.decode()
    assert "our_own" in offered(html)
    assert "Would you recommend Meridian Supply?" in html
