import time
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from surveys.actions import library, suppressing
from surveys.models import MessageState, Suppression
from surveys.tabular.xlsx import writing
from tests import factories
from tests.surveys import invited

pytestmark = pytest.mark.django_db


def taken(text: str, now: datetime) -> suppressing.Imported:
    return suppressing.import_file(data=text.encode(), by=None, now=now)


def listed() -> set[tuple[str, str, str]]:
    return set(Suppression.objects.filter(lifted_at=None).values_list("address_hmac", "kind", "reason"))


@pytest.mark.parametrize(
    "text",
    [
        "email\nelena@alfa.example\nboris@beta.example\n",
        "Name;E-mail;Phone\nElena;elena@alfa.example;1\nBoris;Boris@Beta.example;2\n",
        "адрес\tпримечание\nelena@alfa.example\tушла\nboris@beta.example\t\n",
        "elena@alfa.example\nboris@beta.example\n",
        "email\nelena@alfa.example\nboris@beta.example\nELENA@alfa.example\n",
    ],
)
def test_addresses_are_found_however_the_column_is_called(text: str, now: datetime) -> None:
    assert taken(text, now).added == 2
    keys = {suppressing.hmac_of(one) for one in ("elena@alfa.example", "boris@beta.example")}
    assert listed() == {(key, "", "imported") for key in keys}


def test_kind_reason_date_and_note_are_taken_over(now: datetime) -> None:
    library.load(now=now)
    by = factories.UserFactory()
    text = "email,kind,reason,date,note\nelena@alfa.example,nps,Opt-out,05.03.2026,by phone\n"
    suppressing.import_file(data=text.encode(), by=by, now=now)
    row = Suppression.objects.get()
    assert (row.kind, row.reason, row.note, row.created_by) == ("nps", "unsubscribed", "by phone", by)
    assert row.created_at == datetime(2026, 3, 5, tzinfo=UTC)


def test_the_same_file_again_changes_nothing(now: datetime) -> None:
    text = "email,reason\nelena@alfa.example,bounced\nboris@beta.example,\n"
    taken(text, now)
    before = list(Suppression.objects.order_by("id").values())
    again = taken(text, now + timedelta(days=1))
    assert (again.rows, again.added) == (2, 0)
    assert list(Suppression.objects.order_by("id").values()) == before


def test_one_bad_row_is_enough_and_every_bad_row_is_named(now: datetime) -> None:
    text = (
        "email,kind,reason,date\nelena@alfa.example,,,\nnobody,,,\nb@c.example,dance,,\n"
        "d@e.example,,mood,\nf@g.example,,,31.02.2026\nh@i.example,,,01.01.2031\n"
    )
    with pytest.raises(suppressing.ImportRefused) as refused:
        taken(text, now)
    places = [(flaw.row, flaw.column, flaw.value) for flaw in refused.value.flaws]
    assert places == [
        (3, "address", "nobody"),
        (4, "kind", "dance"),
        (5, "reason", "mood"),
        (6, "date", "31.02.2026"),
        (7, "date", "01.01.2031"),
    ]
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("data", [b"", b"name,phone\nElena,1\n", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0old"])
def test_what_is_no_list_is_refused(data: bytes, now: datetime) -> None:
    with pytest.raises(suppressing.ImportRefused):
        suppressing.import_file(data=data, by=None, now=now)


def test_a_workbook_is_read_as_well(now: datetime) -> None:
    book = BytesIO()
    writing.write(["email"], [["elena@alfa.example"]], book)
    assert suppressing.import_file(data=book.getvalue(), by=None, now=now).added == 1


def test_waiting_mails_stop_with_the_import(now: datetime) -> None:
    invitation = invited.invite(now, remind_after_days=5)
    assert taken("email\nElena@Alfa.example\n", now).stopped == 2
    assert invited.mail(invitation).state == MessageState.SUPPRESSED


def test_a_row_older_than_its_lifting_changes_nothing(now: datetime) -> None:
    by = factories.UserFactory()
    text = f"email,date\nelena@alfa.example,{now:%Y-%m-%d}\n"
    taken(text, now)
    lifted = now + timedelta(days=3)
    suppressing.lift(suppression=Suppression.objects.get(), because="they asked us to", by=by, now=lifted)
    assert taken(text, now + timedelta(days=9)).added == 0
    assert taken("email\nelena@alfa.example\n", now + timedelta(days=9)).added == 1


def test_a_hundred_thousand_rows_take_seconds(now: datetime) -> None:
    text = "email\n" + "".join(f"person{number}@client.example\n" for number in range(100_000))
    begun = time.process_time()
    assert taken(text, now).added == 100_000
    assert time.process_time() - begun < 10
