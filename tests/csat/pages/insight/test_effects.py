"""The register's pages: what each change did in words, the form with errors in place, who may keep it."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from csat.access import Role
from csat.findings.methods import effects
from csat.findings.models import Question, RegisteredChange, Study
from tests.csat.findings.kept import keep
from tests.csat.findings.methods import answers
from tests.csat.pages.insight.reading import body, plain, queries_of, reader, statement
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db
REGISTER, NEW = "/insight/changes/", "/insight/changes/new/"


def recorded(name: str = "A new carrier", **more: object) -> RegisteredChange:
    change = RegisteredChange.objects.create(
        name=name, began_on=date(2025, 10, 1), recorded_at=timezone.now(), **more
    )
    change.accounts.add(AccountFactory(name=f"Client of {name}"))
    return change


def kept(change: RegisteredChange, *, verdict: str = "", is_regression: bool = False, **world: object) -> str:
    """A change's result, and the address of its page."""
    found = effects.work(answers.acted(**world), 1, lambda share: None)
    if verdict:
        told = replace(found.found, verdict=verdict, is_regression=is_regression)
        found = replace(found, verdict=verdict, found=told)
    keep(Question.EFFECT, found, now=timezone.now(), change=change)
    return f"/insight/changes/{change.uuid}/"


@pytest.mark.parametrize(
    ("verdict", "world", "words"),
    [
        ("better", {"effect": 8.0}, "A new carrier worked: CSI +"),
        ("worse", {"effect": -8.0}, "A new carrier did harm: CSI −"),
        ("no_evidence", {}, "A new carrier: no evidence yet that it moved CSI; the difference is "),
        (
            "pre_trend",
            {},
            "A new carrier: it cannot be told. The clients it reached moved apart from the others before it",
        ),
    ],
)
def test_each_verdict(verdict: str, world: dict[str, float], words: str) -> None:
    address = kept(recorded(), verdict=verdict, **world)
    client = reader(Role.MANAGEMENT)
    assert statement(client, address).startswith(words)
    assert words in body(client, REGISTER)


def test_a_return_to_the_usual_is_not_sold_as_success() -> None:
    address = kept(recorded(), verdict="no_evidence", is_regression=True)
    client = reader(Role.MANAGEMENT)
    assert statement(client, address) == (
        "A new carrier: no evidence that it worked. Its clients stood unusually before, and others that "
        "stood so came back as well."
    )
    assert "a return to the usual, which others had as well" in body(client, address)


def test_too_little_and_a_change_that_lies_ahead() -> None:
    client = reader(Role.MANAGEMENT)
    few = statement(client, kept(recorded(), accounts=9))
    assert few.startswith("A new carrier: too little data to see what it did; needs 5 reached clients")
    change = recorded(name="Tomorrow")
    found = replace(
        effects.work(answers.acted(months_after=0), 1, lambda share: None),
        began_on=change.began_on,
        until_on=change.began_on,
    )
    keep(Question.EFFECT, found, now=timezone.now(), change=change)
    assert statement(client, f"/insight/changes/{change.uuid}/").startswith("Tomorrow begins on 1 Oct 2025")


def test_few_readings_are_not_shown_as_a_mean() -> None:
    found = effects.work(answers.acted(), 1, lambda share: None)
    change = recorded()
    few = effects.Level(mean=71.25, accounts=2, readings=4)
    keep(Question.EFFECT, replace(found, reached_after=few), now=timezone.now(), change=change)
    text = body(reader(Role.MANAGEMENT), f"/insight/changes/{change.uuid}/")
    assert "– n = 4, 2 clients" in text and "71.3" not in text


def test_a_page_shows_comparison_checks_and_clients() -> None:
    change = recorded(department="Logistics", description="Two days\ninstead of five")
    text = body(reader(Role.MANAGEMENT), kept(change, effect=8.0))
    assert "20 reached, 40 others, heard before and since" in text
    assert "Did they move apart before it began? No sign of it" in text
    assert "Client of A new carrier" in text and "Logistics" in text and "instead of five" in text
    assert "Among clients that stood alike before" in text


