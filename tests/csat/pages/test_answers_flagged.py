"""What is noticed about answers: who reads it, in which words, and the rules that leave answers out."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from csat.access import Role
from csat.customers.models import Contact
from csat.scores.flags.rules import left_out
from csat.scores.models import AnswerFlag
from surveys.actions import reviewing
from surveys.models import Response
from tests.csat.answered import heard
from tests.factories import Cast, ContactFactory, login

pytestmark = pytest.mark.django_db
BURST = {"clients": 6, "expected": 1.4}


@pytest.fixture
def otto(client: Client) -> Client:
    client.force_login(login("otto", Role.OPERATOR))
    return client


@pytest.fixture
def maria(cast: Cast) -> Contact:
    return ContactFactory(account=cast.account, name="Maria Kuznetsova")


def flagged(contact: Contact, reason: str, *, days: int = 1, **facts: object) -> Response:
    response = heard(contact, 9, at=timezone.now() - timedelta(days=days))
    AnswerFlag.objects.create(response=response, reason=reason, facts=facts, noticed_at=timezone.now())
    return response


def test_reasons_are_counted_and_lead_to_their_answers(otto: Client, maria: Contact) -> None:
    for number in range(5):
        heard(maria, 8, at=timezone.now() - timedelta(days=40 * number + 2))
    burst = flagged(maria, "burst", **BURST)
    flagged(ContactFactory(account=maria.account), "burst", days=400, **BURST)
    page = otto.get("/answers/flagged/")
    report = page.context["report"]
    assert (report.answers, report.flagged, report.waiting) == (6, 1, 0)
    assert {row.code: row.answers for row in report.reasons if row.answers} == {"burst": 1}
    assert [(row.name, row.answers, row.flagged) for row in report.managers] == [("Anna Manager", 6, 1)]
    assert "1 of 6 answers in a year need a second look" in page.content.decode()
    rows = otto.get("/answers/?flag=burst").context["report"].rows
    assert burst.uuid in {row.uuid for row in rows} and len(rows) == 2
    text = otto.get(f"/answers/{burst.uuid}/").content.decode()
    assert "6 clients of one account manager answered within two hours, usual: 1.4" in text


def test_rules_are_kept_and_nonsense_is_refused(otto: Client, maria: Contact) -> None:
    assert otto.post("/answers/flagged/rules/", {"leave_out": ["burst", "own_address"]}).status_code == 302
    assert left_out() == {"burst", "own_address"}
    otto.post("/answers/flagged/rules/", {"leave_out": ["happy"]})
    assert left_out() == {"burst", "own_address"}
    otto.post("/answers/flagged/rules/")
    assert left_out() == set()


def test_who_is_pointed_at_reads_nothing_of_it(cast: Cast, client: Client, maria: Contact) -> None:
    response = flagged(maria, "burst", **BURST)
    reviewing.doubt(reasons={response.pk: ["burst"]}, now=timezone.now())
    client.force_login(cast.anna.user)
    page = client.get(f"/answers/{response.uuid}/").content.decode()
    assert "answered together" not in page and "two hours" not in page
    assert "by a rule of the survey&#x27;s owner" in page.lower()
    assert client.get("/answers/?flag=burst").context["report"].rows == ()
    assert client.get("/answers/flagged/").status_code == 403
    assert client.post("/answers/flagged/rules/").status_code == 403
    client.force_login(login("mia", Role.MANAGEMENT))
    page = client.get("/answers/flagged/")
    assert page.status_code == 200 and "Keep these rules" not in page.content.decode()
    assert client.post("/answers/flagged/rules/").status_code == 403


def test_a_left_out_answer_waits_with_its_reason_and_counts_once_confirmed(
    otto: Client, maria: Contact
) -> None:
    response = flagged(maria, "own_address", domain="ours.example")
    reviewing.doubt(reasons={response.pk: ["own_address"]}, now=timezone.now())
    page = otto.get("/answers/doubtful/").content.decode()
    assert "Asked at one of our own addresses" in page
    assert otto.get("/answers/flagged/").context["report"].waiting == 1
    otto.post(f"/answers/{response.uuid}/judge/", {"do": "confirm", "reason": "she tries the survey"})
    response.refresh_from_db()
    assert response.verdict == "counts"
    assert "Left out by a rule" in otto.get(f"/answers/{response.uuid}/").content.decode()


@pytest.mark.parametrize(
    ("reason", "facts", "words"),
    [
        ("same_device", {"answers": 3, "clients": 2, "minutes": 9, "others": []}, "for 2 clients within 9"),
        ("same_device", {"answers": 3, "clients": 1, "minutes": 9, "others": []}, "for 3 people of this"),
        ("straight_lined", {"items": 7, "given": 10, "reversed": 0, "seconds": 8}, "throughout, in 8 sec"),
        ("straight_lined", {"items": 7, "given": 5, "reversed": 2, "seconds": 80}, "2 are turned round"),
        ("own_address", {"domain": "ours.example"}, "(ours.example)"),
        ("handed_on", {}, "handed on, or from phone to desk"),
        ("own_network", {}, "own network"),
    ],
)
def test_each_reason_has_its_sentence(
    otto: Client, maria: Contact, reason: str, facts: dict[str, object], words: str
) -> None:
    response = flagged(maria, reason, **facts)
    assert words in otto.get(f"/answers/{response.uuid}/").content.decode()
