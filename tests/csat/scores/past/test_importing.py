"""Answers given before count on their day, alarm nobody, cost no budget, and can be taken back."""

import csv
import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import models

from csat import models as tables
from csat.alerts import actions as alerts
from csat.alerts.models import Signal
from csat.alerts.queries import responses_to_assess
from csat.customers.actions.files import ImportRefused, Incoming
from csat.customers.models import Contact, ExternalKey, ImportBatch
from csat.programs.models import Program, Touchpoint
from csat.programs.queries import repairs, standing
from csat.scores.actions import merge, rebuilding
from csat.scores.columns.asked import asked
from csat.scores.models import Score, ScoreCell
from csat.scores.past.importing import File, import_answers
from csat.scores.past.undoing import NotUndone, undo
from surveys.models import Invitation, Message, Response
from tests.csat.answered import heard, version
from tests.factories import AccountFactory, Cast, ContactFactory, DealFactory

pytestmark = pytest.mark.django_db
HEAD = ["Date", "Client", "E-mail", "Contact", "overall", "quality", "trend", "change_first", "importance"]
GOOD = [
    "2025-03-04",
    "Alfa",
    "maria@alfa.example",
    "Maria",
    "4",
    "cannot judge",
    "Much better",
    "=Late\nagain",
    "",
]


def file(*rows: list[str], head: list[str] = HEAD, document: dict[str, Any] | None = None) -> File:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([head, *rows])
    return File(version(), Incoming("wave.csv", out.getvalue().encode()), document or {}, "old tool")


def brought(now: datetime, *rows: list[str], **more: Any) -> Any:
    return import_answers(file=file(*rows, **more), by=None, now=now)