def test_the_register_counts_what_worked_at_a_constant_cost() -> None:
    client = reader(Role.MANAGEMENT)
    assert statement(client, REGISTER).startswith("No change is recorded yet")
    kept(recorded(), effect=8.0)
    few = queries_of(client, REGISTER)
    kept(recorded("Faster answers"))
    recorded("Not looked at")
    assert queries_of(client, REGISTER) == few
    assert statement(client, REGISTER) == "Of 3 recorded changes, 1 worked beyond noise."
    assert "Not looked at: what it did has not been computed yet" in body(client, REGISTER)


def sent(client: Client, address: str, **more: object) -> str:
    """The page that a refusal shows, as text; where it led otherwise."""
    form = {"name": "A new carrier", "began_on": "2026-05-12", "measure": "csi", "names": ""} | more
    reply = client.post(address, form)
    return reply.url if reply.status_code == 302 else f"{reply.status_code} {plain(reply.content.decode())}"


@pytest.fixture
def keeper(db: None) -> Client:
    for number in range(4):
        AccountFactory(name=f"Client {number}", segment="large" if number < 2 else "small")
    return reader(Role.OPERATOR)


def test_recording_by_segment_names_and_file(keeper: Client) -> None:
    AccountFactory(name="Not reached")
    file = SimpleUploadedFile("clients.csv", '\ufeff"Client 3";12\n\n'.encode())
    address = sent(keeper, NEW, segments=["large"], names="client 2", file=file)
    change = RegisteredChange.objects.get()
    assert address == f"/insight/changes/{change.uuid}/" and change.accounts.count() == 4


def test_errors_stand_beside_their_fields_and_nothing_is_lost(keeper: Client) -> None:
    page = sent(keeper, NEW, name="", names="Nowhere Ltd", began_on="soon")
    assert page.startswith("422") and page.count("This field is required.") == 1
    assert "Enter a valid date." in page and "Nowhere Ltd" in page
    page = sent(keeper, NEW, names="Nowhere Ltd")
    assert page.startswith("422") and "No client is called so: Nowhere Ltd." in page
    assert "No client is reached. Choose a segment" in sent(keeper, NEW)
    assert "422" in sent(keeper, NEW, measure="bogus", names="Client 1")
    assert not RegisteredChange.objects.exists()


def test_correcting_removing_and_asking_again(keeper: Client) -> None:
    sent(keeper, NEW, names="Client 1")
    change = RegisteredChange.objects.get()
    address = f"/insight/changes/{change.uuid}/"
    assert 'value="2026-05-12"' in keeper.get(f"{address}edit/").content.decode()
    assert sent(keeper, f"{address}edit/", name="Another") == address
    assert [one.name for one in RegisteredChange.objects.get().accounts.all()] == ["Client 1"]
    kept(change)
    assert keeper.post(f"{address}again/").url == address
    assert Study.objects.get(change=change).state == "due"
    assert keeper.get(f"{address}remove/").status_code == 405
    assert keeper.post(f"{address}remove/").url == REGISTER and not RegisteredChange.objects.exists()
    assert keeper.get(address).status_code == 404


def test_who_may_read_and_who_may_keep(db: None) -> None:
    address = kept(recorded())
    management = reader(Role.MANAGEMENT)
    assert "Record a change" not in body(management, REGISTER)
    assert "Remove it" not in body(management, address)
    for way in ("edit/", "remove/", "again/"):
        assert management.post(address + way).status_code == 403
    assert management.get(NEW).status_code == 403
    assert "Remove it" in body(reader(Role.ANALYST), address)
    for role in (Role.MANAGER, Role.CARE_OWNER, Role.HEAD):
        narrow = reader(role)
        assert narrow.get(REGISTER).status_code == narrow.get(address).status_code == 403
