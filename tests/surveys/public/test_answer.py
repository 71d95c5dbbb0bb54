"""The page behind a personal link, as a browser without scripts uses it."""

import gzip
import hashlib
import re
from base64 import b64encode
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from surveys import tokens
from surveys.models import Blob, Brand, Invitation, Response, Token, TokenPurpose
from surveys.rendering import published
from surveys.rendering.assets import script
from surveys.rendering.colours import accent
from tests.surveys import asked
from tests.surveys.asked import AHEAD, OVERALL, SIX, hidden, path, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation() -> Invitation:
    now = timezone.now()
    return asked.invitation(asked.published("periodic-csi", now=now), now=now)


def answer_all(client: Client, invitation: Invitation, **last: str) -> Any:
    post(client, path(invitation), OVERALL)
    post(client, path(invitation), SIX)
    return post(client, path(invitation), AHEAD | last)


def test_the_first_page_says_who_asks_who_reads_and_how_long(client: Client, invitation: Invitation) -> None:
    html = client.get(path(invitation)).content.decode()

    assert "Elena Ivanova, Buyer, Alfa" in html
    assert "Irina Belova, head of customer service" in html
    assert "your account manager Pavel Sokolov and the executives, with your name on it" in html
    assert "3 minutes, 3 pages" in html
    assert "Overall, how satisfied are you with Meridian Supply?" in html


def test_opening_writes_nothing_in_one_statement(
    client: Client, invitation: Invitation, django_assert_num_queries: Any
) -> None:
    published.questionnaire(invitation.version_id)
    with django_assert_num_queries(1):
        client.get(f"{path(invitation)}?a=4")
    with django_assert_num_queries(1):
        client.head(path(invitation))

    assert Response.objects.count() == 0


def test_a_page_is_two_statements_and_so_is_the_submission(
    client: Client, invitation: Invitation, django_assert_num_queries: Any
) -> None:
    fields = hidden(client.get(path(invitation)).content.decode())
    with django_assert_num_queries(2):
        client.post(path(invitation), fields | OVERALL)
    post(client, path(invitation), SIX)
    fields = hidden(client.get(path(invitation)).content.decode())
    with django_assert_num_queries(2):
        client.post(path(invitation), fields | AHEAD)

    assert Response.objects.get().submitted_at


def test_answering_page_by_page(client: Client, invitation: Invitation) -> None:
    saved = post(client, path(invitation), OVERALL)
    assert (saved.status_code, saved["Location"]) == (303, f"{path(invitation)}?page=2&lang=en")
    assert Response.objects.get().answers == {"overall": 8}

    post(client, path(invitation), SIX | {"importance": ["quality", "competence", "completeness"]})
    done = post(client, path(invitation), AHEAD | {"contact_wish": "yes", "contact_wish.phone": "+49 30 1"})

    assert (done.status_code, done["Location"]) == (303, f"{path(invitation)}?lang=en")
    response = Response.objects.get()
    assert response.answers["importance"] == ["quality", "completeness", "competence"]
    assert response.answers["intention"] == "cannot_judge"
    assert response.answers["contact_wish"] == {"choice": "yes", "phone": "+49 30 1"}
    thanks = client.get(path(invitation)).content.decode()
    assert "Thank you, Elena Ivanova. Your answers have arrived." in thanks
    assert "Irina Belova or a colleague contacts you on +49 30 1" in thanks


def test_another_device_goes_on_at_the_first_unanswered_page(client: Client, invitation: Invitation) -> None:
    post(client, path(invitation), OVERALL)

    html = Client().get(path(invitation)).content.decode()

    assert "Page 2 of 3" in html
    first = Client().get(f"{path(invitation)}?page=1").content.decode()
    assert 'value="8" id="overall-8" checked' in first
    assert "Page 2 of 3" in Client().get(f"{path(invitation)}?page=3").content.decode()  # not yet


def test_a_link_of_the_mail_only_marks(client: Client, invitation: Invitation) -> None:
    html = client.get(f"{path(invitation)}?a=7").content.decode()

    assert 'id="overall-7" checked' in html
    assert html.count(" checked") == 1
    assert Response.objects.count() == 0
    for nonsense in ("0", "11", "x", "", "99999", "٣"):
        assert " checked" not in client.get(path(invitation), {"a": nonsense}).content.decode()


def test_another_link_of_the_mail_leads_back_to_its_question(client: Client, invitation: Invitation) -> None:
    post(client, path(invitation), OVERALL)

    changed = client.get(f"{path(invitation)}?a=2").content.decode()
    same = client.get(f"{path(invitation)}?a=8").content.decode()

    assert "Page 1 of 3" in changed and 'id="overall-2" checked' in changed
    assert "Page 2 of 3" in same
    assert Response.objects.get().answers == {"overall": 8}


