"""The demo company: `demo create`, `demo remove`, `demo logins`."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config import environment
from config.demo import creating, removing
from config.demo.story import staff
from csat.customers import queries
from surveys.errors import DomainError


class Command(BaseCommand):
    help = "Creates or removes the demo company, or prints one login for each role while it is loaded."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create", help="make the demo company; nothing happens where it is loaded")
        create.add_argument("--seed", type=int, default=creating.SEED, help="another one makes other people")
        create.add_argument("--anchor", type=date.fromisoformat, help="the story's today, YYYY-MM-DD")
        create.add_argument(
            "--even-in-production", action="store_true", help="the demo's passwords are known to everybody"
        )
        verbs.add_parser("remove", help="delete the demo company; refused beside other rows")
        verbs.add_parser("logins", help="role, user name and password, one line a role")

    def handle(self, *args: Any, **options: Any) -> None:
        verb = {"create": self._create, "remove": self._remove, "logins": self._logins}[options["verb"]]
        try:
            verb(options)
        except DomainError as error:
            raise CommandError(str(error)) from error

    def _create(self, options: dict[str, Any]) -> None:
        if settings.MODE == environment.PRODUCTION and not options["even_in_production"]:
            raise CommandError(
                "The demo company brings logins whose passwords are in the README. "
                "Add --even-in-production where nobody else can reach this installation."
            )
        now = timezone.now()
        made = creating.create(
            seed=options["seed"], anchor=options["anchor"] or now.date(), now=now, say=self._say
        )
        state = "created" if made.is_new else "already there"
        self._say(f"demo company: {state} (seed {made.seed}, anchor {made.anchor})")

    def _remove(self, options: dict[str, Any]) -> None:
        self._say(f"demo company: removed, {removing.remove()} rows")

    def _logins(self, options: dict[str, Any]) -> None:
        if not queries.company().is_demo:
            raise removing.DemoRefused("No demo company is loaded.", mend="Run `manage.py demo create`.")
        for role, mailbox in staff.LOGINS:
            self.stdout.write(f"{role}  {mailbox}@{staff.DOMAIN}  {staff.PASSWORD}")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
