"""A file through the form: taken with the page, kept over mistakes, refused with a reason and no loss."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from surveys.models import Invitation, Response, SurveyVersion, Upload, blobs
from surveys.public.attached import limits
from tests.surveys import asked
from tests.surveys.actions.uploading import files
from tests.surveys.asked import AHEAD, OVERALL, SIX, hidden, path, post

pytestmark = pytest.mark.django_db
PHOTO = {
    "key": "photo",
    "type": "file",
    "text": {"en": "A photo", "ru": "Фото"},
    "formats": ["png", "pdf"],
    "most_mb": 1,
    "required": False,
}


@pytest.fixture
def invitation() -> Invitation:
    now = timezone.now()
    plain = asked.published("periodic-csi", now=now)
    first, *others = plain.document["pages"]
    pages = [first | {"questions": [*first["questions"], PHOTO]}, *others]
    version = SurveyVersion.objects.create(
        survey=plain.survey,
        number=99,
        document=plain.document | {"pages": pages},
        languages=plain.languages,
        published_at=now,
    )
    return asked.invitation(version, now=now)


def png(name: str = "photo.png", content: bytes = files.PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def stored() -> Any:
    return Response.objects.get().answers.get("photo")


def test_a_file_is_part_of_the_answer(client: Client, invitation: Invitation) -> None:
    reply = post(client, path(invitation), OVERALL | {"photo": png()})

    upload = Upload.objects.get()
    assert reply.status_code == 303
    assert stored() == {"file": str(upload.uuid), "name": "photo.png", "size": len(files.PNG)}
    assert "photo.png" in client.get(f"{path(invitation)}?page=1").content.decode()
    post(client, path(invitation), OVERALL, page=1)
    assert stored()["file"] == str(upload.uuid)  # the page without a new file leaves it


def test_a_file_is_replaced_and_removed(client: Client, invitation: Invitation) -> None:
    post(client, path(invitation), OVERALL | {"photo": png()})
    post(client, path(invitation), OVERALL | {"photo": png("other.pdf", files.PDF)}, page=1)
    assert stored()["name"] == "other.pdf"
    post(client, path(invitation), OVERALL | {"photo.remove": "1"}, page=1)
    assert stored() is None


def test_a_mistake_elsewhere_keeps_the_file(client: Client, invitation: Invitation) -> None:
    refused = post(client, path(invitation), {"photo": png()})
    assert refused.status_code == 422
    html = refused.content.decode()
    assert "photo.png" in html

    client.post(path(invitation), hidden(html) | kept(html) | OVERALL)
    assert stored()["name"] == "photo.png"
    assert Upload.objects.count() == 1


def kept(html: str) -> dict[str, str]:
    """The hidden field that names a file which is not stored with an answer yet."""
    start = html.index('name="photo.file" value="') + len('name="photo.file" value="')
    return {"photo.file": html[start : html.index('"', start)]}


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (png("photo.png", files.EXE), "not what its name says"),
        (png("virus.exe", files.EXE), "We take files of these kinds: png, pdf"),
        (png("photo.png", b""), "This file is empty"),
        (png("big.pdf", files.PDF + bytes(1024 * 1024)), "The file may have at most 1 MB"),
    ],
)
def test_a_refused_file_costs_no_answer(
    client: Client, invitation: Invitation, file: SimpleUploadedFile, words: str
) -> None:
    refused = post(client, path(invitation), OVERALL | {"photo": file})

    html = refused.content.decode()
    assert refused.status_code == 422
    assert words in html and 'id="overall-8" checked' in html
    assert not Upload.objects.exists()


def test_a_far_too_large_file_is_not_even_read_and_the_form_is(
    client: Client, invitation: Invitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_BYTES", 200_000)
    refused = post(client, path(invitation), OVERALL | {"photo": png("big.pdf", files.PDF + bytes(500_000))})

    html = refused.content.decode()
    assert "The file may have at most 1 MB" in html and 'id="overall-8" checked' in html


def test_a_file_of_another_person_cannot_be_named(client: Client, invitation: Invitation) -> None:
    post(client, path(invitation), OVERALL | {"photo": png()})
    other = asked.invitation(invitation.version, now=timezone.now())
    post(client, path(other), OVERALL | {"photo.file": stored()["file"]})
    assert "photo" not in Response.objects.get(invitation=other).answers


def test_no_file_without_the_pages_own_nonce(client: Client, invitation: Invitation) -> None:
    fields = hidden(client.get(path(invitation)).content.decode())
    client.post(path(invitation), fields | OVERALL | {"photo": png(), "_nonce": "forged"})
    assert not Upload.objects.exists()


def test_a_file_stays_through_to_the_end_and_in_a_change(client: Client, invitation: Invitation) -> None:
    for given in (OVERALL | {"photo": png()}, SIX, AHEAD):
        post(client, path(invitation), given)
    address = f"{path(invitation)}/change"
    post(client, address, {"overall": "2", "photo": png("other.pdf", files.PDF)})
    for page, given in ((2, SIX), (3, AHEAD)):
        post(client, address, given, page=page)

    first, second = Response.objects.get().revisions.order_by("revision")
    assert (first.answers["photo"]["name"], second.answers["photo"]["name"]) == ("photo.png", "other.pdf")
    assert blobs.MOST_BYTES == limits.MOST_BYTES
