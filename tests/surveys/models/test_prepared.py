"""Statements that are planned once a connection, on connections that may have died."""

import pytest
from django.db import DataError, OperationalError, connection

from surveys.models import prepared

TEXT = "SELECT %(one)s::int + %(two)s::int AS sum"


def planned() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall()]


def ended_by_the_server() -> None:
    """The kept connection dies without our knowing, as by a restart of the database."""
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    other.close()


@pytest.mark.django_db
def test_a_statement_is_planned_once_a_connection() -> None:
    found = [prepared.row(TEXT, {"one": 40, "two": number}) for number in range(10)]
    assert found == [{"sum": 40 + number} for number in range(10)]
    assert planned() == ["SELECT $1::int + $2::int AS sum"]


@pytest.mark.django_db
def test_no_row_is_none_and_errors_are_those_of_django() -> None:
    assert prepared.row("SELECT 1 WHERE %(no)s", {"no": False}) is None
    with pytest.raises(DataError):
        prepared.row(TEXT, {"one": "x", "two": 1})


@pytest.mark.django_db(transaction=True)
def test_a_first_statement_outlives_a_restart_of_the_database() -> None:
    ended_by_the_server()
    assert prepared.first_row(TEXT, {"one": 1, "two": 2}) == {"sum": 3}


@pytest.mark.django_db(transaction=True)
def test_a_later_statement_is_not_asked_twice() -> None:
    ended_by_the_server()
    with pytest.raises(OperationalError):
        prepared.row(TEXT, {"one": 1, "two": 2})
    connection.close()
