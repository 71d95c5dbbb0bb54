"""manage.py plan: plan the running survey rules now instead of waiting for the sweep."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from csat.programs.actions import planning
from csat.programs.models import Program, ProgramState
from surveys.errors import DomainError


class Command(BaseCommand):
    help = "Plan every running survey rule; prints how many contacts were asked, put off, not asked."

    def handle(self, *args: Any, **options: Any) -> None:
        for program in Program.objects.filter(state=ProgramState.RUNNING).select_related("survey"):
            try:
                outcomes = planning.plan(program=program, now=timezone.now())
            except DomainError as error:
                raise CommandError(str(error)) from error
            told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
            self.stdout.write(f"{program.name}: {told or 'nothing due'}")
