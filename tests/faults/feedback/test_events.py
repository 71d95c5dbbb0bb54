"""A provider's events in order, shuffled, ten times each, and badly signed."""

import random
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from surveys.models import MailEvent, Message, Suppression
from tests.faults.feedback.mails import taken
from tests.faults.feedback.providers import PROVIDERS, SECRETS, Post
from tests.faults.feedback.sent import Sent

pytestmark = pytest.mark.django_db
# What may happen to one mail, and where that leaves it.
LIVES = (
    (("delivered",), "delivered"),
    (("delayed", "delivered"), "delivered"),
    (("delivered", "opened"), "delivered"),
    (("delayed", "dead"), "bounced"),
    (("bounced",), "bounced"),
    (("delivered", "bounced"), "bounced"),
    (("delivered", "complained"), "complained"),
    (("delivered", "bounced", "complained"), "complained"),
)
Held = tuple[list[tuple[str, str]], set[tuple[str, str]]]


@pytest.fixture
def count(request: pytest.FixtureRequest) -> int:
    """About 1.8 events a mail: 1,000 of them with --full."""
    return 560 if request.config.getoption("--full", default=False) else 24


@pytest.fixture(params=sorted(PROVIDERS))
def provider(request: pytest.FixtureRequest, settings: Settings) -> str:
    settings.MAIL_PROVIDER = str(request.param)
    settings.MAIL_EVENTS_SECRET = SECRETS[settings.MAIL_PROVIDER]
    return settings.MAIL_PROVIDER


def posts_of(provider: str, mails: list[Sent], **different: str) -> list[Post]:
    """What the provider posts, in the order in which it happened."""
    found = []
    for number, sent in enumerate(mails):
        for step, what in enumerate(LIVES[number % len(LIVES)][0]):
            at = sent.sent_at + timedelta(minutes=step)
            found.append(PROVIDERS[provider](sent, what, at, **different))
    return found


def held() -> Held:
    """All that may follow: states of mails, and addresses not written to with the reason."""
    states = Message.objects.order_by("invitation__address", "number")
    listed = Suppression.objects.values_list("address_hmac", "reason")
    return list(states.values_list("invitation__address", "state")), set(listed)


def expected(mails: list[Sent]) -> list[str]:
    return [LIVES[number % len(LIVES)][1] for number in range(len(mails))]


def test_ten_times_and_shuffled_is_the_same_as_once_in_order(
    provider: str, count: int, now: datetime, client: Client
) -> None:
    mails = taken(count, now=now)
    posts = posts_of(provider, mails)
    with time_machine.travel(now, tick=False):
        often = random.Random(7).sample(posts * 10, k=len(posts) * 10)
        assert {post.send(client) for post in often} == {200}
        shuffled, events = held(), MailEvent.objects.count()
        assert {post.send(client) for post in posts} == {200}
    assert held() == shuffled
    assert MailEvent.objects.count() == events
    states = dict(Message.objects.filter(number=0).values_list("uuid", "state"))
    assert [states[sent.uuid] for sent in mails] == expected(mails)
    reminded = dict(Message.objects.filter(number=1).values_list("invitation__messages__uuid", "state"))
    for number, sent in enumerate(mails):
        is_stopped = LIVES[number % len(LIVES)][0][-1] in ("dead", "complained")
        assert reminded[sent.uuid] == ("suppressed" if is_stopped else "planned")


def test_badly_signed_ones_change_nothing(provider: str, count: int, now: datetime, client: Client) -> None:
    mails = taken(count, now=now)
    before = held()
    forged = posts_of(provider, mails, secret="user:guessed")
    unsigned = [Post(post.provider, post.body.replace(b'"signature"', b'"sign"'), {}) for post in forged]
    other = [Post(post.provider, post.body, {"Authorization": "Bearer x"}) for post in forged]
    assert {post.send(client) for post in [*forged, *unsigned, *other]} == {403}
    assert held() == before
    assert not MailEvent.objects.exists()


def test_signed_nonsense_is_refused_and_changes_nothing(provider: str, now: datetime, client: Client) -> None:
    (sent,) = taken(1, now=now)
    good = PROVIDERS[provider](sent, "complained", now)
    bodies = [b"", b"{}", b"[]", b"null", b"\xff\xfe", b'"x"', good.body[:-20]]
    codes = {Post(provider, body, good.headers).send(client) for body in bodies}
    assert codes <= {200, 400, 403}
    assert not MailEvent.objects.exists()


def test_an_event_about_somebody_else_is_kept_as_ignored(
    provider: str, now: datetime, client: Client
) -> None:
    (sent,) = taken(1, now=now)
    other = Sent(sent.uuid, "boris@elsewhere.example", "", sent.sent_at)
    with time_machine.travel(now, tick=False):
        assert PROVIDERS[provider](other, "dead", sent.sent_at).send(client) == 200
    assert list(MailEvent.objects.values_list("kind", "message")) == [("ignored", None)]
    assert not Suppression.objects.exists()


def test_another_provider_and_an_installation_without_one_have_no_such_page(
    provider: str, now: datetime, client: Client, settings: Settings
) -> None:
    (sent,) = taken(1, now=now)
    others = [name for name in PROVIDERS if name != provider]
    assert {PROVIDERS[name](sent, "dead", now).send(client) for name in others} == {404}
    settings.MAIL_EVENTS_SECRET = ""
    assert PROVIDERS[provider](sent, "dead", now).send(client) == 404
    assert client.get(f"/mail/events/{provider}/").status_code == 405
