"""manage.py catalogue: bring the Russian catalogues up to date, check them, compile them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import catalogue


class Command(BaseCommand):
    help = "Update (default), check or compile the catalogues of the back office's words."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail where Russian lacks a text")
        parser.add_argument("--compile", action="store_true", help="write the files Django reads")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["compile"]:
            self.stdout.write(f"{catalogue.compile_all()} catalogues compiled")
        elif not options["check"]:
            catalogue.update()
            self.stdout.write("catalogues updated")
        if options["check"] and (missing := catalogue.gaps()):
            raise CommandError("\n".join(f"{gap.place}: no Russian for {gap.text!r}" for gap in missing))
