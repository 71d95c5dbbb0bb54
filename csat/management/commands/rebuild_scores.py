"""manage.py rebuild_scores [--check]: every score and roll-up anew out of the responses."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from csat.scores.actions import rebuilding

SHOWN = 50


class Command(BaseCommand):
    help = "Make scores and roll-ups anew from the responses; with --check only say what would change."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; exit 1 where anything differs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            rebuilt = rebuilding.rebuild(now=timezone.now())
            self.stdout.write(f"{rebuilt.responses} responses read, {rebuilt.changed} scores changed")
            return
        found = rebuilding.differences()
        for difference in found[:SHOWN]:
            self.stdout.write(
                f"{difference.what}\n  stored   {difference.stored}\n  expected {difference.expected}"
            )
        self.stdout.write(f"{len(found)} differences" if found else "scores and roll-ups equal the responses")
        if found:
            sys.exit(1)