def test_a_mistake_keeps_what_was_typed(client: Client, invitation: Invitation) -> None:
    post(client, path(invitation), OVERALL)
    refused = post(client, path(invitation), {"quality": "9", "importance": ["quality"]})
    html = refused.content.decode()

    assert refused.status_code == 422
    assert "6 answers need your attention" in html
    assert 'id="quality-9" checked' in html and 'id="importance-quality" checked' in html
    assert "You ticked 1. Please tick 3, or none" in html
    assert Response.objects.get().answers == {"overall": 8}
    mended = client.post(path(invitation), hidden(html) | SIX)
    assert mended.status_code == 303


def test_the_other_language_keeps_the_place(client: Client, invitation: Invitation) -> None:
    post(client, path(invitation), OVERALL)

    html = client.get(path(invitation)).content.decode()
    assert f'hreflang="ru" href="{path(invitation)}?page=2&amp;lang=ru"' in html
    russian = client.get(f"{path(invitation)}?page=2&lang=ru").content.decode()
    assert "Страница 2 из 3" in russian and 'lang="ru"' in russian
    client.post(path(invitation), hidden(russian) | SIX)

    assert "Страница 3 из 3" in Client().get(path(invitation)).content.decode()


def test_a_second_submission_shows_the_thanks(client: Client, invitation: Invitation) -> None:
    post(client, path(invitation), OVERALL)
    post(client, path(invitation), SIX)
    fields = hidden(client.get(path(invitation)).content.decode())
    first = client.post(path(invitation), fields | AHEAD)
    stored = Response.objects.get()

    replies = [client.post(path(invitation), fields | AHEAD | {"trend": "1"}) for _ in range(4)]

    assert {(reply.status_code, reply["Location"]) for reply in [first, *replies]} == {
        (303, f"{path(invitation)}?lang=en")
    }
    again = Response.objects.get()
    assert (again.answers, again.submitted_at) == (stored.answers, stored.submitted_at)
    assert stored.submission_id == UUID(fields["_submission"])


def test_the_same_page_twice_goes_on(client: Client, invitation: Invitation) -> None:
    fields = hidden(client.get(path(invitation)).content.decode())

    replies = [client.post(path(invitation), fields | OVERALL) for _ in range(2)]

    assert {reply["Location"] for reply in replies} == {f"{path(invitation)}?page=2&lang=en"}


def test_a_stale_tab_changes_nothing_and_loses_nothing(client: Client, invitation: Invitation) -> None:
    old_tab = hidden(client.get(path(invitation)).content.decode())
    post(client, path(invitation), OVERALL)

    refused = client.post(path(invitation), old_tab | {"overall": "2"})

    assert refused.status_code == 422
    assert "also open elsewhere" in refused.content.decode()
    assert 'id="overall-2" checked' in refused.content.decode()
    assert Response.objects.get().answers == {"overall": 8}
    client.post(path(invitation), hidden(refused.content.decode()) | {"overall": "2"})
    assert Response.objects.get().answers == {"overall": 2}


def test_a_page_before_the_last_cannot_submit(client: Client, invitation: Invitation) -> None:
    """Fields of a later page on an earlier one, or a page jumped to, leave an answer unfinished."""
    first = hidden(client.get(path(invitation)).content.decode())
    client.post(path(invitation), first | OVERALL | SIX | AHEAD)

    response = Response.objects.get()
    assert (response.answers, response.submitted_at) == ({"overall": 8}, None)


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_page_keeps_to_itself(client: Client, invitation: Invitation, method: str) -> None:
    for address in (path(invitation), "/s/unknown"):
        reply = getattr(client, method)(address)
        assert reply["Referrer-Policy"] == "no-referrer"
        assert reply["Cache-Control"] == "no-store, private"
        assert "noindex" in reply["X-Robots-Tag"]
        assert not reply.cookies
        csp = reply["Content-Security-Policy"]
        assert "unsafe" not in csp and "style-src 'self'" in csp
        html = reply.content.decode()
        assert re.findall(r"<script[^>]*>[^<]*", html) == [f'<script src="{script.path()}" defer>']
        assert " style=" not in html and html.count("<style") == 1


def test_links_that_open_nothing_are_all_alike(client: Client, invitation: Invitation) -> None:
    unsubscribe = tokens.text(TokenPurpose.UNSUBSCRIBE, invitation.uuid)
    revoked = asked.invitation(invitation.version, now=timezone.now())
    Token.objects.filter(invitation=revoked).update(revoked_at=timezone.now())
    good = path(invitation).removeprefix("/s/")
    wrong = ["x", good[:-1], good + "x", good.swapcase(), unsubscribe, path(revoked)[3:], "a" * 500, "я" * 32]

    replies = [client.get(f"/s/{token}") for token in wrong] + [client.post(f"/s/{wrong[0]}", {"a": "b"})]

    assert {reply.status_code for reply in replies} == {404}
    assert len({reply.content for reply in replies}) == 1
    assert "This link does not open a survey" in replies[0].content.decode()
    assert "нет опроса" in client.get("/s/x", headers={"accept-language": "ru"}).content.decode()


