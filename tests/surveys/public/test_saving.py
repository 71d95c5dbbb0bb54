"""Single answers, posted in the background while a page is filled in."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from surveys.models import Invitation, Response
from tests.surveys import asked
from tests.surveys.asked import OVERALL, SIX, hidden, path, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation() -> Invitation:
    now = timezone.now()
    return asked.invitation(asked.published("periodic-csi", now=now), now=now)


def save(client: Client, invitation: Invitation, fields: dict[str, Any], keys: str, **given: Any) -> Any:
    return client.post(f"{path(invitation)}/save", fields | {"_keys": keys} | given)


def on_page(client: Client, invitation: Invitation, number: int = 1) -> dict[str, str]:
    return hidden(client.get(f"{path(invitation)}?page={number}").content.decode())


def test_one_answer_of_many_is_kept(client: Client, invitation: Invitation) -> None:
    post(client, path(invitation), OVERALL)
    fields = on_page(client, invitation, 2)

    reply = save(client, invitation, fields, "quality", quality="9")

    assert (reply.status_code, reply.json()) == (200, {"sequence": int(fields["_sequence"])})
    response = Response.objects.get()
    assert (response.answers, response.at_page, response.submitted_at) == (
        {"overall": 8, "quality": 9},
        1,
        None,
    )


def test_it_costs_two_statements(
    client: Client, invitation: Invitation, django_assert_num_queries: Any
) -> None:
    fields = on_page(client, invitation)
    with django_assert_num_queries(2):
        save(client, invitation, fields, "overall", **OVERALL)


def test_an_answer_may_be_taken_back(client: Client, invitation: Invitation) -> None:
    fields = on_page(client, invitation)
    save(client, invitation, fields, "overall", **OVERALL)

    save(client, invitation, fields | {"_sequence": "5"}, "overall")

    assert Response.objects.get().answers == {}


def test_only_the_named_questions_of_the_page_are_touched(client: Client, invitation: Invitation) -> None:
    post(client, path(invitation), OVERALL)
    fields = on_page(client, invitation, 2)

    save(client, invitation, fields, "overall trend quality nonsense", overall="1", trend="5", quality="9")

    assert Response.objects.get().answers == {"overall": 8, "quality": 9}


def test_a_wrong_answer_is_left_out_until_the_page_is_sent(client: Client, invitation: Invitation) -> None:
    fields = on_page(client, invitation)

    assert save(client, invitation, fields, "overall", overall="11").status_code == 200

    assert Response.objects.get().answers == {}
    assert "Choose a number" in post(client, path(invitation), {"overall": "11"}).content.decode()


def test_what_comes_late_changes_nothing_and_is_told_what_stands(
    client: Client, invitation: Invitation
) -> None:
    post(client, path(invitation), OVERALL)
    old = on_page(client, invitation, 2)
    save(client, invitation, old | {"_sequence": "7"}, "quality", quality="9")

    reply = save(client, invitation, old, "quality competence", quality="1", competence="1")

    assert reply.status_code == 409
    assert (reply.json()["sequence"], reply.json()["fields"]["quality"]) == (7, [["quality", "9"]])
    assert reply.json()["fields"]["competence"] == []
    assert Response.objects.get().answers["quality"] == 9


def test_the_page_after_single_answers_is_taken(client: Client, invitation: Invitation) -> None:
    fields = on_page(client, invitation)
    save(client, invitation, fields, "overall", overall="3")

    stale = client.post(path(invitation), fields | OVERALL)  # a page without a script, opened before
    taken = client.post(path(invitation), fields | OVERALL | {"_sequence": "2"})

    assert (stale.status_code, taken.status_code) == (422, 303)
    response = Response.objects.get()
    assert (response.answers, response.at_page) == ({"overall": 8}, None)


def test_whoever_comes_back_goes_on_where_they_were(client: Client, invitation: Invitation) -> None:
    post(client, path(invitation), OVERALL)
    fields = on_page(client, invitation, 2)
    save(client, invitation, fields, " ".join(SIX), **SIX)

    assert "Page 2 of 3" in client.get(path(invitation)).content.decode()  # optional questions are left there
    post(client, path(invitation), SIX)
    assert "Page 3 of 3" in client.get(path(invitation)).content.decode()


def test_no_answer_without_the_page_s_own_nonce(client: Client, invitation: Invitation) -> None:
    fields = on_page(client, invitation)

    for nonce in ("", "forged", fields["_nonce"][:-1]):
        assert save(client, invitation, fields | {"_nonce": nonce}, "overall", **OVERALL).status_code == 409
    assert client.get(f"{path(invitation)}/save").status_code == 405
    assert client.post("/s/unknown/save", fields).status_code == 404
    assert not Response.objects.exists()


def test_a_filled_trap_marks_the_answer(client: Client, invitation: Invitation) -> None:
    fields = on_page(client, invitation)

    save(client, invitation, fields, "overall", **OVERALL, **{"web-site": "https://spam.example"})

    assert Response.objects.get().doubts == ["honeypot"]


def test_what_was_submitted_stays(client: Client, invitation: Invitation) -> None:
    fields = on_page(client, invitation)
    for given in (OVERALL, SIX, asked.AHEAD):
        post(client, path(invitation), given)

    assert save(client, invitation, fields | {"_sequence": "99"}, "overall", overall="1").status_code == 409
    assert Response.objects.get().answers["overall"] == 8
