"""Bulk upserts: by external id, all or nothing, errors by row and column, nothing that breaks the server."""

import json
from typing import Any

import pytest
from django.conf import settings
from rest_framework.test import APIClient

from csat.customers.models import Account, Deal, Revenue

ACCOUNTS = [
    {"external_id": "A-1", "name": "Alfa", "country": "DE", "is_key": True},
    {"external_id": "A-2", "name": "Бета", "country": "RU", "parent": "A-1"},
]
HOSTILE = [
    b"",
    b"nonsense",
    b"\xff\xfe",
    b"[]",
    b"null",
    b"1e999",
    b'{"source": "crm", "rows": [NaN]}',
    b'{"source": "crm", "rows": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    b'{"source": "cr\\u0000m", "rows": [{"external_id": "1", "name": "x"}]}',
    b'{"source": "crm", "rows": [{"external_id": "\\ud800", "name": "x"}]}',
    b'{"source": "crm", "rows": [{"external_id": "1", "name": {"deep": 1}}]}',
    b'{"source": "crm", "rows": [{"external_id": "1", "name": "x", "opened_on": "0000-00-00"}]}',
    b'{"source": "crm", "rows": [{"external_id": "1", "name": "x", "opened_on": 1e308}]}',
    b'{"source": "crm", "rows": [{"external_id": ' + b"9" * 5000 + b', "name": "x"}]}',
    b'{"source": "crm", "rows": [{"external_id": "1", "name": "' + b"x" * 5000 + b'"}]}',
    b'{"source": "crm", "rows": [{}]}',
    b'{"source": "crm", "rows": {"0": {}}}',
    b'{"source": "' + b"x" * 61 + b'", "rows": [{"external_id": "1", "name": "x"}]}',
    b'{"source": "crm", "rows": []}',
]


def send(client: APIClient, kind: str, rows: list[dict[str, Any]], **rest: Any) -> Any:
    return client.post(f"/api/v1/{kind}/bulk", {"source": "crm", "rows": rows} | rest, format="json")


def test_rows_are_created_then_changed_then_left_alone(operator: APIClient) -> None:
    first = send(operator, "accounts", ACCOUNTS).json()
    assert (first["created"], first["changed"], first["unchanged"]) == (2, 0, 0)
    assert Account.objects.get(name="Бета").parent == Account.objects.get(name="Alfa")
    changed = [ACCOUNTS[0], ACCOUNTS[1] | {"segment": "mid"}]
    second = send(operator, "accounts", changed).json()
    assert (second["created"], second["changed"], second["unchanged"]) == (0, 1, 1)
    third = send(operator, "accounts", changed).json()
    assert (third["created"], third["changed"], third["unchanged"]) == (0, 0, 2)


def test_the_whole_chain_goes_in(operator: APIClient) -> None:
    send(operator, "accounts", ACCOUNTS)
    contact = {"external_id": "P-1", "account": "A-1", "name": "Ann", "email": "ann@alfa.example"}
    assert send(operator, "contacts", [contact]).status_code == 200
    deal = {
        "external_id": "D-1",
        "account": "A-1",
        "reference": "SO-1",
        "amount": "12500.50",
        "currency": "EUR",
        "stage": "delivered",
        "closed_on": "2026-10-01",
        "delivered_on": "2026-10-20",
        "contacts": ["P-1"],
    }
    assert send(operator, "deals", [deal]).status_code == 200
    month = {"account": "A-1", "month": "2026-10", "amount": 100.5, "currency": "EUR", "kind": "fact"}
    assert send(operator, "revenue", [month]).status_code == 200
    assert Deal.objects.get().deal_contacts.get().contact.name == "Ann"
    assert Revenue.objects.get().amount == 100.5


def test_one_wrong_row_and_nothing_is_written_and_it_is_named(operator: APIClient) -> None:
    refused = send(operator, "accounts", [*ACCOUNTS, {"external_id": "A-3", "name": "", "opened_on": "soon"}])
    assert refused.status_code == 400
    attrs = {error["attr"] for error in refused.json()["errors"]}
    assert attrs == {"rows.2.name", "rows.2.opened_on"}
    assert not Account.objects.exists()


def test_a_dry_run_writes_nothing(operator: APIClient) -> None:
    tried = send(operator, "accounts", ACCOUNTS, dry_run=True).json()
    assert (tried["created"], tried["batch"]) == (2, None)
    assert not Account.objects.exists()


def test_only_those_who_keep_the_records_may(anna: APIClient, analyst: APIClient) -> None:
    for client in (anna, analyst):
        assert send(client, "accounts", ACCOUNTS).status_code == 403
    assert not Account.objects.filter(name="Бета").exists()


@pytest.mark.parametrize("body", HOSTILE, ids=lambda body: body[:60].decode("latin-1"))
def test_hostile_bodies_are_refused(body: bytes, operator: APIClient) -> None:
    response = operator.post("/api/v1/accounts/bulk", body, content_type="application/json")
    assert response.status_code == 400
    assert response.json()["errors"]
    assert not Account.objects.exists()


def test_a_body_that_is_too_large_is_413(operator: APIClient) -> None:
    rows = [{"external_id": str(n), "name": "x" * 290} for n in range(10_000)]
    body = json.dumps({"source": "crm", "rows": rows})
    assert len(body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    response = operator.post("/api/v1/accounts/bulk", body, content_type="application/json")
    assert (response.status_code, response.json()["errors"][0]["code"]) == (413, "too_large")
