"""Shows what a questionnaire file of another tool would become, without keeping anything."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from surveys.actions.interchange import files, sentences
from surveys.definition.editing import drafts
from surveys.definition.exchange.imported import Fate

HEADINGS = {
    Fate.CARRIED: "Carried over",
    Fate.CHANGED: "Changed",
    Fate.LEFT_OUT: "Left out",
}


class Command(BaseCommand):
    help = (
        "Reads a questionnaire (our JSON, SurveyJS JSON, LimeSurvey .lss) and prints its outline and report."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            imported = files.read(path.read_bytes())
        except (OSError, files.Unreadable) as error:
            raise CommandError(str(error)) from error
        self._outline(imported.source, imported.document)
        for fate, notes in sentences.report(imported).items():
            self.stdout.write(f"\n{HEADINGS[Fate(fate)]}: {len(notes)}")
            for note in notes:
                mend = f" {note.mend}" if note.mend else ""
                self.stdout.write(f"  {note.where}: {note.what}.{mend}")
        problems = drafts.draft_problems(imported.document)
        self.stdout.write(f"\nTo mend before publishing: {len(problems)}")
        for problem in problems:
            self.stdout.write(f"  {problem}")

    def _outline(self, source: str, document: dict[str, Any]) -> None:
        languages = ", ".join(document["languages"])
        first = document["languages"][0]
        self.stdout.write(f"{_in(document['title'], first)} (from {source}; {languages})")
        for number, page in enumerate(document["pages"], 1):
            self.stdout.write(f"  Page {number} {_in(page.get('title', {}), first)}".rstrip())
            for question in page["questions"]:
                shown = " if ..." if "show_if" in question else ""
                words_ = _in(question["text"], first).replace("\n", " ")
                self.stdout.write(f"    {question['key']} [{question['type']}{shown}] {words_}")


def _in(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()), "")
