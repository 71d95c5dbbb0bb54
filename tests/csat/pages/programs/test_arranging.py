"""A survey rule is written: by kind, with conditions and lists, and says what it would do meanwhile."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from csat.access import Role
from csat.programs.models import Program, ProgramKind, ProgramState
from surveys.models import Survey
from tests import factories
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def survey(key: str) -> str:
    return str(Survey.objects.get(key=key).uuid)


def said(kind: str, **changed: Any) -> dict[str, Any]:
    """The form as the house fills it in."""
    own = {
        "post_sale": {
            "survey": survey("post-sale"),
            "counts_from": "delivery",
            "delay_business_days": "3",
            "asks_first_order": "on",
        },
        "periodic": {"survey": survey("periodic-csi"), "cadence_months": "6", "key_cadence_months": "3"},
        "event": {"survey": survey("support"), "event": "handover", "event_delays_days": "7, 30"},
        "one_off": {"survey": survey("nps"), "people": "irina@client.example"},
    }[kind]
    return {
        "kind": kind,
        "name": "A rule",
        "contacts_per_account": "2",
        "sender": "manager",
        "remind_after_days": "4",
        "most_reminders": "1",
        "expires_after_days": "14",
        "priority": "2",
        "starts_on": "2026-11-18",
        "channels": "email",
        **own,
        **changed,
    }


def new(kind: str) -> str:
    return f"{reverse('program_new')}?kind={kind}"


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_first_the_kind_then_its_own_fields(olga: Client) -> None:
    page = words(olga.get(reverse("program_new")))
    assert all(f"?kind={kind}" in page for kind in ProgramKind.values)
    orders, rounds = words(olga.get(new("post_sale"))), words(olga.get(new("periodic")))
    assert 'name="delay_business_days"' in orders and 'name="cadence_months"' not in orders
    assert 'name="cadence_months"' in rounds and 'name="delay_business_days"' not in rounds
    assert 'name="roles"' not in words(olga.get(new("one_off")))


@pytest.mark.parametrize("kind", list(ProgramKind))
def test_each_kind_is_kept_as_a_draft_and_comes_back_unchanged(kind: str, olga: Client, people: Cast) -> None:
    response = olga.post(new(kind), said(kind))
    assert response.status_code == 302, words(response)
    made = Program.objects.get()
    assert (made.kind, made.state, made.sender, made.priority) == (kind, ProgramState.DRAFT, "manager", 2)
    before = Program.objects.values().get()
    form = olga.get(reverse("program_edit", args=[made.uuid])).context["form"]
    again = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in again.items() if value not in (None, False, [])}
    saved = olga.post(reverse("program_edit", args=[made.uuid]), sent)
    assert saved.status_code == 302, words(saved)
    after = Program.objects.values().get()
    assert after == before | {"planned_at": after["planned_at"]}


def test_a_rounds_coverage_is_written_in_percent(olga: Client, ready: None) -> None:
    olga.post(
        new("periodic"),
        said("periodic", is_sampled="on", revenue_coverage="80", audit_share="5", cover_decision_maker="60"),
    )
    made = Program.objects.get()
    assert (float(made.revenue_coverage), float(made.audit_share)) == (0.8, 0.05)
    assert made.role_coverage == {"decision_maker": 0.6}
    page = words(olga.get(reverse("program", args=[made.uuid])))
    assert "As few as it takes to hear 80 % of revenue, 60 % by a decision maker; 5 % more at random." in page


def test_an_events_own_name_and_days(olga: Client, ready: None) -> None:
    event = said("event", event="other", event_name="visit_done", event_delays_days="30 7;7")
    olga.post(new("event"), event)
    made = Program.objects.get()
    assert (made.event_name, made.event_delays_days) == ("visit_done", [7, 30])
    assert "The client is asked 7 and 30 days after “visit_done”." in words(
        olga.get(reverse("program", args=[made.uuid]))
    )
    refused = olga.post(new("event"), said("event", event="other", event_delays_days="soon"))
    assert "Name the event." in words(refused) and "Write whole numbers" in words(refused)


def test_conditions_are_rows(olga: Client, people: Cast) -> None:
    rows = {
        "joined": "any",
        "fact-0": "account.country",
        "comparison-0": "in",
        "value-0": "DE, AT",
        "fact-1": "account.revenue",
        "comparison-1": "at_least",
        "value-1": "50 000",
        "fact-2": "",
        "comparison-2": "is",
        "value-2": "",
    }
    olga.post(new("post_sale"), said("post_sale", **rows))
    made = Program.objects.get()
    assert made.conditions == {
        "any": [
            {"fact": "account.country", "in": ["DE", "AT"]},
            {"fact": "account.revenue", "at_least": 50000},
        ]
    }
    page = words(olga.get(reverse("program_edit", args=[made.uuid])))
    assert 'value="DE, AT"' in page and 'value="50000"' in page
    wrong = rows | {"value-1": "much"}
    refused = olga.post(new("post_sale"), said("post_sale", name="Second", **wrong))
    assert refused.status_code == 422 and "Write a number." in words(refused)
    assert 'value="DE, AT"' in words(refused) and 'value="Second"' in words(refused)


def test_a_condition_deeper_than_rows_stays(olga: Client, ready: None) -> None:
    olga.post(new("post_sale"), said("post_sale"))
    deep = {"all": [{"not": {"fact": "account.country", "is": "RU"}}]}
    Program.objects.update(conditions=deep)
    url = reverse("program_edit", args=[Program.objects.get().uuid])
    assert "Keep it so." in words(olga.get(url))
    olga.post(url, said("post_sale", conditions_as_they_are="on"))
    assert Program.objects.get().conditions == deep
    olga.post(url, said("post_sale"))
    assert Program.objects.get().conditions == {}


def test_a_list_names_people_by_address_or_id_and_reports_strangers(olga: Client, people: Cast) -> None:
    igor = people.account.contacts.get(name="Igor")
    lines = f"IRINA@client.example; {igor.uuid}\nnobody@else.example"
    refused = olga.post(new("one_off"), said("one_off", people=lines))
    assert refused.status_code == 422
    assert "Nobody is known as: nobody@else.example" in words(refused) and str(igor.uuid) in words(refused)
    olga.post(new("one_off"), said("one_off", people=lines.replace("nobody@else.example", "")))
    made = Program.objects.get()
    assert {row.contact.name for row in made.chosen.all()} == {"Irina", "Igor"}
    found = olga.post(reverse("program_people"), {"who": "olaf"})
    assert "Olaf" in words(found) and 'value="olaf@client.example"' in words(found)
    more = said("one_off", people="irina@client.example", add=["olaf@client.example"])
    olga.post(reverse("program_edit", args=[made.uuid]), more)
    assert {row.contact.name for row in made.chosen.all()} == {"Irina", "Olaf"}


def test_other_buttons_keep_nothing(olga: Client, people: Cast) -> None:
    for wish in ("look", "add", "search", "ahead"):
        page = olga.post(new("post_sale"), said("post_sale", name="Mine", do=wish))
        assert page.status_code == 200 and 'value="Mine"' in words(page)
    assert not Program.objects.exists()


def test_it_says_what_it_would_do_while_it_is_written(olga: Client, people: Cast) -> None:
    page = words(olga.post(reverse("program_look"), said("post_sale", roles=["buyer"], do="ahead")))
    assert "Every client whose order was delivered is asked 3 working days later." in page
    assert "By the client’s account manager, by e-mail." in page
    assert "People in the role buyer, at most 2 people of a client." in page
    assert "2 people in the audience today" in page
    assert "In the next 30 days it would ask 0 people." in page
    rows = {"fact-0": "account.country", "comparison-0": "is", "value-0": "FR"}
    assert "Nobody fits." in words(olga.post(reverse("program_look"), said("post_sale", **rows)))


def test_the_domains_refusals_stand_beside_their_fields(olga: Client, people: Cast) -> None:
    wrong = said("post_sale", expires_after_days="3", trial_addresses="spy@else.example")
    page = olga.post(new("post_sale"), wrong)
    assert page.status_code == 422 and "before the last reminder" in words(page)
    assert set(page.context["form"].errors) == {"expires_after_days", "trial_addresses"}
    assert not Program.objects.exists()


def test_a_copy_is_a_draft_to_be_changed(olga: Client, people: Cast) -> None:
    olga.post(new("post_sale"), said("post_sale", starts_on="2026-01-01"))
    Program.objects.update(state=ProgramState.RUNNING)
    first = Program.objects.get()
    response = olga.post(reverse("program_copy", args=[first.uuid]))
    made = Program.objects.exclude(pk=first.pk).get()
    assert response["Location"] == reverse("program_edit", args=[made.uuid])
    assert (made.name, made.state, made.starts_on) == ("A rule, copy", "draft", date(2026, 11, 18))


def test_only_for_those_who_run_rules(client: Client, ready: None) -> None:
    client.force_login(factories.login("anna", Role.MANAGER))
    for name in ("program_new", "program_look", "program_conditions", "program_people"):
        assert client.post(reverse(name)).status_code == 403
