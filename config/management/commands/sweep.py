"""Looks for due rows every few seconds until it is told to stop; any number may run."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config import sweep


class Command(BaseCommand):
    help = "Finds what is due (mails, programs, scores, alerts, cases) and hands it to the workers."
    requires_system_checks: list[str] = []  # the pages' addresses are no concern of a sweep

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then say what it saw to")
        parser.add_argument("--is-alive", action="store_true", help="fail where no sweep works at present")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            for name, count in sweep.run_once(sweep.features(), now=timezone.now()).items():
                self.stdout.write(f"{name}: {count}")
            return
        if options["is_alive"]:
            self.say_when_it_last_swept()
            return
        ended = threading.Event()
        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, lambda *_: ended.set())
        self.stdout.write(f"sweeping every {settings.SWEEP_SECONDS} seconds")
        sweep.run(sweep.features(), every_seconds=settings.SWEEP_SECONDS, ended=ended)

    def say_when_it_last_swept(self) -> None:
        seconds = sweep.seconds_since_last_round(now=timezone.now())
        if seconds is None or seconds > sweep.longest_silence_seconds():
            raise CommandError("no sweep has finished a round lately")
        self.stdout.write(f"the last round ended {seconds:.0f} seconds ago")
