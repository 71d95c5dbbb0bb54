"""Removing the demo company: refused beside other rows, whole otherwise, and the same again afterwards."""

import hashlib
from collections.abc import Iterator
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from config.demo import creating, removing
from csat.customers.models import Account, Company, Contact, Revenue
from surveys.actions import library
from surveys.models import Invitation, Survey, SurveyVersion
from tests.config.demo.conftest import ANCHOR, NOW, SEED

# Random or of the moment, hence not part of the story: row ids, token hashes, the planner's new rows.
NOT_COMPARED = {"csat_decision", "surveys_token", "csat_scorecell", "csat_assessment"}

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def undone(db: None) -> Iterator[None]:
    """Whatever happens in the test is taken back: the demo company of the folder stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_it_is_refused_while_foreign_rows_exist_and_names_them(undone: None) -> None:
    account = Account.objects.create(name="Imported")
    Contact.objects.create(account=account, name="Somebody", email="some@body.example")
    Revenue.objects.create(account=account, month="2026-01-01", amount=1, currency="EUR", source="erp")
    with pytest.raises(removing.DemoRefused) as refusal:
        removing.remove()
    assert "1 accounts, 1 contacts, 1 revenue rows are not of the demo company" in str(refusal.value)
    assert Account.objects.count() == 201


def test_it_leaves_nothing_but_the_library_and_other_logins(undone: None) -> None:
    User.objects.create_superuser("root@ours.example")
    assert removing.remove() > 50_000
    assert list(User.objects.values_list("username", flat=True)) == ["root@ours.example"]
    assert not Company.objects.exists()
    emptied = [model for model in removing.doomed() if model.objects.exists()]
    assert emptied == []
    assert Survey.objects.count() == SurveyVersion.objects.count() == len(library.documents())
    with pytest.raises(removing.DemoRefused):
        removing.remove()


def test_it_goes_together_with_what_was_done_in_it_meanwhile(undone: None) -> None:
    invitation = Invitation.objects.filter(answered_at=None).latest("created_at")
    assert removing.strangers() == {}
    invitation.cancelled_because = "tried out"
    invitation.save()
    removing.remove()
    assert Invitation.objects.count() == 0


def test_made_again_it_is_the_same_to_the_last_value(undone: None) -> None:
    before = fingerprint()
    removing.remove()
    creating.create(seed=SEED, anchor=ANCHOR, now=NOW, say=lambda line: None)
    after = fingerprint()
    assert {table for table in before if before[table] != after[table]} == set()
    assert len(before) > 20


def fingerprint() -> dict[str, str]:
    """A hash of each table: its rows without ids and keys, in an order of their own."""
    found = {}
    for model in removing.doomed():
        table = model._meta.db_table
        columns = [
            f.column
            for f in model._meta.concrete_fields
            if not (f.primary_key or f.is_relation or f.column.endswith(("_uuid", "hmac")))
        ]
        if table in NOT_COMPARED or not columns:
            continue
        columns = [
            c for c in columns if c != "uuid" or table in ("csat_account", "csat_contact", "csat_deal")
        ]
        with connection.cursor() as cursor:
            cursor.execute("SELECT {} FROM {}".format(", ".join(f'"{c}"' for c in columns), table))
            rows = sorted(repr(row) for row in cursor.fetchall())
        found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def test_the_command_prints_logins_only_while_the_demo_is_loaded(undone: None) -> None:
    said = StringIO()
    call_command("demo", "logins", stdout=said)
    lines = said.getvalue().splitlines()
    assert len(lines) == 7
    assert lines[0].split() == ["administrator", "arthur.klein@velmora.example", "barometer-demo"]
    removing.remove()
    with pytest.raises(CommandError, match="No demo company"):
        call_command("demo", "logins", stdout=said)


def test_the_command_refuses_to_bring_known_passwords_into_production(settings: object) -> None:
    settings.MODE = "production"  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="--even-in-production"):
        call_command("demo", "create")
