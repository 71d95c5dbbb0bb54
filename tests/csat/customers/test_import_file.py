"""The command: maps on the command line, a second file, dry run, tables of errors, exit codes."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from csat.customers.models import Account, Deal, ImportBatch

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "clients.csv").write_bytes("Код;Наименование\n1;Альфа\n2;Бета\n".encode("cp1251"))
    (tmp_path / "orders.csv").write_text("nr,who,at\n7,1,2026-10-05\n8,2,NULL\n")
    (tmp_path / "lines.csv").write_text("nr,p,q\n7,2.5,2\n7,1,1\n8,3,3\n")
    return tmp_path


def test_headers_that_say_what_they_are_need_no_map(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_file", "accounts", str(folder / "clients.csv"), "--dry-run")
    assert "It would be: 2 accounts: 2 created" in capsys.readouterr().out
    assert not Account.objects.exists()
    call_command("import_file", "accounts", str(folder / "clients.csv"), "--source", "1c")
    assert capsys.readouterr().out == "2 accounts: 2 created, 0 changed, 0 unchanged.\n"
    assert ImportBatch.objects.get().source == "1c"


def test_a_map_on_the_command_line_and_lines_added_up(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_file", "accounts", str(folder / "clients.csv"))
    (folder / "m.json").write_text('{"null": ["NULL"], "defaults": {"currency": "USD"}}')
    options = [
        "--map",
        "nr=external_id",
        "--map",
        "nr=reference",
        "--map",
        "who=account",
        "--map",
        "at=delivered_on",
    ]
    options += ["--map-file", str(folder / "m.json"), "--default", "currency=EUR", "--json"]
    lines = ["--with", str(folder / "lines.csv"), "--on", "nr", "--sum", "amount=p*q"]
    capsys.readouterr()
    call_command("import_file", "deals", str(folder / "orders.csv"), *options, *lines)
    report = json.loads(capsys.readouterr().out)
    assert (report["created"], report["error_count"], report["errors"]) == (2, 0, [])
    found = [(deal.reference, deal.stage, deal.amount, deal.currency) for deal in Deal.objects.order_by("pk")]
    assert found == [("7", "delivered", 6, "EUR"), ("8", "open", 9, "EUR")]


def test_errors_come_as_a_table_and_exit_1(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.csv").write_text("id,name,is_key\n1,,maybe\n2,Beta,no\n2,Again,no\n")
    with pytest.raises(SystemExit) as ended:
        call_command("import_file", "accounts", str(folder / "bad.csv"))
    assert ended.value.code == 1
    printed = capsys.readouterr().out
    assert "  2  name           The cell is empty." in printed
    assert "  2  is_key  maybe  This is neither yes nor no." in printed
    assert "The same id stands in row 3" in printed
    assert "Nothing was written: 3 errors, in 2 of 3 accounts." in printed


def test_what_cannot_be_used_at_all_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clients, orders = str(folder / "clients.csv"), str(folder / "orders.csv")
    for arguments, expected in (
        (["accounts", str(folder / "none.csv")], "No such file"),
        (["accounts", clients, "--map", "Город=region"], "no column “Город”"),
        (["accounts", clients, "--map", "Код=colour"], "“colour”"),
        (["accounts", clients, "--map", "Код"], "--map wants A=B"),
        (["deals", orders, "--with", clients], "does not say what to add up"),
        (["deals", orders, "--sum", "amount=f(x)", "--on", "nr"], "no formula"),
        (["deals", orders, "--sum", "amount=p*q", "--on", "nr"], "Give that file too"),
    ):
        with pytest.raises(CommandError, match=expected):
            call_command("import_file", *arguments)
    with pytest.raises(SystemExit):
        call_command("import_file", "accounts", clients, "--map", "Код=colour", "--json")
    assert json.loads(capsys.readouterr().out)["code"] == "import_refused"
