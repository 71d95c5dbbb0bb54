"""Answers taken away: read back they are what clients said, no cell is a formula, and it is logged."""

import csv
import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import python_calamine
from django.test import Client
from django.utils import timezone

from csat.access import Role
from csat.customers.models import Company, Contact
from csat.reports.exporting import actions, tasks
from csat.reports.exporting.models import Export, ExportPart
from surveys.models import Response
from tests.csat.answered import answer, periodic
from tests.factories import Cast, ContactFactory, login
from tests.surveys import asked

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 3, 21, 30, tzinfo=UTC)
HOSTILE = '=HYPERLINK("http://x";"y")\nвторая «строка»; "да"'


@pytest.fixture
def maria(cast: Cast) -> Contact:
    asked.brand()
    Company.objects.update_or_create(id=1, defaults={"zone": "Europe/Moscow"})
    return ContactFactory(account=cast.account, name="+Мария Кузнецова", role="decision_maker")


@pytest.fixture
def otto(client: Client) -> Client:
    client.force_login(login("otto", Role.OPERATOR))
    return client


def said(contact: Contact, **more: Any) -> Response:
    answers = periodic(4, words=HOSTILE, wish="yes", phone="+7 495 1", quality="cannot_judge")
    return answer(contact, answers | {"importance": ["quality", "competence"]} | more, at=AT)


