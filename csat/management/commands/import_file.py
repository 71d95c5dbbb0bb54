"""Imports a CSV or XLSX file: `manage.py import_file KIND FILE [--map-file MAP] [--dry-run] [--json]`."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from csat.customers.actions import files
from csat.customers.models import PAST_ANSWERS, RecordKind
from csat.customers.outcome import RowError, UpsertReport
from csat.scores.past.importing import File, import_answers
from surveys.errors import DomainError
from surveys.models import SurveyVersion

HELP = """Imports employees, accounts, contacts, assignments, deals, revenue or the answers of past rounds
from CSV or XLSX, whole or not at all.
Errors are listed by row (the header is row 1) and column; then nothing is written and the exit code is 1.
The same file again changes nothing. Map files are described in docs/northwind/README.md."""
SHOWN_ERRORS = 50
CELL = 28


class Command(BaseCommand):
    help = HELP

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=[*RecordKind.values, PAST_ANSWERS])
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--map", action="append", default=[], metavar="THEIRS=OURS", help="a column; may be given again"
        )
        parser.add_argument("--map-file", type=Path, help="TOML or JSON")
        parser.add_argument(
            "--default",
            action="append",
            default=[],
            metavar="OURS=VALUE",
            help="for blank cells, e.g. currency=EUR",
        )
        parser.add_argument("--with", dest="lines", type=Path, help="a second file, whose rows are added up")
        parser.add_argument("--on", help="the column that both files share")
        parser.add_argument(
            "--sum", metavar="OURS=FORMULA", help="e.g. amount=unitPrice*quantity*(1-discount)"
        )
        parser.add_argument("--survey", default="", help="answers: the survey's key, @2 for its version 2")
        parser.add_argument("--source", default="", help="the system that the ids are of; default: the map's")
        parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = self.bring(options)
        except DomainError as error:
            self.refuse(error, as_json=options["json"])
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        if options["json"]:
            print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        else:
            self.tell(report, is_dry_run=options["dry_run"])
        if not report.is_good:
            sys.exit(1)

    def bring(self, options: dict[str, Any]) -> UpsertReport:
        """The report of one file. Raises DomainError for one that cannot be used at all."""
        told: dict[str, Any] = {
            "by": None,
            "now": timezone.now(),
            "is_dry_run": options["dry_run"],
            "progress": None if options["json"] else self.progress,
        }
        incoming, document = _incoming(options), _document(options)
        if options["kind"] == PAST_ANSWERS:
            file = File(_version(options["survey"]), incoming, document, options["source"])
            return import_answers(file=file, **told)
        given = {"kind": options["kind"], "source": options["source"]}
        return files.import_file(incoming=incoming, document=document, **given, **told)

    def refuse(self, error: DomainError, *, as_json: bool) -> None:
        if not as_json:
            raise CommandError(str(error)) from error
        print(json.dumps({"refused": str(error), "code": error.code}, ensure_ascii=False))
        sys.exit(1)

    def progress(self, done: int, total: int) -> None:
        """A line that counts, on a terminal only; short files need none."""
        if total > 5000 and self.stderr.isatty():
            end = "\n" if done == total else "\r"
            self.stderr.write(f"{done:>9,} of {total:,} rows read", ending=end)

    def tell(self, report: UpsertReport, *, is_dry_run: bool) -> None:
        if not report.is_good:
            print(_table(report.errors[:SHOWN_ERRORS]))
            more = report.error_count - min(len(report.errors), SHOWN_ERRORS)
            print(f"... and {more:,} more." if more else "", end="\n" if more else "")
            print(
                f"Nothing was written: {report.error_count:,} errors, in {report.bad_rows:,} of "
                f"{report.rows:,} {report.kind}."
            )
            return
        words = "Nothing was written (dry run). It would be: " if is_dry_run else ""
        older = f" ({report.older:,} of them older than what we hold)" if report.older else ""
        print(
            f"{words}{report.rows:,} {report.kind}: {report.created:,} created, {report.changed:,} changed, "
            f"{report.unchanged:,} unchanged{older}."
        )


def _document(options: dict[str, Any]) -> dict[str, Any]:
    """The map file's document with what the command line adds to it."""
    path: Path | None = options["map_file"]
    document = files.parsed_document(path.read_text("utf-8-sig"), path.name) if path else {}
    columns = {**document.get("columns", {})}
    told: dict[str, list[str]] = {}
    for pair in options["map"]:
        theirs, ours = _pair("--map", pair)
        told.setdefault(theirs, []).append(ours)
    document["columns"] = {**columns, **told}
    document["defaults"] = {
        **document.get("defaults", {}),
        **dict(_pair("--default", p) for p in options["default"]),
    }
    lines = dict(document.get("lines", {}))
    if options["sum"]:
        lines["into"], lines["of"] = _pair("--sum", options["sum"])
    if options["on"]:
        lines["on"] = options["on"]
    return {**document, "lines": lines}


def _version(text: str) -> SurveyVersion:
    """`periodic-csi` is its latest version, `periodic-csi@2` its second."""
    key, _at, number = text.partition("@")
    versions = SurveyVersion.objects.filter(survey__key=key).order_by("-number")
    found = versions.filter(number=number).first() if number.isdecimal() else versions.first()
    if found is None:
        raise CommandError(f"--survey names no published survey: {text!r}.")
    return found


def _incoming(options: dict[str, Any]) -> files.Incoming:
    path, lines = options["file"], options["lines"]
    return files.Incoming(
        name=path.name,
        content=path.read_bytes(),
        lines=lines.read_bytes() if lines else None,
        lines_name=lines.name if lines else "",
    )


def _pair(option: str, text: str) -> tuple[str, str]:
    left, equals, right = text.partition("=")
    if not (left.strip() and equals and right.strip()):
        raise CommandError(f"{option} wants A=B, not {text!r}.")
    return left.strip(), right.strip()


def _table(errors: tuple[RowError, ...]) -> str:
    """Row, column, value, and what to do, under each other."""
    cells = [("Row", "Column", "Value", "What is wrong")]
    for error in errors:
        value = error.value if len(error.value) <= CELL else error.value[: CELL - 1] + "…"
        words = " ".join(part for part in (error.problem, error.mend) if part)
        cells.append((str(error.row or "-"), error.column or "-", value, words))
    widths = [max(len(row[place]) for row in cells) for place in range(3)]
    return "\n".join(
        f"{row:>{widths[0]}}  {column:<{widths[1]}}  {value:<{widths[2]}}  {words}"
        for row, column, value, words in cells
    )
