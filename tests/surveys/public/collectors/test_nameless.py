"""An anonymous survey as people meet it: by invitation and by a shared link, without scripts."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from surveys import tasks
from surveys.actions.collecting import secrecy
from surveys.models import (
    AnonymousAnswer,
    Collector,
    CollectorDay,
    Invitation,
    Response,
    SurveyVersion,
    UnsealedAnswer,
)
from surveys.public.doors import floods
from tests.surveys import asked
from tests.surveys.asked import path

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> Iterator[SurveyVersion]:
    yield asked.nameless(now=timezone.now())
    cache.clear()
    floods.local.clear()


@pytest.fixture
def invitation(version: SurveyVersion) -> Invitation:
    return asked.invitation(version, now=timezone.now(), department="Logistics")


@pytest.fixture
def collector(version: SurveyVersion) -> Collector:
    return asked.collector(version, now=timezone.now(), facts={"department": "Plant"})


def hidden(html: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in asked.hidden(html).items()}


def at(seconds: float) -> Any:
    moment = timezone.now() + timedelta(seconds=seconds)
    return mock.patch("django.utils.timezone.now", return_value=moment)


def answer(client: Client, address: str, *, seconds: float = 9, **words: str) -> Any:
    """Both pages, at a person's pace."""
    html = client.get(address).content.decode()
    found = re.search(r'<form method="post" action="([^"]+)"', html)
    assert found, html
    second = client.post(found[1], hidden(html) | {"mood": "4"} | words)
    with at(seconds):
        return client.post(found[1], hidden(second.content.decode()) | {"change": "More light"})


def test_the_page_says_so_truthfully_and_knows_nobody(client: Client, invitation: Invitation) -> None:
    html = client.get(path(invitation)).content.decode()

    assert "Anonymous" in html and "mixed with at least four others" in html
    assert "Of you we note only that you answered, and on which day" in html
    assert not any(name in html for name in ("Elena", "Alfa", "Pavel", "with your name"))
    assert 'data-save=""' in html


def test_nothing_is_stored_before_the_end(client: Client, invitation: Invitation) -> None:
    html = client.get(path(invitation)).content.decode()
    second = client.post(path(invitation), hidden(html) | {"mood": "4", "words": "Noise & <b>heat</b>"})

    assert second.status_code == 200
    assert "Page 2 of 2" in second.content.decode()
    assert Response.objects.count() == UnsealedAnswer.objects.count() == 0
    assert not second.cookies

    back = client.post(path(invitation), hidden(second.content.decode()) | {"_back": "1", "change": "Light"})
    html = back.content.decode()
    assert "Page 1 of 2" in html and 'id="mood-4" checked' in html and "Noise &amp; &lt;b&gt;" in html
    forth = client.post(path(invitation), hidden(html) | {"mood": "5", "words": "Noise"})
    assert "Light</textarea>" in forth.content.decode()


def test_the_whole_answer_arrives_without_a_name(client: Client, invitation: Invitation) -> None:
    done = answer(client, path(invitation), words="Noise")

    assert (done.status_code, done["Location"]) == (303, f"{path(invitation)}?lang=en")
    thanks = client.get(path(invitation)).content.decode()
    assert "They have no name on them" in thanks and "Elena" not in thanks
    [waiting] = UnsealedAnswer.objects.all()
    assert secrecy.show(waiting.secret)["answers"] == {"mood": 4, "words": "Noise", "change": "More light"}
    assert secrecy.show(waiting.secret)["group"] == "Logistics"
    invitation.refresh_from_db()
    assert invitation.answered_at and invitation.answered_at.time().isoformat() == "00:00:00"
    assert Response.objects.count() == 0


def test_an_invitation_answers_once(client: Client, invitation: Invitation) -> None:
    html = client.get(path(invitation)).content.decode()
    second = hidden(client.post(path(invitation), hidden(html) | {"mood": "4"}).content.decode())
    with at(9):
        replies = [client.post(path(invitation), second) for _ in range(3)]

    assert {reply["Location"] for reply in replies} == {f"{path(invitation)}?lang=en"}
    assert UnsealedAnswer.objects.count() == 1


def test_what_was_sent_without_a_name_cannot_be_changed(client: Client, invitation: Invitation) -> None:
    answer(client, path(invitation))

    for reply in (
        client.get(f"{path(invitation)}/change"),
        client.post(f"{path(invitation)}/change", {"mood": "1"}),
    ):
        assert (reply.status_code, reply["Location"]) == (303, f"{path(invitation)}?lang=en")
    assert UnsealedAnswer.objects.count() == 1


def test_no_score_of_the_mail_is_taken_from_an_address(client: Client, invitation: Invitation) -> None:
    assert " checked" not in client.get(f"{path(invitation)}?a=4").content.decode()
    assert client.post(f"{path(invitation)}/save", {"mood": "4", "_keys": "mood"}).status_code == 409


def test_a_program_is_asked_to_press_once_more(client: Client, invitation: Invitation) -> None:
    """Its answer could not be sorted out later, so it does not get in; a quick person loses nothing."""
    refused = answer(client, path(invitation), seconds=0.5)

    assert refused.status_code == 422
    html = refused.content.decode()
    assert "That was very quick" in html and "More light" in html
    assert UnsealedAnswer.objects.count() == 0
    with at(9):
        assert client.post(path(invitation), hidden(html) | {"change": "More light"}).status_code == 303
    assert UnsealedAnswer.objects.count() == 1


@pytest.mark.parametrize("carried", ["", "[]", "{", '{"answers": [1]}', '{"answers": {"mood": 99, "x": 1}}'])
def test_whatever_comes_back_is_judged(client: Client, invitation: Invitation, carried: str) -> None:
    html = client.get(path(invitation)).content.decode()
    second = hidden(client.post(path(invitation), hidden(html) | {"mood": "4"}).content.decode())
    with at(9):
        reply = client.post(path(invitation), second | {"_carried": carried})

    assert reply.status_code == 200 and "Page 1 of 2" in reply.content.decode()
    assert UnsealedAnswer.objects.count() == 0


def test_by_a_shared_link_for_a_group(collector: Collector) -> None:
    for _ in range(5):
        device = Client()
        done = answer(device, f"/c/{collector.slug}")
        assert done["Location"] == f"/c/{collector.slug}/thanks?lang=en"
        assert "no name on them" in device.get(done["Location"]).content.decode()
        assert "answered already" in device.get(f"/c/{collector.slug}").content.decode()

    assert tasks.sweep(timezone.now()) == 5
    answers = AnonymousAnswer.objects.all()
    assert {(each.group, each.answers["mood"]) for each in answers} == {("Plant", 4)}
    assert CollectorDay.objects.get().hits == 5
    assert Response.objects.count() == 0


def test_limits_hold_for_answers_without_names(collector: Collector) -> None:
    Collector.objects.update(most_answers=2, most_an_hour=3)

    assert [answer(Client(), f"/c/{collector.slug}").status_code for _ in range(2)] == [303, 303]
    assert Client().get(f"/c/{collector.slug}").status_code == 410
    Collector.objects.update(most_answers=None)
    assert [answer(Client(), f"/c/{collector.slug}").status_code for _ in range(2)] == [303, 429]


def test_no_trace_of_the_visitor_is_in_the_database(collector: Collector) -> None:
    agent = Client(REMOTE_ADDR="203.0.113.77", headers={"user-agent": "Tracer/9.1"})
    answer(agent, f"/c/{collector.slug}")

    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            text = "\n".join(row[0] for row in cursor.fetchall())
            assert "203.0.113.77" not in text and "Tracer" not in text, table
