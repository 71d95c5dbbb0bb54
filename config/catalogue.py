"""The back office's words: extracted from code and templates, kept as gettext catalogues, compiled."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("config", "csat", "surveys")
LANGUAGE = "ru"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "say": None,  # of surveys.definition.problems, where no gettext is known
}


ALIAS = re.compile(r"\b(\w*gettext(?:_lazy)?) as (\w+)")


@dataclass(frozen=True)
class Gap:
    """A text of the back office that Russian lacks."""

    floor: str
    text: str
    place: str


def path_of(floor: str) -> Path:
    return ROOT / floor / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def current(floor: str) -> Catalog:
    """The catalogue as it is kept, or an empty one."""
    path = path_of(floor)
    if not path.exists():
        return Catalog(locale=LANGUAGE, project="Barometer", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def updated(floor: str) -> Catalog:
    """The kept catalogue with today's texts: new ones empty, gone ones dropped."""
    template = Catalog(project="Barometer", charset="utf-8")
    for text, context, place in texts(floor):
        template.add(text, context=context, locations=[(place, 1)])
    catalogue = current(floor)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def texts(floor: str) -> Iterator[tuple[str | tuple[str, ...], str | None, str]]:
    """Every translatable text of a floor: text (or singular and plural), context, file."""
    for path in sorted((ROOT / floor).rglob("*")):
        if path.suffix not in (".py", ".html", ".txt", ".mjml") or "migrations" in path.parts:
            continue
        place = str(path.relative_to(ROOT))
        keywords = KEYWORDS | _aliases(path)
        for _line, text, _comments, context in extract("python", _source(path), keywords):
            if text:
                yield text, context, place


def _aliases(path: Path) -> dict[str, Any]:
    """Other names under which the file imports gettext's functions, read as those are."""
    found = ALIAS.findall(path.read_text()) if path.suffix == ".py" else []
    return {alias: KEYWORDS[name] for name, alias in found if name in KEYWORDS}


def _source(path: Path) -> BytesIO:
    content = path.read_text()
    if path.suffix != ".py":
        # In brackets, because the tokenizer minds the indentation that a template has its own way.
        content = "(\n" + templatize(content) + "\n)"
    return BytesIO(content.encode())


def gaps() -> list[Gap]:
    """What has no Russian yet, in any floor."""
    found = []
    for floor in FLOORS:
        for message in updated(floor):
            is_empty = not message.string or (isinstance(message.string, tuple) and not all(message.string))
            if message.id and is_empty:
                text = message.id if isinstance(message.id, str) else message.id[0]
                found.append(Gap(floor, text, message.locations[0][0] if message.locations else ""))
    return found


def update() -> None:
    """Write today's texts into the kept catalogues."""
    for floor in FLOORS:
        catalogue = updated(floor)
        path_of(floor).parent.mkdir(parents=True, exist_ok=True)
        with path_of(floor).open("wb") as file:
            write_po(file, catalogue, sort_by_file=True, omit_header=False, width=100, include_lineno=False)


def compile_all() -> int:
    """Write the binary catalogues that Django reads; how many were written."""
    written = 0
    for floor in FLOORS:
        if path_of(floor).exists():
            with path_of(floor).with_suffix(".mo").open("wb") as file:
                write_mo(file, current(floor))
            written += 1
    return written
