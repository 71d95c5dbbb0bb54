"""Erases a person: `manage.py erase_person EMAIL`. Says what goes; with --yes it goes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from csat.client import person
from csat.client.erasing import erase


class Command(BaseCommand):
    help = "Takes a person's name, addresses, words and files out of everything; scores stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="any address at which we know the person")
        parser.add_argument("--yes", action="store_true", help="do it; it cannot be undone")

    def handle(self, *args: Any, **options: Any) -> None:
        found = person.at_address(options["email"])
        if not found.is_known:
            raise CommandError(f"Nobody is known at {options['email']}.")
        if not options["yes"]:
            self.stdout.write(
                f"{len(found.contacts)} contacts and {found.invitations.count()} invitations would be made"
                " nobody's. Nothing was done; say --yes to erase. It cannot be undone."
            )
            return
        done = erase(person=found, by=None, now=timezone.now())
        self.stdout.write(
            f"Erased: {done.contacts} contacts, {done.invitations} invitations, {done.answers} answers."
        )
