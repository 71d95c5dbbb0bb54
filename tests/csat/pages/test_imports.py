"""The pages of the import: columns, errors by row, who may, and long files by a worker."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from csat.access import Role
from csat.customers import tasks
from csat.customers.actions import jobs
from csat.customers.models import Account, Contact, ImportBatch, ImportJob, LegalBasis
from csat.pages.imports import views
from tests import factories

pytestmark = pytest.mark.django_db
CSV = "№;Организация;Ключевой;Страна\n1;Альфа;да;RU\n2;Бета;нет;-\n".encode("cp1251")


@pytest.fixture
def client(client: Client) -> Client:
    client.force_login(factories.login("operator", Role.OPERATOR))
    return client


def upload(client: Client, data: bytes = CSV, kind: str = "accounts", **rest: Any) -> Any:
    files = {"file": SimpleUploadedFile("clients.csv", data), **rest}
    return client.post(reverse("imports"), {"kind": kind, "source": "crm", **files})


def act(client: Client, response: Any, **posted: str) -> Any:
    return client.post(response.url + "act/", posted, follow=True)


def words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_file_goes_from_upload_to_rows(client: Client) -> None:
    uploaded = upload(client)
    page = client.get(uploaded.url)
    assert "2 rows. Which column is which?" in words(page)
    assert 'value="1" selected>Организация' in page.content.decode()
    assert "Read as cp1251" in words(page)
    columns = {
        "columns": "1",
        "from-external_id": "0",
        "from-name": "1",
        "from-is_key": "2",
        "from-country": "3",
    }
    checked = act(client, uploaded, **columns, null="-", do="check")
    assert "Every row is good: 2 new, 0 to change" in words(checked)
    assert not Account.objects.exists()
    applied = act(client, uploaded, do="apply")
    assert "Imported: 2 new, 0 changed" in words(applied)
    assert Account.objects.get(name="Альфа").is_key
    batch = ImportBatch.objects.get()
    assert batch.applied_by is not None and batch.mapping["null"] == ["-"]
    job = ImportJob.objects.get()
    assert bytes(job.content) == b"" and job.batch == batch
    assert "clients.csv" in words(client.get(reverse("imports")))
    assert client.post(uploaded.url + "act/", {"do": "apply"}).status_code == 409


def test_the_next_file_of_that_kind_remembers_its_columns(client: Client) -> None:
    first = upload(client)
    act(client, first, columns="1", do="check", **{"from-external_id": "0", "from-name": "1"}, null="-")
    act(client, first, do="apply")
    page = client.get(upload(client, CSV.replace("Страна".encode("cp1251"), b"x")).url)
    assert 'value="0" selected>№' in page.content.decode()
    assert 'value="2" selected' not in page.content.decode(), "what was not wanted then is not guessed now"


def test_errors_stand_by_row_and_column_and_nothing_is_written(client: Client) -> None:
    data = b"id,name,is_key,opened_on\n1,,yes,2026-01-01\n2,Beta,maybe,2026-01-01\n3,Gamma,no,3/4/2026\n4,x\n"
    uploaded = upload(client, data)
    page = act(client, uploaded, do="apply")
    assert "4 rows have to be mended. Nothing was written." in words(page)
    for expected in (
        "2 name The cell is empty",
        "3 is_key maybe",
        "4 opened_on 3/4/2026",
        "5 The row has 2 cells",
    ):
        assert expected in words(page).replace("“", "").replace("”", "")
    assert not Account.objects.exists()
    mended = act(client, uploaded, do="drop")
    assert "was thrown away" in words(mended) and not ImportJob.objects.exists()


def test_a_legal_basis_is_stated_once_for_a_file(client: Client) -> None:
    act(client, upload(client, b"id,name\nA,Alfa\n"), do="apply")
    uploaded = upload(client, b"id,account,name\nP,A,Ann\n", kind="contacts")
    assert "nobody in this file can be asked" in words(client.get(uploaded.url))
    chosen = {"from-external_id": "0", "from-account": "1", "from-name": "2"}
    blank = {"blank-basis_kind": "contract", "blank-basis_proof": "§ 12"}
    act(client, uploaded, columns="1", do="apply", **chosen, **blank)
    assert LegalBasis.objects.get(contact=Contact.objects.get()).proof == "§ 12"


def test_a_map_file_and_a_second_file_come_along(client: Client) -> None:
    act(client, upload(client, b"id,name\nA,Alfa\n"), do="apply")
    text = (
        b'[columns]\nn="external_id"\n[defaults]\ncurrency="EUR"\n[lines]\ninto="amount"\nof="p*q"\non="n"\n'
    )
    uploaded = upload(
        client,
        b"n,account\n7,A\n",
        kind="deals",
        map_file=SimpleUploadedFile("m.toml", text),
        lines=SimpleUploadedFile("l.csv", b"n,p,q\n7,2.5,2\n7,1,1\n"),
    )
    assert "by the map file" in words(client.get(uploaded.url))
    assert "Imported: 1 new" in words(act(client, uploaded, do="apply"))
    refused = upload(client, b"a\n1\n", map_file=SimpleUploadedFile("m.toml", b"nonsense"))
    assert refused.status_code == 422 and "m.toml cannot be read" in words(refused)


def test_what_is_no_file_of_rows_is_refused_in_words(client: Client) -> None:
    for data, expected in ((b"PK\x03\x04", "workbook cannot be read"), (b"\n", "empty"), (b"", "empty")):
        response = upload(client, data)
        assert response.status_code == 422 and expected in words(response)
    assert client.post(reverse("imports"), {"kind": "cars"}).status_code == 422
    assert not ImportJob.objects.exists()


def test_a_long_file_goes_to_a_worker_and_the_page_shows_how_far_it_is(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hinted: list[int] = []
    monkeypatch.setattr(views, "hint", lambda task, *ids: hinted.append(*ids))
    monkeypatch.setattr(views, "AT_ONCE_ROWS", 1)
    uploaded = upload(client, b"id,name\nA,Alfa\nB,Beta\n")
    page = act(client, uploaded, do="apply")
    job = ImportJob.objects.get()
    assert hinted == [job.pk] and job.state == "waiting"
    assert "0 of 2 rows read" in words(page) and 'http-equiv="refresh"' in page.content.decode()
    assert client.post(uploaded.url + "act/", {"do": "drop"}).status_code == 409
    tasks.run_import(job.pk)
    tasks.run_import(job.pk)
    polled = client.get(uploaded.url, headers={"HX-Request": "true"})
    assert polled.headers["HX-Refresh"] == "true"
    assert Account.objects.count() == 2 and ImportBatch.objects.count() == 1


def test_the_sweep_takes_up_what_a_lost_worker_left(
    client: Client, monkeypatch: pytest.MonkeyPatch, now: Any
) -> None:
    uploaded = upload(client, b"id,name\nA,Alfa\n")
    job = ImportJob.objects.get()
    jobs.queue(job=job, document={}, is_dry_run=False)
    ImportJob.objects.update(state="running", lease_until=now)
    monkeypatch.setattr(tasks, "hint", lambda task, *ids: False)
    assert tasks.sweep(now) == 0
    assert tasks.sweep(now + jobs.LEASE) == 1
    assert Account.objects.count() == 1 and "Imported" in words(client.get(uploaded.url))
    upload(client)
    ImportJob.objects.filter(state="draft").update(created_at=now - jobs.KEPT * 2)
    tasks.sweep(now)
    assert ImportJob.objects.count() == 1


def test_what_nobody_foresaw_ends_a_job_with_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**rest: Any) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(jobs.files, "import_file", broken)
    page = act(client, upload(client), do="check")
    assert "for a reason of ours" in words(page) and "cannot be imported as it is" in words(page)


def test_examples_can_be_imported_as_they_are(client: Client) -> None:
    for kind in ("employees", "accounts", "contacts", "assignments", "deals", "revenue"):
        example = client.get(reverse("import_example", args=[kind]))
        assert example.status_code == 200
        page = client.get(upload(client, example.content, kind=kind).url)
        assert "1 row. Which column is which?" in words(page)
    assert client.get(reverse("import_example", args=["cars"])).status_code == 404


def test_only_those_who_may_import_get_in(client: Client) -> None:
    uploaded = upload(client)
    for role, status in (
        (Role.MANAGER, 403),
        (Role.ANALYST, 403),
        (Role.MANAGEMENT, 403),
        (Role.ADMINISTRATOR, 200),
    ):
        client.force_login(factories.login(f"x{role}", role))
        assert client.get(reverse("imports")).status_code == status
        assert client.get(uploaded.url).status_code == status
    client.logout()
    assert client.get(reverse("imports")).status_code == 302