def taken(client: Client, query: str = "", **wish: str) -> bytes:
    response = client.post(f"/answers/export/{query}", wish)
    assert response.status_code == 200, response.content.decode()[:500]
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def csv_rows(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def column(row: dict[str, Any], start: str) -> Any:
    [name] = [name for name in row if name.startswith(start) and " | " not in name]
    return row[name]


def test_a_csv_is_read_back_as_it_was_said_and_holds_no_formula(otto: Client, maria: Contact) -> None:
    response = said(maria)
    [row] = csv_rows(taken(otto, form="csv"))
    assert row["Answer"] == str(response.uuid) and row["Client"] == "Alfa"
    assert row["Submitted"] == "2026-11-04 00:30" and row["Submitted (UTC)"] == "2026-11-03 21:30"
    assert row["Contact"] == "'+Мария Кузнецова" and row["Account manager"] == "Anna Manager"
    assert column(row, "overall: Overall, how satisfied are you with Meridian Supply?") == "4"
    assert column(row, "quality:") == "cannot judge"
    assert column(row, "change_first:") == f"'{HOSTILE}"
    assert column(row, "contact_wish: May we") and row["State"] == "counts"
    assert [row[name] for name in row if name.endswith("| phone")] == ["'+7 495 1"]


def test_a_workbook_is_typed(otto: Client, maria: Contact) -> None:
    said(maria)
    data = taken(otto, form="xlsx")
    head, row = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    told = dict(zip(map(str, head), row, strict=True))
    assert told["Submitted"] == datetime(2026, 11, 4, 0, 30)  # noqa: DTZ001
    assert column(told, "overall:") == 4.0 and column(told, "change_first:") == HOSTILE
    assert told["Contact"] == "+Мария Кузнецова" and told["Version"] == 1.0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not re.search(rb"<f[ >]", archive.read("xl/worksheets/sheet1.xml"))


def test_json_keeps_keys_and_values(otto: Client, maria: Contact) -> None:
    response = said(maria)
    [told] = json.loads(taken(otto, form="json"))
    assert told["answers"] == response.answers
    assert told["submitted_at"] == "2026-11-03T21:30:00Z" and told["survey"] == "periodic-csi"
    flat = json.loads(taken(otto, form="json", shape="answers"))
    assert {row["question"]: row["given"] for row in flat} == response.answers


def test_a_row_can_be_an_answered_question_in_the_words_shown(otto: Client, maria: Contact) -> None:
    said(maria)
    rows = csv_rows(taken(otto, form="csv", shape="answers"))
    told = {row["Key"]: row for row in rows}
    assert told["overall"]["Question"] == "Overall, how satisfied are you with Ours?"
    assert (told["overall"]["Number"], told["overall"]["Given answer"]) == ("4", "")
    assert told["change_first"]["Given answer"] == f"'{HOSTILE}"


def test_options_stand_together_or_in_columns_in_words_or_by_keys(otto: Client, maria: Contact) -> None:
    response = said(maria)
    response.answers |= {"overall": 9}
    response.save()
    [row] = csv_rows(taken(otto, form="csv"))
    assert column(row, "importance:").count("; ") == 1
    assert column(row, "overall:") == "4" and row["Changed later"] == "1"
    [row] = csv_rows(taken(otto, form="csv", choices="columns", values="keys", answers="now"))
    ticked = {name.partition(" | ")[2]: cell for name, cell in row.items() if name.startswith("importance:")}
    assert sorted(ticked.values()) == ["0"] * (len(ticked) - 2) + ["1"] * 2
    assert column(row, "overall:") == "9" and column(row, "quality:") == "cannot_judge"


def test_an_export_has_the_lists_filters(otto: Client, maria: Contact) -> None:
    said(maria)
    answer(ContactFactory(), periodic(9), at=AT + timedelta(days=9))
    assert len(csv_rows(taken(otto, form="csv"))) == 2
    assert len(csv_rows(taken(otto, "?low=1&until=2026-11-04", form="csv"))) == 1
    refused = otto.post("/answers/export/?words=nowhere", {"form": "csv"})
    assert refused.status_code == 422 and "No answer fits" in refused.content.decode()


def test_an_analyst_gets_figures_without_people(client: Client, maria: Contact) -> None:
    said(maria, asked_for_score="yes")
    client.force_login(login("yuki", Role.ANALYST))
    assert client.get("/answers/export/").status_code == 200
    for form in ("csv", "json", "xlsx"):
        data = taken(client, form=form, shape="responses")
        if form == "xlsx":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                data = b"".join(archive.read(name) for name in archive.namelist())
        text = data.decode(errors="replace")
        assert "Alfa" in text and "overall" in text
        assert "Кузнецова" not in text and "строка" not in text and "495" not in text
        assert "asked_for_score" not in text
    long = taken(client, form="csv", shape="answers").decode()
    assert "строка" not in long and "Кузнецова" not in long
    # A search in words would tell what they are.
    assert client.post("/answers/export/?words=строка", {"form": "csv"}).status_code == 422


def test_managers_take_no_lists_away_others_their_own_rows(
    cast: Cast, client: Client, maria: Contact
) -> None:
    said(maria)
    answer(ContactFactory(account=cast.foreign), periodic(9), at=AT)
    client.force_login(cast.anna.user)
    for response in (client.get("/answers/export/"), client.post("/answers/export/", {"form": "csv"})):
        assert response.status_code == 403
        assert "do not take lists of contacts away" in response.content.decode()
    client.force_login(cast.boris.user)
    rows = csv_rows(taken(client, form="csv"))
    assert [row["Client"] for row in rows] == ["Alfa"]
    [logged] = Export.objects.all()
    assert (logged.username, logged.rows_total, logged.state) == ("boris@ours.example", 1, "done")
    assert logged.size_bytes > 100 and not ExportPart.objects.exists()


def test_a_large_file_is_made_by_a_worker_and_kept_for_a_day(
    otto: Client, client: Client, maria: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        said(ContactFactory(account=maria.account))
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    monkeypatch.setattr(actions, "PART_BYTES", 700)
    page = otto.post("/answers/export/", {"form": "csv"})
    assert page.status_code == 302
    assert "0 of 3 answers written" in otto.get(page["Location"]).content.decode()
    assert otto.get(f"{page['Location']}file/").status_code == 404
    tasks.sweep(timezone.now())
    one = Export.objects.get()
    if one.state != "done":  # the hint went out; a worker is asked by hand
        assert tasks.work_off(one.pk)
    assert not tasks.work_off(one.pk)
    assert one.parts.count() > 1 and "The file is ready" in otto.get(page["Location"]).content.decode()
    data = b"".join(otto.get(f"{page['Location']}file/").streaming_content)  # type: ignore[attr-defined]
    assert len(csv_rows(data)) == 3
    other = Client()
    other.force_login(login("olga", Role.OPERATOR))
    assert other.get(page["Location"]).status_code == other.get(f"{page['Location']}file/").status_code == 404
    reader = one.created_by
    assert reader is not None
    reader.groups.set(login("yuki", Role.ANALYST).groups.all())
    assert otto.get(f"{page['Location']}file/").status_code == 404
    assert actions.forget_old(now=timezone.now() + timedelta(days=2))
    assert "3 answers were taken away" in otto.get(page["Location"]).content.decode()


def test_a_worker_that_died_is_followed_by_another(maria: Contact, otto: Client) -> None:
    said(maria)
    taken(otto, form="csv")
    now = timezone.now()
    Export.objects.update(state="running", lease_until=now + timedelta(minutes=1))
    one = Export.objects.get()
    ExportPart.objects.create(export=one, number=0, content=b"half")
    assert actions.due(now) == []
    later = now + timedelta(minutes=2)
    assert actions.due(later) == [one.pk]
    assert actions.run(export_id=one.pk, clock=lambda: later)
    assert b"half" not in b"".join(bytes(part.content) for part in one.parts.all())
