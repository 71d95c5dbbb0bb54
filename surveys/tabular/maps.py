"""Map files: how somebody else's table becomes rows under our column names. JSON or TOML."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.tabular.cells import PLAIN_HABITS, Habits
from surveys.tabular.expressions import Formula, formula
from surveys.tabular.problems import MapProblem
from surveys.tabular.problems import mark as _

ANY = "*"  # in a value map: every word that is not named
KEYS = {
    "source": str,
    "encoding": str,
    "delimiter": str,
    "overflow": str,
    "sheet": str,
    "decimal": str,
    "dates": str,
    "null": list,
    "columns": dict,
    "values": dict,
    "templates": dict,
    "defaults": dict,
    "lines": dict,
    "group": dict,
}


@dataclass(frozen=True)
class Lines:
    """Sums over a second file: `of` each of its rows, added up by `on`, goes into our column `into`."""

    into: str
    of: Formula
    on: str
    file: str = ""


@dataclass(frozen=True)
class Group:
    """Rows that agree in `by` become one; `add` is added up. `months` are cut to their month first."""

    by: tuple[str, ...]
    add: tuple[str, ...]
    months: tuple[str, ...] = ()


@dataclass(frozen=True)
class Map:
    """`columns`: their name -> our names. The rest is keyed by our names."""

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    nulls: frozenset[str] = frozenset()
    habits: Habits = PLAIN_HABITS
    source: str = ""
    encoding: str = ""
    delimiter: str = ""
    overflow: str = ""
    sheet: str = ""
    lines: Lines | None = None
    group: Group | None = None

    @property
    def ours(self) -> frozenset[str]:
        """Every column of ours that the map fills."""
        into = {self.lines.into} if self.lines else set()
        named = {ours for several in self.columns.values() for ours in several}
        return frozenset(named | set(self.templates) | set(self.defaults) | into)


def document(text: str, name: str) -> dict[str, Any]:
    """The document in a map file; `name` says whether it is TOML or JSON.

    Raises MapProblem with the place of a slip.
    """
    try:
        read = json.loads(text) if name.lower().endswith(".json") else tomllib.loads(text)
    except (json.JSONDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise MapProblem(_("%(name)s cannot be read: %(error)s."), name=name, error=error) from error
    if not isinstance(read, dict):
        raise MapProblem(_("%(name)s holds no table."), name=name)
    return read


def parse(read: Mapping[str, Any]) -> Map:
    """The map that a document says. Raises MapProblem that names the key."""
    for key, value in read.items():
        if key not in KEYS:
            raise MapProblem(
                _("A map has no “%(key)s”."), _("It has: %(keys)s."), key=key, keys=", ".join(KEYS)
            )
        if not isinstance(value, KEYS[key]):
            raise MapProblem(_("“%(key)s” is written in a wrong way."), _("See the documentation."), key=key)
    return Map(
        columns={theirs: _names("columns", ours) for theirs, ours in read.get("columns", {}).items()},
        values={
            ours: {
                str(word).strip().casefold(): str(meant) for word, meant in _table("values", words).items()
            }
            for ours, words in read.get("values", {}).items()
        },
        templates={ours: str(text) for ours, text in read.get("templates", {}).items()},
        defaults={ours: str(value) for ours, value in read.get("defaults", {}).items()},
        nulls=frozenset(str(word).strip().casefold() for word in read.get("null", [])),
        habits=Habits(
            decimal=_one_of("decimal", read, ("", ",", ".")), dates=_one_of("dates", read, ("", "dmy", "mdy"))
        ),
        source=read.get("source", ""),
        encoding=read.get("encoding", ""),
        delimiter=_delimiter(read.get("delimiter", "")),
        overflow=read.get("overflow", ""),
        sheet=read.get("sheet", ""),
        lines=_lines(read["lines"]) if read.get("lines") else None,
        group=_group(read["group"]) if read.get("group") else None,
    )


def _lines(table: Mapping[str, Any]) -> Lines:
    for key in ("into", "of", "on"):
        if not isinstance(table.get(key), str):
            raise MapProblem(_("“%(key)s” is missing in “lines”."), key=key)
    unknown = set(table) - {"into", "of", "on", "file"}
    if unknown:
        raise MapProblem(_("“lines” has no “%(key)s”."), key=min(unknown))
    return Lines(table["into"], formula(table["of"]), table["on"], str(table.get("file", "")))


def _group(table: Mapping[str, Any]) -> Group:
    unknown = set(table) - {"by", "add", "months"}
    if unknown:
        raise MapProblem(_("“group” has no “%(key)s”."), key=min(unknown))
    by, add, months = (_names("group", table.get(key, [])) for key in ("by", "add", "months"))
    if not by or not add or not set(months) <= set(by):
        raise MapProblem(
            _("“group” needs “by” and “add”; “months” are some of “by”."), _("See the documentation.")
        )
    return Group(by, add, months)


def _names(key: str, value: Any) -> tuple[str, ...]:
    several = [value] if isinstance(value, str) else value
    if not isinstance(several, list) or not all(isinstance(name, str) for name in several):
        raise MapProblem(_("“%(key)s” is written in a wrong way."), _("See the documentation."), key=key)
    return tuple(several)


def _table(key: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise MapProblem(_("“%(key)s” is written in a wrong way."), _("See the documentation."), key=key)
    return value


def _one_of(key: str, read: Mapping[str, Any], allowed: tuple[str, ...]) -> str:
    value = read.get(key, "")
    if value not in allowed:
        raise MapProblem(
            _("“%(key)s” is “%(value)s”."),
            _("It may be: %(allowed)s."),
            key=key,
            value=value,
            allowed=" ".join(word for word in allowed if word),
        )
    return value


def _delimiter(value: str) -> str:
    value = "\t" if value in ("tab", "\\t") else value
    if len(value) > 1 or value in ('"', "\n", "\r"):
        raise MapProblem(_("“delimiter” is one character, such as ; or tab."))
    return value
