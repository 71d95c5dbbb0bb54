"""Files as clients send them, good and bad, as bytes."""

import io
import zipfile

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
JPG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb004300") + bytes(64) + b"\xff\xd9"
WEBP = b"RIFF" + (36).to_bytes(4, "little") + b"WEBPVP8 " + bytes(32)
HEIC = bytes(3) + b"\x18ftypheic" + bytes(4) + b"mif1heic" + bytes(40)
EXE = b"MZ\x90\x00\x03" + bytes(200)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
TEXT = "Жалоба на упаковку\r\nстрока 2\t;".encode()


def archive(*names: str, first: bytes = b"") -> bytes:
    """A ZIP with these parts; `first` stands in a part `mimetype`, uncompressed, before them."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as file:
        if first:
            file.writestr("mimetype", first)
        for name in names:
            file.writestr(name, "<x/>")
    return kept.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
XLSX = archive("[Content_Types].xml", "xl/workbook.xml")
DOCM = archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")
ODT = archive("content.xml", first=b"application/vnd.oasis.opendocument.text")
ODS = archive("content.xml", first=b"application/vnd.oasis.opendocument.spreadsheet")
ZIP = archive("run.exe")
