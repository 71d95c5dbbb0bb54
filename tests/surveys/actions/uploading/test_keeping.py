"""Files are stored once, counted, found by their owner alone, and swept when nothing names them."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from surveys.actions import uploading
from surveys.definition.questionnaire import Question, QuestionType
from surveys.models import Blob, Invitation, Response, Upload
from tests.surveys import asked
from tests.surveys.actions.answering.test_submitting import in_parallel, submit
from tests.surveys.actions.uploading import files

PHOTO = Question(
    key="photo",
    type=QuestionType.FILE,
    text={},
    path="",
    formats=("pdf", "png"),
    most_mb=1,
    is_required=False,
)


@pytest.fixture
def invitation(db: None, now: datetime) -> Invitation:
    return asked.invitation(asked.published("periodic-csi", now=now), now=now)


def keep(invitation: Invitation, now: datetime, **different: Any) -> dict[str, Any]:
    arguments = {"question": PHOTO, "name": "photo.png", "content": files.PNG} | different
    return uploading.keep(asked=invitation, now=now, **arguments)


def test_a_file_is_named_by_its_answer(invitation: Invitation, now: datetime) -> None:
    answer = keep(invitation, now, name="../фото.png")

    upload = Upload.objects.get()
    assert answer == {"file": str(upload.uuid), "name": "фото.png", "size": len(files.PNG)}
    assert (upload.invitation, upload.content_type) == (invitation, "image/png")
    assert bytes(upload.blob.content) == files.PNG


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("photo.docx", files.DOCX, "file_format"),
        ("photo", files.PNG, "file_format"),
        ("photo.pdf", files.PNG, "file_content"),
        ("photo.png", files.EXE, "file_content"),
        ("photo.png\u202egnp.exe", files.EXE, "file_format"),
        ("photo.png", b"", "file_empty"),
        ("photo.pdf", files.PDF + bytes(1024 * 1024), "file_too_large"),
    ],
)
def test_what_is_not_allowed_is_refused(
    invitation: Invitation, now: datetime, name: str, content: bytes, reason: str
) -> None:
    with pytest.raises(uploading.CannotKeep) as caught:
        keep(invitation, now, name=name, content=content)
    assert caught.value.reason == reason
    assert not Upload.objects.exists() and not Blob.objects.exists()


def test_the_same_bytes_are_stored_once(invitation: Invitation, now: datetime) -> None:
    other = asked.invitation(invitation.version, now=now)
    keep(invitation, now)
    keep(other, now)
    assert (Upload.objects.count(), Blob.objects.count()) == (2, 1)


def test_only_the_owner_finds_a_file_and_only_under_its_question(
    invitation: Invitation, now: datetime
) -> None:
    answer = keep(invitation, now)
    other = asked.invitation(invitation.version, now=now)
    found = uploading.find(asked=invitation, question=PHOTO, upload_uuid=answer["file"])
    assert found == answer
    assert uploading.find(asked=other, question=PHOTO, upload_uuid=answer["file"]) is None
    assert uploading.find(asked=invitation, question=PHOTO, upload_uuid="nonsense") is None


def test_an_answer_holds_so_many_files(invitation: Invitation, now: datetime) -> None:
    for _ in range(40):
        keep(invitation, now)
    with pytest.raises(uploading.CannotKeep) as caught:
        keep(invitation, now)
    assert caught.value.reason == "file_total"


@pytest.mark.django_db(transaction=True)
def test_many_at_once_do_not_pass_the_limit_together(now: datetime) -> None:
    made = asked.invitation(asked.published("periodic-csi", now=now), now=now)
    for _ in range(37):
        keep(made, now)

    def try_it(number: int) -> str:
        try:
            keep(made, now)
        except uploading.CannotKeep as refused:
            return refused.reason
        return "kept"

    assert sorted(in_parallel(8, try_it)) == ["file_total"] * 5 + ["kept"] * 3


def test_the_sweep_takes_what_nothing_names(invitation: Invitation, now: datetime) -> None:
    """The first photo is in the history, the second in the answer, the third was never saved."""
    first, second, third = (keep(invitation, now, content=files.PNG + bytes([n])) for n in range(3))
    submit(invitation, now)
    response = Response.objects.get()
    response.answers |= {"photo": second}
    response.save()
    revision = response.revisions.get()
    revision.answers |= {"photo": first}
    revision.save()

    assert uploading.sweep(now=now + timedelta(hours=23)) == 0
    assert uploading.sweep(now=now + timedelta(hours=25)) == 2  # a name and its bytes
    assert {str(row.uuid) for row in Upload.objects.all()} == {first["file"], second["file"]}
    assert (Blob.objects.count(), third["name"]) == (2, "photo.png")
