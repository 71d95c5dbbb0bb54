"""Reads mails about our mails: one from a mail server's pipe, a maildir's, or those of the set mailbox."""

import mailbox
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from surveys.actions.feedback import polling, receiving

TRY_AGAIN_LATER = 75  # EX_TEMPFAIL of sysexits.h: the mail server keeps the mail and comes again


class Command(BaseCommand):
    help = "Read bounces, complaints and replies. Without an option: one mail from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        way = parser.add_mutually_exclusive_group()
        way.add_argument("--maildir", metavar="FOLDER", help="read what is new in a maildir")
        way.add_argument("--mailbox", action="store_true", help="read FEEDBACK_MAILBOX_URL now")
        parser.add_argument("--recipient", default="", help="to whom the envelope was addressed")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["mailbox"]:
            self.stdout.write(f"{polling.poll(clock=timezone.now)} mails read")
        elif options["maildir"]:
            self.stdout.write(f"{_empty(options['maildir'])} mails read")
        else:
            self._read_one(options["recipient"])

    def _read_one(self, recipient: str) -> None:
        try:
            received = receiving.receive(raw=sys.stdin.buffer.read(), now=timezone.now(), handed_to=recipient)
        except (DatabaseError, InterfaceError) as error:
            self.stderr.write(f"the database cannot be reached: {type(error).__name__}")
            sys.exit(TRY_AGAIN_LATER)
        self.stdout.write(received.kind if received.is_ours else "not about a mail of ours")


def _empty(folder: str) -> int:
    """Read each new mail, and only then move it among those that were seen."""
    try:
        box = mailbox.Maildir(folder, create=False)
        keys = [key for key, mail in box.iteritems() if "S" not in mail.get_flags()]
    except (mailbox.NoSuchMailboxError, OSError) as error:
        raise CommandError(f"{folder} is no maildir") from error
    for key in keys:
        receiving.receive(raw=box.get_bytes(key), now=timezone.now())
        mail = box[key]
        mail.set_subdir("cur")
        mail.add_flag("S")
        box[key] = mail
    return len(keys)
