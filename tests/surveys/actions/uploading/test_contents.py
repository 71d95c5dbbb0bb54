"""The bytes and the name must say the same; what could run is taken under no name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.actions.uploading import contents, names
from surveys.definition import values
from surveys.definition.questionnaire import FORMATS
from tests.surveys.actions.uploading import files

GOOD = {
    "pdf": files.PDF,
    "png": files.PNG,
    "jpg": files.JPG,
    "webp": files.WEBP,
    "heic": files.HEIC,
    "docx": files.DOCX,
    "xlsx": files.XLSX,
    "odt": files.ODT,
    "ods": files.ODS,
    "pptx": files.archive("[Content_Types].xml", "ppt/presentation.xml"),
    "txt": files.TEXT,
    "csv": "Имя;Ответ\r\n".encode("cp1251"),
}
BAD = [
    files.EXE,
    files.ZIP,
    files.DOCM,
    b"",
    b"\x00" * 50,
    b"PK\x03\x04broken",
    files.SVG.replace(b"<", b"\x01<"),
]


def test_every_format_that_a_question_may_ask_for_can_be_judged() -> None:
    assert set(contents.CHECKS) == set(contents.TYPES) == set(FORMATS) == set(GOOD)


@pytest.mark.parametrize("claimed", FORMATS)
def test_a_file_is_what_it_claims_and_nothing_else(claimed: str) -> None:
    assert contents.is_what_it_claims(GOOD[claimed], claimed)
    text = {"txt", "csv"}
    for other in set(FORMATS) - {claimed} - (text if claimed in text else set()):
        is_plain_pdf = claimed == "pdf" and other in text  # a PDF of letters alone is also readable text
        assert contents.is_what_it_claims(GOOD[claimed], other) is is_plain_pdf, (claimed, other)


@pytest.mark.parametrize("claimed", FORMATS)
@pytest.mark.parametrize("content", BAD)
def test_programs_archives_and_rubbish_are_refused_under_every_name(claimed: str, content: bytes) -> None:
    assert content == b"" or not contents.is_what_it_claims(content, claimed)


def test_what_is_no_format_of_ours_is_refused() -> None:
    for claimed in ("exe", "svg", "html", "zip", "js", "docm", ""):
        assert not contents.is_what_it_claims(files.PDF, claimed)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("photo.JPEG", "photo.JPEG"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\Анна\\счёт.pdf", "счёт.pdf"),
        ("cod\u202efdp.exe", "codfdp.exe"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("  .pdf", "file.pdf"),
        ("", "file"),
        ('a"b<c>%0d.pdf', "a_b_c__0d.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("e\u0301.txt", "é.txt"),
    ],
)
def test_names_keep_what_people_read(given_name: str, kept: str) -> None:
    assert names.cleaned(given_name) == kept


@given(st.text(max_size=400))
def test_a_cleaned_name_is_short_and_harmless_and_stays_so(name: str) -> None:
    clean = names.cleaned(name)
    assert 0 < len(clean) <= names.LONGEST
    assert not set(clean) & set('/\\\r\n\x00"<>|:*?;%')
    assert names.cleaned(clean) == clean or values.format_of(clean) == values.format_of(name)
