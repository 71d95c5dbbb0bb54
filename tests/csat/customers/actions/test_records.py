"""The one door for records: whole or not at all, the same twice changes nothing, errors by row and column."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from csat.customers.actions import records
from csat.customers.actions.records import Origin, UpsertRefused
from csat.customers.models import (
    Account,
    Contact,
    Deal,
    Employee,
    ExternalKey,
    ImportBatch,
    ImportChange,
    LegalBasis,
    Revenue,
    TeamMembership,
)
from csat.customers.outcome import UpsertReport
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
ACCOUNTS = [
    {"external_id": "A", "name": "Alfa", "is_key": "да", "country": "de", "opened_on": "01.05.2020"},
    {"external_id": "B", "name": "Beta", "parent": "A", "tax_number": "7701234567"},
]
PEOPLE = [
    {"external_id": "2", "name": "Anna", "email": "anna@ours.example", "head": "1", "team": "North"},
    {"external_id": "1", "name": "Clara", "email": "clara@ours.example", "team": "north"},
]


def put(kind: str, rows: list[Mapping[str, Any]], **rest: Any) -> UpsertReport:
    return records.upsert(**{"kind": kind, "rows": rows, "source": "crm", "by": None, "now": NOW, **rest})


def counts(report: UpsertReport) -> tuple[int, int, int]:
    assert not report.errors
    return report.created, report.changed, report.unchanged


def told(report: UpsertReport) -> list[tuple[int, str]]:
    return [(error.row, error.column) for error in report.errors]


def test_accounts_come_with_their_tree_and_twice_changes_nothing() -> None:
    assert counts(put("accounts", ACCOUNTS)) == (2, 0, 0)
    beta = Account.objects.get(name="Beta")
    assert beta.parent is not None and beta.parent.is_key and beta.parent.country == "DE"
    assert beta.parent.opened_on == date(2020, 5, 1)
    assert counts(put("accounts", ACCOUNTS)) == (0, 0, 2)
    assert counts(put("accounts", [{"external_id": "B", "segment": "small"}])) == (0, 1, 0)
    beta.refresh_from_db()
    assert (beta.segment, beta.parent.name, beta.tax_number) == ("small", "Alfa", "7701234567")


def test_what_each_row_was_is_kept_for_an_undo() -> None:
    put("accounts", ACCOUNTS)
    put(
        "accounts",
        [{"external_id": "A", "name": "Alfa AG", "opened_on": ""}],
        origin=Origin(file_name="f.csv"),
    )
    first, second = ImportBatch.objects.order_by("pk")
    assert list(first.changes.values_list("before", flat=True)) == [None, None]
    change = second.changes.get()
    assert change.before == {"name": "Alfa", "opened_on": "2020-05-01"}
    assert change.object_uuid == Account.objects.get(name="Alfa AG").uuid
    assert (second.file_name, second.changed) == ("f.csv", 1)


def test_one_bad_row_and_nothing_is_written() -> None:
    report = put(
        "accounts",
        [
            *ACCOUNTS,
            {"external_id": "C", "name": "", "is_key": "maybe", "country": "Germany"},
            {"external_id": "A", "name": "Again"},
            {"external_id": "D", "name": "Delta", "parent": "Z", "colour": "red"},
            {"external_id": "E", "name": "Echo", "parent": "C"},
            {"external_id": "F", "name": "Foxtrot", "opened_on": "3/4/2026"},
        ],
        numbers=[2, 3, 4, 5, 6, 7, 9],
    )
    assert told(report) == [
        (4, "name"),
        (4, "is_key"),
        (4, "country"),
        (5, "external_id"),
        (6, "colour"),
        (6, "parent"),
        (9, "opened_on"),
    ]
    assert report.errors[5].value == "Z" and "crm" in report.errors[5].problem and report.errors[5].mend
    assert (
        not Account.objects.exists() and not ImportBatch.objects.exists() and not ExternalKey.objects.exists()
    )


def test_a_dry_run_tells_and_writes_nothing() -> None:
    assert counts(put("accounts", ACCOUNTS, is_dry_run=True)) == (2, 0, 0)
    assert not Account.objects.exists() and not ImportBatch.objects.exists()


def test_new_rows_need_their_columns_said_once() -> None:
    report = put("accounts", [{"external_id": "A"}, {"external_id": "B"}])
    assert told(report) == [(1, "name")]
    assert told(put("accounts", [{"name": "Alfa"}])) == [(1, "external_id")]


def test_a_tree_cannot_turn_in_a_circle() -> None:
    put("accounts", ACCOUNTS)
    assert told(put("accounts", [{"external_id": "A", "parent": "B"}])) == [(1, "parent")]


def test_older_never_overwrites_newer() -> None:
    row = {"external_id": "A", "name": "New", "source_time": "2026-11-18T09:00:00Z"}
    put("accounts", [row])
    report = put("accounts", [{**row, "name": "Old", "source_time": "2026-11-17T09:00:00Z"}])
    assert report.older == 1 and counts(report) == (0, 0, 1)
    assert Account.objects.get().name == "New"
    assert counts(put("accounts", [{**row, "name": "Newer", "source_time": "2026-11-19T00:00:00Z"}])) == (
        0,
        1,
        0,
    )
    money = {"account": "A", "month": "2026-10", "amount": 5, "currency": "EUR", "source_time": "2026-11-18"}
    put("revenue", [money])
    assert put("revenue", [{**money, "amount": 4, "source_time": "2026-11-01"}]).older == 1
    assert Revenue.objects.get().amount == 5


def test_employees_come_with_heads_and_teams_and_without_logins() -> None:
    assert counts(put("employees", PEOPLE)) == (2, 0, 0)
    anna = Employee.objects.get(name="Anna")
    assert anna.head is not None and anna.head.name == "Clara" and anna.user is None
    assert anna.memberships.get().team.name == "North" and TeamMembership.objects.count() == 2
    assert counts(put("employees", PEOPLE)) == (0, 0, 2)
    move = {"external_id": "2", "team": "South", "team_from": "2026-06-01"}
    assert counts(put("employees", [move])) == (0, 1, 0)
    assert counts(put("employees", [move])) == (0, 0, 1)
    old, new = anna.memberships.order_by("during")
    assert (old.during.upper, new.during.lower, new.team.name) == (
        date(2026, 6, 1),
        date(2026, 6, 1),
        "South",
    )
    assert told(put("employees", [{"external_id": "1", "head": "2"}])) == [(1, "head")]


def test_somebody_with_a_login_is_known_by_their_address() -> None:
    here = factories.EmployeeFactory(name="The boss", email="Clara@ours.example")
    put("employees", PEOPLE)
    here.refresh_from_db()
    assert here.name == "Clara" and Employee.objects.count() == 2
    rows = [{"external_id": "3", "name": "Dora", "email": "ANNA@ours.example"}]
    assert told(put("employees", rows)) == [(1, "email")]


def test_contacts_say_on_what_basis_they_may_be_asked() -> None:
    put("accounts", ACCOUNTS)
    bare = {"external_id": "P1", "account": "A", "name": "Ann Lee", "email": "", "role": "Decision maker"}
    grounded = {**bare, "external_id": "P2", "basis_kind": "contract", "basis_proof": "§ 12"}
    assert counts(put("contacts", [bare, grounded])) == (2, 0, 0)
    assert counts(put("contacts", [bare, grounded])) == (0, 0, 2)
    basis = LegalBasis.objects.get()
    assert basis.during.lower == NOW.date() and basis.contact.email is None
    assert basis.contact.role == "decision_maker"
    LegalBasis.objects.update(during=(NOW.date(), date(2026, 12, 1)))
    assert counts(put("contacts", [grounded])) == (0, 0, 1), "a withdrawn basis stays withdrawn"
    assert counts(put("contacts", [{**grounded, "basis_proof": "§ 13"}])) == (0, 1, 0)
    assert told(put("contacts", [{**bare, "basis_proof": "§ 12"}])) == [(1, "basis_kind")]
    assert told(put("contacts", [{**bare, "role": "boss", "email": "a@b"}])) == [(1, "email"), (1, "role")]
    assert Contact.objects.count() == 2


def test_deals_keep_the_history_of_their_stages() -> None:
    put("accounts", ACCOUNTS)
    put("employees", PEOPLE)
    put("contacts", [{"external_id": "P1", "account": "A", "name": "Ann"}])
    row = {
        "external_id": "10248",
        "account": "A",
        "manager": "anna@ours.example",
        "amount": "1 234,50",
        "currency": "eur",
        "opened_on": "2026-10-01",
        "closed_on": "2026-10-05",
        "contacts": "P1",
    }
    assert counts(put("deals", [row])) == (1, 0, 0)
    assert counts(put("deals", [row])) == (0, 0, 1)
    deal = Deal.objects.get()
    assert (deal.reference, deal.stage, deal.amount) == ("10248", "won", Decimal("1234.5"))
    assert deal.manager is not None and deal.manager.name == "Anna"
    assert deal.deal_contacts.get().contact.name == "Ann"
    assert counts(put("deals", [{"external_id": "10248", "delivered_on": "2026-11-03", "contacts": ""}])) == (
        0,
        1,
        0,
    )
    stages = [(change.stage, change.happened_on) for change in deal.stage_changes.order_by("pk")]
    assert stages == [
        ("open", date(2026, 10, 1)),
        ("won", date(2026, 10, 5)),
        ("delivered", date(2026, 11, 3)),
    ]
    assert not deal.deal_contacts.exists()
    change = ImportChange.objects.order_by("-pk").first()
    assert change is not None and change.before["stage"] == "won" and change.before["contacts"]
    bad = {**row, "stage": "delivered", "contacts": "P1;P9", "closed_on": "2026-09-01", "external_id": "2"}
    assert told(put("deals", [bad])) == [(1, "delivered_on"), (1, "closed_on"), (1, "contacts")]


def test_revenue_is_one_row_a_month_and_says_which_months_it_touched() -> None:
    put("accounts", ACCOUNTS)
    row = {"account": "A", "month": "10.2026", "amount": "1234.56789", "currency": "EUR"}
    report = put("revenue", [row, {**row, "kind": "plan", "amount": "2000"}])
    assert counts(report) == (2, 0, 0)
    alfa = Account.objects.get(name="Alfa")
    assert report.touched == {(alfa.pk, date(2026, 10, 1))}
    assert ImportBatch.objects.get(uuid=report.batch_uuid).rolled_up_at is None
    assert Revenue.objects.get(kind="fact").amount == Decimal("1234.5679")
    again = put("revenue", [row])
    assert counts(again) == (0, 0, 1) and not again.touched
    assert ImportBatch.objects.get(uuid=again.batch_uuid).rolled_up_at == NOW
    report = put("revenue", [row, {**row, "amount": 1}])
    assert told(report) == [(2, "month")]


def test_a_source_has_a_name_and_a_kind_is_known() -> None:
    for wrong in ({"kind": "cars"}, {"source": " "}, {"source": "x" * 61}):
        with pytest.raises(UpsertRefused):
            put(**{"kind": "accounts", "rows": [], **wrong})


def test_ten_rows_and_a_thousand_take_the_same_statements(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    def rows(start: int, end: int) -> list[Mapping[str, Any]]:
        return [
            {"external_id": f"{n}", "name": f"Account {n}", "parent": f"{start}" if n > start else ""}
            for n in range(start, end)
        ]

    with django_assert_num_queries(11) as few:
        put("accounts", rows(0, 10))
    with django_assert_num_queries(len(few.captured_queries)):
        put("accounts", rows(2000, 3000))


row_lists = st.lists(
    st.fixed_dictionaries(
        {"external_id": st.text("abc1 ", min_size=1, max_size=3), "name": st.text(min_size=1, max_size=12)},
        optional={
            "is_key": st.sampled_from(["", "yes", "нет", "1"]),
            "country": st.sampled_from(["", "de", "RU"]),
            "opened_on": st.sampled_from(["", "2026-01-31", "31.01.2026", "1/31/2026"]),
            "segment": st.text(max_size=5),
        },
    ),
    max_size=6,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=row_lists)
def test_any_rows_are_taken_whole_or_not_at_all_and_twice_is_once(
    db: None, rows: list[Mapping[str, Any]]
) -> None:
    source = f"s{ImportBatch.objects.count()}-{Account.objects.count()}"
    before = Account.objects.count()
    first = put("accounts", rows, source=source)
    if first.errors:
        assert Account.objects.count() == before
    else:
        assert Account.objects.count() == before + len(rows)
        assert counts(put("accounts", rows, source=source)) == (0, 0, len(rows))
