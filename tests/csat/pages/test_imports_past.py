"""Bringing answers of past rounds in through the page, from what our own export wrote; taking them back."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from csat.access import Role
from csat.customers.models import Contact
from csat.scores.actions import rebuilding
from csat.scores.models import Score
from surveys.models import Response
from surveys.tabular.xlsx import writing
from tests.csat.answered import heard, version
from tests.factories import Cast, ContactFactory, login

pytestmark = pytest.mark.django_db


@pytest.fixture
def otto(client: Client) -> Client:
    client.force_login(login("otto", Role.OPERATOR))
    return client


def upload(client: Client, data: bytes, name: str = "past.csv") -> str:
    survey = version()
    page = client.post(
        "/import/answers/", {"version": survey.uuid, "file": SimpleUploadedFile(name, data), "source": "old"}
    )
    assert page.status_code == 302, page.content.decode()[-2000:]
    return page["Location"]


def workbook(*rows: list[object]) -> bytes:
    out = io.BytesIO()
    writing.write(
        ["Дата ответа", "Клиент", "Контактное лицо", "overall", "Product and service quality"], rows, out
    )
    return out.getvalue()


def test_a_workbook_goes_from_look_to_scores_and_back(otto: Client, cast: Cast) -> None:
    day = timezone.now().date() - timedelta(days=200)
    data = workbook([day, "Alfa", "Maria", 4, 9], [day, "Alfa", "Ivan", 8, "не могу оценить"])
    page = upload(otto, data, "past.xlsx")
    shown = otto.get(page).content.decode()
    assert "2 rows. Which column is which?" in shown and "Read from the sheet" in shown
    otto.post(f"{page}act/", {"do": "check"})
    assert "Every row is good: 2 new" in otto.get(page).content.decode()
    assert not Response.objects.exists()
    otto.post(f"{page}act/", {"do": "apply"})
    assert "Imported: 2 new" in otto.get(page).content.decode()
    assert Score.objects.filter(measure="overall").count() == 2 and rebuilding.differences() == []
    report = otto.get("/answers/?channel=import").context["report"]
    assert report.count == 2 and report.rows[0].channel == "import"
    assert otto.post(f"{page}undo/").status_code == 302
    assert "This import was taken back" in otto.get(page).content.decode()
    assert not Response.objects.exists() and not Contact.objects.exists() and rebuilding.differences() == []
    assert otto.post(f"{page}undo/").status_code == 409


def test_what_was_exported_here_can_be_brought_in_elsewhere(otto: Client, cast: Cast) -> None:
    contact = ContactFactory(account=cast.account, name="Maria", email="maria@alfa.example")
    gone = heard(contact, 7, at=timezone.now() - timedelta(days=300), words="=Late;\nagain", wish="no")
    said = gone.answers
    for form in ("csv", "xlsx"):
        exported = otto.post("/answers/export/", {"form": form})
        data = b"".join(exported.streaming_content)  # type: ignore[attr-defined]
        page = upload(otto, data, f"export.{form}")
        columns = {field.column.name: field.place for field in otto.get(page).context["import"].table.fields}
        assert all(columns[f"answer:{key}"] is not None for key in said), columns
        otto.post(f"{page}act/", {"do": "check"})
        report = otto.get(page).context["import"]
        assert "same round" in report.errors[0]["problem"]  # they are here already
        assert report.report["error_count"] == 1


def test_bad_rows_are_named_in_the_words_of_the_file(otto: Client, cast: Cast) -> None:
    page = upload(otto, b"Date;Client;overall\n2025-03-04;Alfa;12\n")
    otto.post(f"{page}act/", {"do": "check"})
    shown = otto.get(page).content.decode()
    assert "12 is not on the scale of this question, 1 to 10." in shown and "<code>overall</code>" in shown
    assert otto.post("/import/answers/", {"source": "x"}).status_code == 422


def test_only_those_who_import_may(cast: Cast, client: Client) -> None:
    client.force_login(cast.anna.user)
    assert client.get("/import/answers/").status_code == 403
    assert client.post(f"/import/{version().uuid}/undo/").status_code == 403


def test_the_command_does_the_same(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    version()
    path = tmp_path / "past.csv"
    path.write_text("Date,Client,overall\n2025-03-04,Alfa,8\n")
    call_command("import_file", "answers", str(path), "--survey", "periodic-csi@1", "--dry-run")
    assert "1 answers: 1 created" in capsys.readouterr().out and not Response.objects.exists()
    call_command("import_file", "answers", str(path), "--survey", "periodic-csi")
    assert Response.objects.get().answers == {"overall": 8}
    with pytest.raises(CommandError, match="no published survey"):
        call_command("import_file", "answers", str(path), "--survey", "nowhere")
