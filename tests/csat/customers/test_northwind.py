"""A wholesaler's real-shaped export, through the documented map files: counts, money, twice, three bad rows.

Runs where the export lies at hand: in the folder NORTHWIND names, or beside the project.
"""

import csv
import json
import os
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Sum

from csat.customers.models import Account, Contact, Deal, Employee, ImportChange, Revenue
from tests import house

MAPS = house.ROOT / "docs" / "northwind"
DATA = Path(os.environ.get("NORTHWIND", house.ROOT.parent / "shared" / "data" / "northwind"))
FILES = {
    "employees": "employees.csv",
    "accounts": "customers.csv",
    "contacts": "customers.csv",
    "deals": "orders.csv",
    "revenue": "orders.csv",
}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not (DATA / "orders.csv").exists(),
        reason=f"no Northwind export in {DATA}; NORTHWIND names its folder",
    ),
]


def run(kind: str, capsys: pytest.CaptureFixture[str], *, file: Path | None = None) -> tuple[int, dict]:
    options = ["--map-file", str(MAPS / f"{kind}.toml"), "--json"]
    if kind in ("deals", "revenue"):
        options += ["--with", str(DATA / "order-details.csv"), "--on", "orderID"]
    status = 0
    try:
        call_command("import_file", kind, str(file or DATA / FILES[kind]), *options)
    except SystemExit as ended:
        status = int(ended.code or 0)
    return status, json.loads(capsys.readouterr().out)


def test_the_whole_export_comes_in_and_twice_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    created = {kind: run(kind, capsys)[1]["created"] for kind in FILES}
    assert created == {"employees": 9, "accounts": 91, "contacts": 91, "deals": 830, "revenue": 636}
    assert Employee.objects.exclude(head=None).count() == 8
    assert Employee.objects.get(head=None).name == "Andrew Fuller"
    assert not Contact.objects.exclude(email=None).exists()
    assert Account.objects.get(name="Blondesddsl père et fils").country == "FR"
    assert Deal.objects.filter(stage="delivered").count() == 809
    assert Deal.objects.filter(stage="won", delivered_on=None).count() == 21
    total = Revenue.objects.aggregate(sum=Sum("amount"))["sum"]
    assert total == Decimal("1265793.0395") == Deal.objects.aggregate(sum=Sum("amount"))["sum"]
    assert round(total, 2) == Decimal("1265793.04")
    assert set(Revenue.objects.values_list("currency", flat=True)) == {"USD"}
    changes = ImportChange.objects.count()
    for kind in FILES:
        status, again = run(kind, capsys)
        assert (status, again["created"], again["changed"]) == (0, 0, 0)
    assert ImportChange.objects.count() == changes


def test_three_bad_rows_are_named_and_none_comes_in(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for kind in ("employees", "accounts", "contacts"):
        run(kind, capsys)
    with (DATA / "orders.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    rows[10][1] = "NOBODY"
    rows[20][2] = "99"
    rows[30][3] = "30.02.1997"
    broken = tmp_path / "orders.csv"
    with broken.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    status, report = run("deals", capsys, file=broken)
    assert status == 1 and report["bad_rows"] == 3
    told = [(error["row"], error["column"], error["value"]) for error in report["errors"]]
    assert told == [
        (11, "customerID", "NOBODY"),
        (11, "customerID", "NOBODY"),
        (21, "employeeID", "99"),
        (31, "orderDate", "30.02.1997"),
    ]
    assert not Deal.objects.exists()
