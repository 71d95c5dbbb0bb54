"""The page behind a shared link: whoever has the address may answer, once, within limits."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from surveys.actions.collecting.counting import Kind
from surveys.models import Collector, CollectorDay, Response, Verdict
from surveys.public.doors import floods
from tests.surveys import asked
from tests.surveys.asked import AHEAD, OVERALL, SIX, hidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def collector() -> Iterator[Collector]:
    now = timezone.now()
    yield asked.collector(asked.published("periodic-csi", now=now), now=now)
    cache.clear()
    floods.local.clear()


def form(client: Client, address: str) -> tuple[str, dict[str, str]]:
    """The address that the page posts to, and its hidden fields."""
    html = client.get(address).content.decode()
    action = re.search(r'<form method="post" action="([^"]+)"', html)
    assert action, html
    return action[1], hidden(html)


def answer_all(client: Client, collector: Collector, address: str = "", **last: str) -> Any:
    """From the shared address, page after page where the server leads, to the thanks."""
    address = address or f"/c/{collector.slug}"
    reply: Any = None
    for given in (OVERALL, SIX, AHEAD | last):
        path, fields = form(client, address)
        reply = client.post(path, fields | given)
        address = reply.headers.get("Location", "")
    return reply


def test_opening_writes_nothing_sets_no_cookie_and_names_nobody(
    client: Client, collector: Collector, django_assert_num_queries: Any
) -> None:
    client.get(f"/c/{collector.slug}")
    with django_assert_num_queries(1):
        page = client.get(f"/c/{collector.slug}")
    client.head(f"/c/{collector.slug}")

    html = page.content.decode()
    assert "Overall, how satisfied are you with Meridian Supply?" in html
    assert "The link does not tell them who you are" in html
    assert not any(untrue in html for untrue in ("with your name", "You are", "account manager", "nonymous"))
    assert not page.cookies
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert Response.objects.count() == 0


def test_answering_page_by_page_and_coming_back(client: Client, collector: Collector) -> None:
    path, fields = form(client, f"/c/{collector.slug}")
    saved = client.post(path, fields | OVERALL)
    response = Response.objects.get()
    assert (response.collector, response.answers, response.invitation) == (collector, {"overall": 8}, None)
    assert saved["Location"] == f"{path}?page=2&lang=en"

    html = Client().get(path).content.decode()  # the same address on another device
    assert "Page 2 of 3" in html
    for given in (SIX, AHEAD):
        path, fields = form(client, path)
        done = client.post(path, fields | given)

    response.refresh_from_db()
    assert response.submitted_at and response.ticket
    assert "Your answers have arrived" in client.get(done["Location"]).content.decode()


def test_two_people_are_two_answers(collector: Collector) -> None:
    for _ in range(2):
        answer_all(Client(), collector)

    assert Response.objects.filter(submitted_at__isnull=False).count() == 2
    assert len(set(Response.objects.values_list("ticket", flat=True))) == 2


def test_a_double_click_is_one_answer(client: Client, collector: Collector) -> None:
    path, fields = form(client, f"/c/{collector.slug}")
    replies = [client.post(path, fields | OVERALL) for _ in range(3)]

    assert len({reply["Location"] for reply in replies}) == 1
    assert Response.objects.count() == 1


def test_a_page_before_the_last_cannot_submit(client: Client, collector: Collector) -> None:
    path, fields = form(client, f"/c/{collector.slug}")
    client.post(path, fields | OVERALL | SIX | AHEAD)

    assert Response.objects.get().submitted_at is None


def test_no_address_can_be_made_up(client: Client, collector: Collector) -> None:
    path, _ = form(client, f"/c/{collector.slug}")
    other = asked.collector(collector.survey.versions.get(), now=timezone.now(), slug="another")
    ticket = path.rpartition("/")[2]
    wrong = ["x", ticket[:-1], ticket + "A", ticket.swapcase(), "A" * 43, "я" * 43, "thanks"]
    paths = [f"/c/{collector.slug}/{each}" for each in wrong[:-1]]
    paths += [f"/c/{other.slug}/{ticket}", "/c/unknown", f"/c/{'a' * 200}", f"/c/unknown/{ticket}"]

    replies = [client.get(each) for each in paths]

    assert {reply.status_code for reply in replies} == {404}
    assert len({reply.content for reply in replies}) == 1
    assert client.post("/c/unknown", OVERALL).status_code == 404


def test_a_post_without_the_page_is_nobody_s(client: Client, collector: Collector) -> None:
    for address in (f"/c/{collector.slug}", form(client, f"/c/{collector.slug}")[0]):
        assert client.post(address, OVERALL | {"_page": "1"}).status_code == 422
    assert Response.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"is_open": False}, "takes no answers just now"),
        (
            {"closes_at": datetime.fromisoformat("2026-01-02T12:00+00:00")},
            "Answers were taken until 2 January 2026",
        ),
        ({"most_answers": 0}, "As many people have answered as we asked for"),
    ],
)
def test_a_closed_door_says_so_kindly(
    client: Client, collector: Collector, changes: dict[str, Any], words: str
) -> None:
    path, fields = form(client, f"/c/{collector.slug}")
    Collector.objects.update(**changes)

    for reply in (client.get(f"/c/{collector.slug}"), client.post(path, fields | OVERALL)):
        assert reply.status_code == 410
        assert words in reply.content.decode()
    assert Response.objects.count() == 0


def test_an_archived_survey_takes_no_answers(client: Client, collector: Collector) -> None:
    collector.survey.archived_at = timezone.now()
    collector.survey.save()

    assert client.get(f"/c/{collector.slug}").status_code == 410


def test_the_last_place_goes_to_one(collector: Collector) -> None:
    Collector.objects.update(most_answers=1)
    ready = []
    for client in (Client(), Client()):
        path, fields = form(client, f"/c/{collector.slug}")
        path = client.post(path, fields | OVERALL)["Location"]
        path, fields = form(client, path)
        path, fields = form(client, client.post(path, fields | SIX)["Location"])
        ready.append((client, path, fields))

    replies = [client.post(path, fields | AHEAD) for client, path, fields in ready]

    assert [reply.status_code for reply in replies] == [303, 410]
    assert Response.objects.filter(submitted_at__isnull=False).count() == 1


@pytest.mark.parametrize("is_cache_dead", [False, True])
def test_a_flood_is_held_and_nothing_typed_is_lost(collector: Collector, is_cache_dead: bool) -> None:
    Collector.objects.update(most_an_hour=3)
    broken = mock.patch.object(cache, "add", side_effect=OSError) if is_cache_dead else mock.MagicMock()
    with broken:
        replies = [post_first(Client(), collector) for _ in range(5)]
        elsewhere = post_first(Client(REMOTE_ADDR="2001:db8::7"), collector)

    assert [reply.status_code for reply in replies] == [303, 303, 303, 429, 429]
    html = replies[-1].content.decode()
    assert "Nothing is lost" in html and 'id="overall-8" checked' in html
    assert elsewhere.status_code == 303
    assert CollectorDay.objects.get(kind=Kind.FLOODED).hits == 2
    assert Response.objects.count() == 4


def post_first(client: Client, collector: Collector) -> Any:
    path, fields = form(client, f"/c/{collector.slug}")
    return client.post(path, fields | OVERALL)


def test_mistakes_are_no_flood(client: Client, collector: Collector) -> None:
    Collector.objects.update(most_an_hour=1)
    path, fields = form(client, f"/c/{collector.slug}")
    for _ in range(4):
        refused = client.post(path, fields)
        fields = hidden(refused.content.decode())
        assert refused.status_code == 422

    assert client.post(path, fields | OVERALL).status_code == 303


def test_the_network_counts_not_the_single_address_in_it() -> None:
    now = timezone.now()

    def is_within(address: str) -> bool:
        return floods.is_within(door="v6", address=address, most=1, now=now)

    assert [is_within("2001:db8::1"), is_within("2001:db8::2"), is_within("2001:db8:0:1::1")] == [
        *(True, False, True)
    ]
    assert [is_within("::ffff:10.0.0.1"), is_within("10.0.0.1")] == [True, False]
    cache.clear()


def test_an_hour_later_there_is_room_again() -> None:
    now = timezone.now()
    moments = [now, now, now + timedelta(hours=1)]
    found = [floods.is_within(door="hour", address="10.0.0.9", most=1, now=each) for each in moments]
    assert found == [True, False, True]
    cache.clear()


def test_a_device_answers_once_unless_somebody_else_sits_there(collector: Collector) -> None:
    device = Client()
    done = answer_all(device, collector)
    [cookie] = done.cookies.values()
    assert cookie["httponly"] and cookie["samesite"] == "Lax"

    again = device.get(f"/c/{collector.slug}").content.decode()
    assert "This device has answered already" in again
    [other] = re.findall(r'href="([^"]*again=1[^"]*)"', again)
    answer_all(device, collector, other.replace("&amp;", "&"))

    assert Response.objects.filter(submitted_at__isnull=False).count() == 2


def test_a_second_tab_opened_before_is_told_so(collector: Collector) -> None:
    device = Client()
    path, fields = form(device, f"/c/{collector.slug}")
    answer_all(device, collector)
    with mock.patch("surveys.public.collectors.devices.answered_at", return_value=timezone.now()):
        late = device.post(path, fields | OVERALL)

    assert "This device has answered already" in late.content.decode()
    assert Response.objects.count() == 1
    assert CollectorDay.objects.get().kind == Kind.REPEATED


def test_a_forged_cookie_says_nothing(client: Client, collector: Collector) -> None:
    client.cookies[f"answered-{collector.slug}"] = f"{collector.uuid.hex}:1abcde:forged"

    assert "how satisfied" in client.get(f"/c/{collector.slug}").content.decode()


def test_programs_are_doubted_here_too(client: Client, collector: Collector) -> None:
    answer_all(client, collector, **{"web-site": "https://spam.example"})

    response = Response.objects.get()
    assert response.verdict == Verdict.DOUBTFUL
    assert set(response.doubts) == {"honeypot", "too_fast"}


def test_the_other_language_and_the_collectors_own_facts(client: Client, collector: Collector) -> None:
    Collector.objects.update(facts={"supplier": "Меридиан Сервис"})

    html = client.get(f"/c/{collector.slug}", headers={"accept-language": "ru"}).content.decode()

    assert "Меридиан Сервис" in html and "По этой ссылке не видно, кто отвечает" in html


def test_a_newer_version_is_asked_at_once_and_begun_answers_keep_theirs(collector: Collector) -> None:
    old = collector.survey.versions.get()
    begun = post_first(Client(), collector)["Location"]
    new = old.__class__.objects.create(
        survey=old.survey, number=2, document=old.document, languages=["en"], published_at=timezone.now()
    )
    post_first(Client(), collector)

    assert list(Response.objects.order_by("id").values_list("version_id", flat=True)) == [old.pk, new.pk]
    assert Client().get(begun).status_code == 200


def test_nobody_is_offered_what_only_invited_people_have(client: Client, collector: Collector) -> None:
    html = client.get(f"/c/{collector.slug}").content.decode()

    assert "Do not ask me again" not in html and 'href=""' not in html
    assert 'data-save=""' in html and "mailto:irina.belova@meridian.example" in html