def told(report: Any) -> list[tuple[int, str, str]]:
    return [(error.row, error.column, error.problem) for error in report.errors]


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of both floors but the log of imports and the marks of what must be summed anew."""
    left_out = {"ImportBatch", "ImportChange", "DirtyMonth"}
    models_: list[type[models.Model]] = [
        Response,
        Invitation,
        *(getattr(tables, name) for name in tables.__all__),
    ]
    return {
        model.__name__: sorted(model._default_manager.values_list(), key=repr)
        for model in models_
        if model.__name__ not in left_out
    }


def test_a_past_answer_counts_on_its_day_for_who_held_the_client_then(cast: Cast, now: datetime) -> None:
    report = brought(now, GOOD)
    assert report.is_good and report.created == 1, told(report)
    merge(now=now)
    response = Response.objects.get()
    assert response.source == "import" and response.submitted_at.date() == date(2025, 3, 4)
    assert response.answers["quality"] == "cannot_judge" and response.answers["overall"] == 4
    assert response.answers["change_first"] == "=Late\nagain" and response.answers["trend"] == 5
    score = Score.objects.get(measure="overall")
    assert (score.month, score.is_headline, score.given) == (date(2025, 3, 1), True, 4)
    touchpoint = Touchpoint.objects.get()
    assert touchpoint.account == cast.account and touchpoint.team == cast.team
    held = touchpoint.people.order_by("capacity").values_list("employee__name", flat=True)
    assert list(held) == ["Boris Care", "Anna Manager"]
    assert ScoreCell.objects.filter(month="2025-03-01").exists() and rebuilding.differences() == []


def test_it_alarms_nobody_asks_nobody_and_counts_as_no_mail(cast: Cast, now: datetime) -> None:
    recent = (now - timedelta(days=3)).date().isoformat()
    maria = ContactFactory(account=cast.account, email="maria@alfa.example")
    brought(
        now,
        [recent, *GOOD[1:4], "1", *GOOD[5:]],
        [recent, "Omega", "new@omega.example", "", "2", "", "", "", ""],
    )
    for response_id in responses_to_assess(limit=10):
        alerts.assess(response_id=response_id, now=now)
    assert not Signal.objects.exists() and responses_to_assess(limit=10) == []
    assert standing.recent_sends(["maria@alfa.example", "new@omega.example"], now=now) == {}
    accounts = type(cast.account).objects.all()
    assert len(asked(accounts, first=date(2020, 1, 1), until=date(2030, 1, 1)).account_ids) == 0
    assert not Message.objects.exists()
    [new] = Contact.objects.exclude(pk=maria.pk)
    assert new.left_on is not None and repairs.contacts_to_repair(now=now) == []


def test_the_same_file_again_changes_nothing(cast: Cast, now: datetime) -> None:
    brought(now, GOOD)
    before = everything()
    report = brought(now, GOOD)
    assert (report.created, report.unchanged) == (0, 1)
    assert everything() == before
    changed = brought(now, GOOD, [*GOOD[:4], "9", *GOOD[5:]])
    assert "in the same round" in told(changed)[0][2]


def test_an_id_of_the_other_system_says_what_is_the_same(cast: Cast, now: datetime) -> None:
    head = [*HEAD, "id"]
    brought(now, [*GOOD, "R-1"], head=head)
    assert brought(now, [*GOOD, "R-1"], head=head).unchanged == 1
    report = brought(now, [*GOOD[:4], "9", *GOOD[5:], "R-1"], [*GOOD, "R-2"], [*GOOD, "R-2"], head=head)
    assert [row for row, _column, _what in told(report)] == [2, 3, 4]
    assert "said something else" in told(report)[0][2] and "row 3" in told(report)[2][2]
    assert ExternalKey.objects.filter(kind="answers").count() == 1


def test_every_bad_cell_is_named_and_nothing_written(cast: Cast, now: datetime) -> None:
    AccountFactory(name="Twin"), AccountFactory(name="TWIN")
    rows = [
        ["2025-13-01", *GOOD[1:]],
        ["2025-03-05", "Nobody", *GOOD[2:]],
        ["2025-03-05", "Twin", *GOOD[2:]],
        ["2025-03-05", "Alfa", "no address", *GOOD[3:]],
        ["2025-03-05", "Alfa", "a@alfa.example", "", "11", "", "", "", ""],
        ["2025-03-05", "Alfa", "b@alfa.example", "", "4.5", "", "", "", "nothing we know"],
        ["2025-03-05", "Alfa", "c@alfa.example", "", "", "", "", "", ""],
        [(now + timedelta(days=2)).date().isoformat(), *GOOD[1:]],
    ]
    report = brought(now, GOOD, *rows)
    found = {row: (column, what) for row, column, what in told(report)}
    assert sorted(found) == [3, 4, 5, 6, 7, 8, 9, 10]
    assert found[3][0] == "Date" and found[4] == ("Client", "No client is called so here.")
    assert "Several clients" in found[5][1] and found[6][0] == "E-mail"
    assert found[7] == ("overall", "11 is not on the scale of this question, 1 to 10.")
    assert "yet to come" in found[10][1] and found[9][1] == "The row holds no answer."
    assert not Response.objects.exists() and not ImportBatch.objects.exists() and not Program.objects.exists()


def test_a_file_without_a_needed_column_is_told_so_once(cast: Cast, now: datetime) -> None:
    report = brought(now, ["2025-03-04", "x"], ["2025-03-05", "y"], head=["Date", "Remark"])
    assert [what for _row, _column, what in told(report)] == [
        "The file does not say whose the answers are.",
        "No column is mapped to a question.",
    ]
    with pytest.raises(ImportRefused):
        brought(now, GOOD, document={"columns": {"Nowhere": ["answered_at"]}})


def test_people_are_found_or_kept_as_former_ones_and_some_have_no_name(cast: Cast, now: datetime) -> None:
    known = ContactFactory(account=cast.account, name="Maria  Kuznetsova", email="maria@alfa.example")
    head = ["Date", "Client", "E-mail", "Contact", "role", "overall"]
    brought(
        now,
        ["2025-03-04", "ALFA", "MARIA@alfa.example", "", "", "8"],
        ["2025-04-04", "Alfa", "", "maria kuznetsova", "", "7"],
        ["2025-03-04", "Alfa", "", "Ivan", "finance", "6"],
        ["2025-06-04", "Alfa", "", "Ivan", "finance", "6"],
        ["2025-03-04", "Alfa", "", "", "", "5"],
        ["2025-03-06", "Alfa", "", "", "", "4"],
        ["2025-04-06", "Alfa", "", "", "", "3"],
        head=head,
    )
    by_name = {row.name: row for row in Contact.objects.exclude(name="–")}
    assert set(by_name) == {"Maria  Kuznetsova", "Ivan"}
    assert known.touchpoints.count() == 2 and by_name["Ivan"].role == "finance"
    assert by_name["Ivan"].left_on == date(2025, 6, 4)
    assert sorted(row.touchpoints.count() for row in Contact.objects.filter(name="–")) == [1, 2]


def test_an_order_is_named_by_its_number_and_keeps_its_manager(cast: Cast, now: datetime) -> None:
    DealFactory(account=cast.account, reference="SO-7", manager=cast.oleg)
    head = ["Date", "Client", "Contact", "order", "overall"]
    rows = (["2025-03-04", "Alfa", "Maria", "SO-7", "8"], ["2025-03-04", "Alfa", "Maria", "", "8"])
    report = brought(now, *rows, head=head)
    assert report.created == 2, told(report)
    about = Touchpoint.objects.get(deal__reference="SO-7")
    assert about.people.get(capacity="manager").employee == cast.oleg
    report = brought(now, ["2025-03-04", "Alfa", "Ivan", "SO-8", "8"], head=head)
    assert told(report) == [(2, "order", "This client has no order of this number.")]


def test_undoing_leaves_everything_as_it_was(
    cast: Cast, now: datetime, django_user_model: type[User]
) -> None:
    by = django_user_model.objects.create(username="otto")
    heard(ContactFactory(account=cast.account, email="maria@alfa.example"), 9, at=now - timedelta(days=500))
    brought(
        now, ["2025-03-06", "Alfa", "kept@alfa.example", "", "7", "7", "", "", ""]
    )  # another import stays
    merge(now=now)
    before = everything()
    report = brought(now, GOOD, ["2025-03-04", "Alfa", "", "Somebody", "9", "8", "", "", ""])
    merge(now=now)
    alerts.assess(response_id=Response.objects.latest("id").id, now=now)
    batch = ImportBatch.objects.get(uuid=report.batch_uuid)
    assert everything() != before
    assert undo(batch=batch, by=by, now=now) == 2
    merge(now=now)
    assert everything() == before and rebuilding.differences() == []
    with pytest.raises(NotUndone):
        undo(batch=batch, by=by, now=now)
    assert brought(now, GOOD).created == 1


def test_ten_and_two_hundred_rows_cost_the_same_statements(
    cast: Cast, now: datetime, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for start, rows in ((0, 10), (1000, 200)):
        some = [["2025-03-04", "Alfa", f"p{start + n}@alfa.example", *GOOD[3:]] for n in range(rows)]
        some = [[*row[:3], "", *row[4:]] for row in some]
        with django_assert_max_num_queries(60) as seen:
            assert brought(now, *some).created == rows
        counts.append(len(seen))
    assert counts[1] <= counts[0], counts
