"""What a file really is, by its bytes: a name alone says nothing. Pure; nothing is unpacked."""

import io
import zipfile
from collections.abc import Callable

import puremagic

TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "heic": "image/heic",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "txt": "text/plain",
    "csv": "text/csv",
}
# Where an office document keeps its main part; a program hidden in one has a part of its own.
MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
PROGRAMS = ("vbaproject.bin", "vbadata.xml", "basic/", "scripts/", ".exe", ".dll", ".js", ".vbs")
MOST_PARTS = 5000


def is_what_it_claims(content: bytes, claimed: str) -> bool:
    """Whether the bytes are of the format that the file's name claims."""
    check = CHECKS.get(claimed)
    return check is not None and check(content, claimed)


def _is_by_magic(content: bytes, claimed: str) -> bool:
    try:
        found = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        return False
    endings = {f".{claimed}"} | ({".jpeg", ".jfif"} if claimed == "jpg" else set())
    return any(match.extension in endings or match.mime_type == TYPES[claimed] for match in found)


def _is_heic(content: bytes, claimed: str) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim")


def _is_pdf(content: bytes, claimed: str) -> bool:
    return content.startswith(b"%PDF-")


def _is_office(content: bytes, claimed: str) -> bool:
    parts = _parts(content)
    names = {name.lower() for name in parts}
    return MAIN_PARTS[claimed] in names and "[content_types].xml" in names and not _has_program(names)


def _is_open_document(content: bytes, claimed: str) -> bool:
    parts = _parts(content)
    if not parts or parts[0] != "mimetype" or _has_program({name.lower() for name in parts}):
        return False
    # The first part stands uncompressed, so that its words can be read without unpacking anything.
    return TYPES[claimed].encode() in content[:200] and b"-template" not in content[:200]


def _parts(content: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return []
    return names if len(names) <= MOST_PARTS else []


def _has_program(names: set[str]) -> bool:
    return any(name.endswith(PROGRAMS) or name.startswith(PROGRAMS) for name in names)


def _is_text(content: bytes, claimed: str) -> bool:
    """Readable words without control characters, in UTF-8, UTF-16, or an eight-bit encoding."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decodes(content, "utf-16")
    if any(byte < 32 and byte not in b"\t\n\r\f" for byte in content):
        return False
    return _decodes(content, "utf-8") or _decodes(content, "cp1251") or _decodes(content, "cp1252")


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


CHECKS: dict[str, Callable[[bytes, str], bool]] = {
    "pdf": _is_pdf,
    "png": _is_by_magic,
    "jpg": _is_by_magic,
    "webp": _is_by_magic,
    "heic": _is_heic,
    "docx": _is_office,
    "xlsx": _is_office,
    "pptx": _is_office,
    "odt": _is_open_document,
    "ods": _is_open_document,
    "txt": _is_text,
    "csv": _is_text,
}
