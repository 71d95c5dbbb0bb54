"""Survey rules over REST: written, changed, copied, started, paused and ended by those who run them."""

from datetime import datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from csat.programs.models import Program, ProgramContact, ProgramState
from surveys.models import Brand
from tests import factories
from tests.csat.answered import version
from tests.factories import Cast
from tests.surveys import asked

pytestmark = pytest.mark.django_db
PATH = "/api/v1/programs/"


@pytest.fixture
def survey(db: None) -> str:
    return version("periodic-csi").survey.key


def written(client: APIClient, survey: str, **fields: Any) -> Any:
    rule = {"name": "Every half-year", "kind": "periodic", "survey": survey} | fields
    return client.post(PATH, rule, format="json")


def attrs(reply: Any) -> list[str]:
    return [error["attr"] for error in reply.json()["errors"]]


def test_a_rule_is_written_read_changed_and_copied(operator: APIClient, survey: str, cast: Cast) -> None:
    made = written(operator, survey, priority=2, owner=str(cast.boris.uuid), roles=["buyer"])
    assert made.status_code == 201, made.content
    rule = made.json()
    assert (rule["state"], rule["priority"], rule["owner"]) == ("draft", 2, str(cast.boris.uuid))
    address = f"{PATH}{rule['id']}/"
    condition = {"all": [{"fact": "account.country", "in": ["DE"]}]}
    changed = operator.patch(address, {"conditions": condition, "owner": None}, format="json")
    assert changed.status_code == 200, changed.content
    assert (changed.json()["conditions"], changed.json()["owner"]) == (condition, None)
    assert operator.get(address).json() == changed.json()
    copied = operator.post(f"{address}copy/", {"name": "Every half-year, Austria"}, format="json")
    assert copied.status_code == 201 and copied.json()["conditions"] == condition
    listed = operator.get(PATH, {"kind": "periodic", "name": "austria"}).json()["results"]
    assert [row["id"] for row in listed] == [copied.json()["id"]]


@pytest.mark.parametrize(
    ("fields", "attr"),
    [
        ({"key": "none"}, "survey"),
        ({"kind": "weekly"}, "kind"),
        ({"priority": 0}, "priority"),
        ({"priority": 99_999}, "priority"),
        ({"owner": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"}, "owner"),
        ({"starts_on": "9999-12-31"}, "starts_on"),
        ({"starts_on": "2026-12-01", "ends_on": "2026-11-01"}, "ends_on"),
        ({"conditions": {"fact": "account.shoe_size", "is": 1}}, "conditions"),
        ({"colour": "red"}, "colour"),
        ({"channels": ["pigeon"]}, "channels"),
        ({"kind": "one_off", "contacts": ["6f9619ff-8b86-4d01-b42d-00cf4fc964ff"]}, "contacts.0"),
    ],
)
def test_what_is_wrong_is_told_by_field(
    operator: APIClient, survey: str, fields: dict[str, Any], attr: str
) -> None:
    reply = written(operator, fields.pop("key", survey), **fields)
    assert reply.status_code == 400 and attr in attrs(reply), reply.content
    assert not Program.objects.exists()


def test_a_list_of_people_is_kept(operator: APIClient, survey: str) -> None:
    people = [factories.ContactFactory() for _ in range(2)]
    reply = written(operator, survey, kind="one_off", contacts=[str(one.uuid) for one in people])
    assert reply.status_code == 201, reply.content
    assert set(ProgramContact.objects.values_list("contact", flat=True)) == {one.pk for one in people}


def test_states_forbid_what_makes_no_sense(
    operator: APIClient, admin: APIClient, survey: str, now: datetime
) -> None:
    asked.brand()
    address = f"{PATH}{written(operator, survey).json()['id']}/"
    assert operator.post(f"{address}pause/", {"because": "x"}, format="json").status_code == 409
    red = operator.post(f"{address}start/", {}, format="json")
    assert red.status_code == 409 and red.json()["errors"][0]["code"] == "not_ready"
    started = admin.post(f"{address}start/", {"despite": "the mailbox comes tomorrow"}, format="json")
    assert started.status_code == 200 and started.json()["state"] == "running", started.content
    assert admin.post(f"{address}start/", {}, format="json").status_code == 409
    assert attrs(operator.post(f"{address}pause/", {}, format="json")) == ["because"]
    paused = operator.post(f"{address}pause/", {"because": "a fair"}, format="json")
    assert (paused.status_code, paused.json()) == (200, {"mails": 0})
    assert operator.post(f"{address}end/", {"because": "over"}, format="json").status_code == 200
    assert operator.get(address).json()["state"] == ProgramState.ENDED
    assert operator.patch(address, {"priority": 1}, format="json").status_code == 409
    assert operator.post(f"{address}trial/", {}, format="json").status_code == 409


def test_verbs_and_rules_are_for_those_who_run_them(anna: APIClient, analyst: APIClient, survey: str) -> None:
    rule = Program.objects.create(
        name="x", kind="periodic", survey=version("periodic-csi").survey, starts_on="2026-01-01"
    )
    for client in (anna, analyst):
        assert client.get(PATH).status_code == client.get(f"{PATH}{rule.uuid}/").status_code == 403
        assert written(client, survey).status_code == 403
        for verb in ("start", "pause", "end", "trial", "copy"):
            assert client.post(f"{PATH}{rule.uuid}/{verb}/", {}, format="json").status_code == 403
    assert Program.objects.count() == 1 and Brand.objects.count() == 0


def test_what_is_no_rule_is_404(operator: APIClient) -> None:
    for wrong in ("abc", "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"):
        assert operator.get(f"{PATH}{wrong}/").status_code == 404
        assert operator.post(f"{PATH}{wrong}/end/", {"because": "x"}, format="json").status_code == 404