def test_an_ended_or_cancelled_survey_says_so_kindly(client: Client, invitation: Invitation) -> None:
    fields = hidden(client.get(path(invitation)).content.decode())
    Invitation.objects.update(
        expires_at=timezone.now() - timedelta(hours=1), not_before_at=timezone.now() - timedelta(days=9)
    )
    ended = client.post(path(invitation), fields | OVERALL)
    assert (ended.status_code, "This survey has ended" in ended.content.decode()) == (410, True)

    Invitation.objects.update(cancelled_at=timezone.now())
    cancelled = client.get(path(invitation))
    assert (cancelled.status_code, "no longer needed" in cancelled.content.decode()) == (410, True)
    assert Response.objects.count() == 0


def test_who_answered_sees_the_thanks_even_after_the_end(client: Client, invitation: Invitation) -> None:
    answer_all(client, invitation)
    past = timezone.now() - timedelta(hours=1)
    Invitation.objects.update(expires_at=past, not_before_at=past - timedelta(days=9))
    Token.objects.update(expires_at=past)

    assert "Your answers have arrived" in client.get(path(invitation)).content.decode()


@pytest.mark.parametrize(
    ("last", "promise"),
    [
        ({"contact_wish": "no"}, "Nobody contacts you about this answer."),
        ({"contact_wish": "other_person", "contact_wish.who": "Olga, 12"}, "We speak to: Olga, 12"),
        ({}, "Irina Belova reads what you wrote."),
    ],
)
def test_the_thanks_promise_what_was_asked_for(
    client: Client, invitation: Invitation, last: dict[str, str], promise: str
) -> None:
    answer_all(client, invitation, **last)

    assert promise in client.get(path(invitation)).content.decode()


def test_a_follow_up_goes_by_the_score(client: Client) -> None:
    now = timezone.now()
    nps = asked.invitation(asked.published("nps", now=now), now=now, language="ru")
    post(client, path(nps), {"nps": "3"})
    assert "Что разочаровало вас больше всего?" in client.get(path(nps)).content.decode()

    post(client, path(nps), {"nps": "10"}, page=1)
    html = client.get(path(nps)).content.decode()
    assert "Что вы цените больше всего?" in html and "разочаровало" not in html


def test_the_style_stands_in_the_page_and_the_policy_allows_it_alone(
    client: Client, invitation: Invitation
) -> None:
    reply = client.get(path(invitation))

    css = reply.content.decode().partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(hashlib.sha256(css.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in reply["Content-Security-Policy"]
    assert f"--a-light:{accent('#1d6b64').light};" in css
    assert '<link rel="stylesheet"' not in reply.content.decode()


def test_a_page_is_compressed_at_lengths_that_tell_nothing(client: Client, invitation: Invitation) -> None:
    """BREACH: what is secret in a page cannot be guessed by how well it compresses with something else."""
    replies = [client.get(path(invitation), headers={"accept-encoding": "gzip"}) for _ in range(6)]

    assert {reply["Content-Encoding"] for reply in replies} == {"gzip"}
    assert len({len(reply.content) for reply in replies}) > 1


def test_the_script_may_be_kept_for_good(client: Client) -> None:
    mine = client.get(script.path(), headers={"accept-encoding": "gzip"})
    older = client.get("/s/script/0000.js")

    assert "immutable" in mine["Cache-Control"] and older["Cache-Control"] == "no-cache"
    assert gzip.decompress(mine.content) == older.content
    assert len(mine.content) < 8192


def test_the_logo_is_ours_and_nothing_else_is(client: Client, invitation: Invitation) -> None:
    now = timezone.now()
    logo, other = (
        Blob.objects.create(sha256=letter * 64, size_bytes=3, content=b"png", created_at=now)
        for letter in "ab"
    )
    Brand.objects.update(logo=logo, logo_type="image/png")

    assert (
        f'<img class="logo" src="/s/logo/{logo.sha256}" alt=""'
        in client.get(path(invitation)).content.decode()
    )
    served = client.get(f"/s/logo/{logo.sha256}")
    assert (served.content, served["Content-Type"]) == (b"png", "image/png")
    assert "immutable" in served["Cache-Control"]
    assert client.get(f"/s/logo/{other.sha256}").status_code == 404
    Brand.objects.update(logo_type="image/svg+xml")
    assert client.get(f"/s/logo/{logo.sha256}").status_code == 404
