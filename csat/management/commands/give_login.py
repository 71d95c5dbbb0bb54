"""Gives somebody of ours a login: `manage.py give_login EMAIL --name NAME --role administrator`."""

import getpass
import secrets
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from csat.access import Role
from csat.customers.actions import logins
from csat.customers.models import Employee


class Command(BaseCommand):
    help = (
        "Gives one of our people a login with roles, or changes them. Asks for the password; without a "
        "terminal, or with --generate, makes one and prints it once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="needed where the person is not known yet")
        parser.add_argument(
            "--role",
            action="append",
            required=True,
            choices=[role.value for role in Role],
            help="may be given several times",
        )
        parser.add_argument("--generate", action="store_true", help="make a password and print it")

    def handle(self, *args: Any, **options: Any) -> None:
        is_known = Employee.objects.filter(email__iexact=options["email"].strip()).exists()
        if not is_known and not options["name"].strip():
            raise CommandError(f"{options['email']} is not one of our people yet: say --name NAME.")
        generated = options["generate"] or not sys.stdin.isatty()
        password = secrets.token_urlsafe(15) if generated else self.asked()
        try:
            employee, user = logins.open_login(
                email=options["email"],
                name=options["name"],
                roles=options["role"],
                password=password,
                now=timezone.now(),
            )
        except logins.LoginRefused as error:
            raise CommandError(str(error)) from error
        print(f"{employee.name} signs in as {user.username} ({', '.join(options['role'])}).")
        if generated:
            print(f"Password, shown only now: {password}")

    def asked(self) -> str:
        first = getpass.getpass("Password: ")
        if getpass.getpass("Again: ") != first:
            raise CommandError("The two passwords differ.")
        return first
