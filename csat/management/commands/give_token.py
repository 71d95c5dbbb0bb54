"""Gives an API token to a login: `manage.py give_token EMAIL --days N`; the text is printed once."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from knox.models import AuthToken

from csat.api.tokens import LONGEST_DAYS


class Command(BaseCommand):
    help = "Makes an API token for a login and prints it; only its hash is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the login's user name")
        parser.add_argument("--days", type=int, default=90, help=f"how long it is good, 1 to {LONGEST_DAYS}")

    def handle(self, *args: Any, **options: Any) -> None:
        days = options["days"]
        if not 1 <= days <= LONGEST_DAYS:
            raise CommandError(f"--days is {days}; it must be from 1 to {LONGEST_DAYS}.")
        user = User.objects.filter(username=options["email"].strip().casefold(), is_active=True).first()
        if user is None:
            raise CommandError(f"There is no login {options['email']}. Make one with `manage.py give_login`.")
        _, token = AuthToken.objects.create(user=user, expiry=timedelta(days=days))
        self.stdout.write(token)
