"""Programs that open mails before people do: lookers leave nothing, scripted ones are doubted."""

import re
import sys
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser

from config.stack.mail.server import Server
from csat.scores.actions.recording import record_all
from csat.scores.models import Score
from surveys import queries, tokens
from surveys.actions import delivering, links
from surveys.actions.answering import discarding
from surveys.models import Invitation, Response, ResponseRevision, Suppression, TokenPurpose, Verdict
from tests.csat import answered
from tests.factories import AccountFactory, ContactFactory
from tests.faults.clients import crowd as crowds
from tests.faults.clients.crowd import Crowd, Reply

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True)]
LINK = re.compile(r'href="(http://[^"]+)"')
AHEAD = {"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch", "X-Moz": "prefetch"}


def links_of_mails(server: Server) -> list[list[str]]:
    """What stands in each mail that the server took: every score, the form, the end of it all."""
    bodies = [mail.get_body(("html",)) for mail in server.messages()]
    return [
        [link.replace("&amp;", "&") for link in LINK.findall(body.get_content())] for body in bodies if body
    ]


def scan(found: list[str]) -> list[Reply]:
    """One agent with one mail: looks whether links are there, fetches ahead, then opens them all."""
    head = [crowds.request("HEAD", link) for link in found]
    ahead = [crowds.request("GET", link, headers=AHEAD) for link in found]
    return [*head, *ahead, *(crowds.request("GET", link) for link in found)]


def test_scanners_answer_nothing_by_looking(
    web: str, mail_server: Server, crowd: Crowd, capsys: pytest.CaptureFixture[str]
) -> None:
    invitations = crowds.invite(crowd.agents)
    delivering.deliver(owner="test", clock=timezone.now, most=crowd.agents)
    mails = links_of_mails(mail_server)
    assert len(mails) == crowd.agents and min(map(len, mails)) >= 12  # ten scores, the form, unsubscribe

    replies = [reply for each in crowds.all_of(scan, mails) for reply in each]

    cache.delete("discarded:stored")
    discarding.store(now=timezone.now())
    survey = invitations[0].version.survey
    counted = queries.discarded_hits(survey, timezone.now().date() - timedelta(days=1))
    with capsys.disabled():
        sys.stdout.write(f"\n  {len(replies)} requests of {len(mails)} agents, counted {counted} ")
    assert {reply.status for reply in replies} == {200}
    assert not Response.objects.exists() and not Suppression.objects.exists()
    assert not Invitation.objects.exclude(answered_at=None).exists()
    assert counted["head"] == counted["prefetch"] and counted["scanner"] > 0


def asked_clients(number: int) -> list[Invitation]:
    """Contacts of a client, asked by a survey rule: their answers would count."""
    account = AccountFactory()
    now = timezone.now()
    made = []
    for contact in ContactFactory.create_batch(number, account=account):
        invitation = answered.touchpoint(contact, at=now, key="pulse").invitation
        links.issue(invitation=invitation, purposes=[TokenPurpose.ANSWER], expires_at=invitation.expires_at)
        made.append(invitation)
    return made


def test_scripted_browsers_are_doubted_and_never_scored(
    web: str, browser: Browser, crowd: Crowd, capsys: pytest.CaptureFixture[str]
) -> None:
    for invitation in asked_clients(crowd.browsers):
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{tokens.link(TokenPurpose.ANSWER, invitation.uuid)}?a=9")
        page.locator("form[method=post] button").last.click()
        page.wait_for_url(lambda url: "?a=9" not in url)
        context.close()

    responses = Response.objects.all()
    record_all(response_ids=[response.pk for response in responses], now=timezone.now())
    doubted = [response for response in responses if response.verdict == Verdict.DOUBTFUL]
    with capsys.disabled():
        sys.stdout.write(f"\n  {len(responses)} answers of scripted browsers, {len(doubted)} doubted ")
    assert len(responses) == len(doubted) == crowd.browsers
    assert all(response.doubts and response.submitted_at for response in responses)
    assert not Score.objects.exists()
    assert ResponseRevision.objects.filter(revision=1).count() == crowd.browsers  # kept, word for word
