"""A workbook without its cells: sheets, strings, which styles are dates, whether it counts from 1904."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from surveys.tabular.problems import FileProblem
from surveys.tabular.problems import mark as _
from surveys.tabular.xlsx.archive import Archive, resolved
from surveys.tabular.xlsx.elements import CELL_CHARACTERS, Node, refused

WORKBOOK, RELATIONS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
# What is quoted, escaped or in brackets is no pattern; brackets around h, m or s are a span of time.
NO_PATTERN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
PATTERN = re.compile(r"[ymdhs]", re.IGNORECASE)
MOST_CHARACTERS = 50_000_000  # of all strings together
YES = ("1", "true")


@dataclass(frozen=True)
class Sheet:
    name: str
    part: str
    is_hidden: bool


@dataclass(frozen=True)
class Book:
    sheets: tuple[Sheet, ...]
    from_1904: bool
    dates: frozenset[int]
    strings: tuple[str, ...]

    def sheet(self, name: str) -> Sheet:
        """The named sheet, or the first that is not hidden. Raises FileProblem for an unknown name."""
        for sheet in self.sheets:
            if sheet.name == name or (not name and not sheet.is_hidden):
                return sheet
        raise FileProblem(
            _("The workbook has no sheet “%(sheet)s”."),
            _("It has: %(sheets)s."),
            sheet=name,
            sheets=", ".join(sheet.name for sheet in self.sheets)[:400],
        )


def book(archive: Archive) -> Book:
    """The workbook without its cells. Raises FileProblem for a zip that is none."""
    if WORKBOOK not in archive.names:
        raise FileProblem(_("This is no Excel workbook."), _("Save it as .xlsx or as “CSV UTF-8”."))
    targets = {row.given.get("Id", ""): row for row in archive.elements(RELATIONS, "Relationship")}
    sheets, from_1904 = [], False
    for element in archive.elements(WORKBOOK, "sheet", "workbookPr"):
        if element.name == "workbookPr":
            from_1904 = element.given.get("date1904", "") in YES
            continue
        relation = targets.get(_relation_of(element))
        if relation is not None and relation.given.get("Type", "").endswith("/worksheet"):
            part = resolved(relation.given.get("Target", ""))
            sheets.append(
                Sheet(element.given.get("name", ""), part, element.given.get("state", "visible") != "visible")
            )
    if not sheets:
        raise refused()
    return Book(tuple(sheets), from_1904, _dates(archive), _strings(archive, targets))


def text_of(element: Node) -> str:
    """The text of a string, its runs joined; what Excel shows above as a reading aid is left out."""
    return "".join(_texts(element))[: CELL_CHARACTERS + 1]


def _texts(element: Node) -> Iterator[str]:
    for child in element.children:
        if child.name == "t":
            yield child.text
        elif child.name == "r":
            yield from _texts(child)


def _relation_of(sheet: Node) -> str:
    return next((value for name, value in sheet.given.items() if name.endswith(" id")), "")


def _dates(archive: Archive) -> frozenset[int]:
    """Indexes of the cell styles that show a number as a date or time."""
    if STYLES not in archive.names:
        return frozenset()
    own: set[str] = set()
    styles: list[str] = []
    for element in archive.elements(STYLES, "numFmt", "cellXfs"):
        if element.name == "numFmt":
            if PATTERN.search(NO_PATTERN.sub("", element.given.get("formatCode", ""))):
                own.add(element.given.get("numFmtId", ""))
        else:
            styles += [row.given.get("numFmtId", "0") for row in element.children]
    builtin = {str(number) for number in DATE_FORMATS}
    return frozenset(place for place, number in enumerate(styles) if number in builtin | own)


def _strings(archive: Archive, targets: dict[str, Node]) -> tuple[str, ...]:
    """The strings that cells point to, each once: however many cells say it, it is in memory once."""
    named = (row for row in targets.values() if row.given.get("Type", "").endswith("/sharedStrings"))
    relation = next(named, None)
    if relation is None or resolved(relation.given.get("Target", "")) not in archive.names:
        return ()
    strings, characters = [], 0
    for element in archive.elements(resolved(relation.given.get("Target", "")), "si"):
        strings.append(text_of(element))
        characters += len(strings[-1])
        if characters > MOST_CHARACTERS:
            raise FileProblem(_("The workbook holds too much text."), _("Divide it into several."))
    return tuple(strings)
