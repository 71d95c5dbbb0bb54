"""An .lss file as tables of rows: an export of LimeSurvey's database as XML."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException, ElementTree  # type: ignore[import-untyped]

from surveys.definition.exchange.imported import CannotRead

Row = dict[str, str]
Tables = dict[str, list[Row]]
SURVEY = "Survey"


def read(data: bytes) -> Tables:
    """Table -> its rows. Raises CannotRead for what is broken, no survey, or meant to do harm."""
    try:
        root = ElementTree.fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise CannotRead("hostile_xml") from error
    except (ParseError, ValueError, LookupError) as error:
        raise CannotRead("broken_xml", why=str(error)[:200]) from error
    kind = (root.findtext("LimeSurveyDocType") or "").strip()
    if root.tag != "document" or kind != SURVEY:
        raise CannotRead("no_lss", kind=kind)
    return {table.tag: list(_rows(table)) for table in root if table.find("rows") is not None}


def _rows(table: Element) -> Iterator[Row]:
    rows = table.find("rows")
    for row in rows if rows is not None else ():
        yield {field.tag: field.text or "" for field in row}
