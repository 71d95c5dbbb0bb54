"""Double click, two tabs, a replay: five submissions of one answer in the same moment are one answer."""

import sys

import pytest
from django.db import connection
from django.db.models import Count

from surveys import tokens
from surveys.models import Invitation, Response, ResponseRevision, TokenPurpose
from tests.faults.clients import crowd as crowds
from tests.faults.clients.crowd import Crowd, Reply
from tests.surveys import asked

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True)]
TIMES = 5


def submit_five_times(invitation: Invitation) -> list[Reply]:
    """A double click in one tab, two of another, and a third tab; the tabs give different answers."""
    link = tokens.link(TokenPurpose.ANSWER, invitation.uuid)
    tabs = [asked.hidden(crowds.request("GET", link).body) for _ in range(3)]
    posts = [tabs[tab] | {"overall": str(tab + 5)} for tab in (0, 0, 1, 1, 2)]
    return crowds.together([lambda post=post: crowds.request("POST", link, fields=post) for post in posts])


def problems(invitations: list[Invitation], replies: list[list[Reply]]) -> list[str]:
    """What is wrong with what came of it; the database and the replies are the witnesses."""
    found = [f"{reply.status}" for five in replies for reply in five if reply.status >= 500]
    found += [
        f"{len(five)} receipts, {len(set(five))} different"
        for five in replies
        if len(five) != TIMES or len({(reply.status, reply.location) for reply in five}) != 1
    ]
    stored = dict(
        Response.objects.filter(submitted_at__isnull=False)
        .values_list("invitation_id")
        .annotate(Count("id"))
        .values_list("invitation_id", "id__count")
    )
    found += [f"{stored.get(one.pk, 0)} answers" for one in invitations if stored.get(one.pk, 0) != 1]
    revisions = ResponseRevision.objects.count()
    return found + ([f"{revisions} revisions"] if revisions != len(invitations) else [])


def test_five_at_once_are_one_answer_with_five_equal_receipts(
    web: str, crowd: Crowd, capsys: pytest.CaptureFixture[str]
) -> None:
    invitations = crowds.invite(crowd.tokens)

    replies = crowds.all_of(submit_five_times, invitations)

    with capsys.disabled():
        sent = sum(map(len, replies))
        stored = Response.objects.count()
        sys.stdout.write(f"\n  {sent} submissions of {len(invitations)} tokens: {stored} answers ")
    assert problems(invitations, replies) == []
    assert {reply.status for five in replies for reply in five} == {303}


def test_without_the_constraint_it_is_seen(web: str) -> None:
    """The control: what the database holds together is not held by luck."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE surveys_response DROP CONSTRAINT surveys_response_invitation_id_key")
    try:
        invitations = crowds.invite(5)
        replies = crowds.all_of(submit_five_times, invitations)
        assert problems(invitations, replies) != []
    finally:
        Response.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE surveys_response ADD CONSTRAINT surveys_response_invitation_id_key"
                " UNIQUE (invitation_id)"
            )
