"""Workbooks made by hand, part by part: what no honest program would write."""

import io
import zipfile
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def parts(
    cells: str, *, strings: tuple[str, ...] = (), after: str = "", is_1904: bool = False
) -> dict[str, str]:
    """Part name -> XML of a book with one sheet; style 1 shows days."""
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
    return {
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><workbookPr date1904="{int(is_1904)}"/>'
            '<sheets><sheet name="One" sheetId="1" r:id="a"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}">'
            f'<Relationship Id="a" Type="{RELATIONS}/worksheet" Target="worksheets/one.xml"/>'
            f'<Relationship Id="b" Type="{RELATIONS}/sharedStrings" Target="/xl/strings.xml"/>'
            "</Relationships>"
        ),
        "xl/styles.xml": (
            f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm;@"/></numFmts>'
            '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>'
        ),
        "xl/strings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
        "xl/worksheets/one.xml": (
            f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData>{after}</worksheet>'
        ),
    }


def packed(files: dict[str, str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def book(cells: str, **more: object) -> bytes:
    return packed(parts(cells, **more))  # type: ignore[arg-type]


def row(number: int, *values: object) -> str:
    """A row of texts and numbers from column A on."""
    cells = "".join(_cell(f"{chr(65 + place)}{number}", value) for place, value in enumerate(values))
    return f'<row r="{number}">{cells}</row>'


def _cell(where: str, value: object) -> str:
    if isinstance(value, str):
        return f'<c r="{where}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{where}"><v>{value}</v></c>'
