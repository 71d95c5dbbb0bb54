"""manage.py findings: what was found, asked again at once, or computed again from the stored inputs."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from csat.findings import tasks
from csat.findings.actions import recomputing, scheduling
from csat.findings.methods import METHODS
from csat.findings.models import Finding, Study
from surveys.errors import DomainError


class Command(BaseCommand):
    help = "Lists the latest findings; --ask computes what is due now, --check computes stored results again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ask", nargs="*", metavar="QUESTION", help="compute now: all, or those named")
        parser.add_argument("--check", nargs="*", metavar="ID", help="compute again: all current, or these")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["ask"] is not None:
            self._ask(options["ask"])
        elif options["check"] is not None:
            self._check(options["check"])
        for study in _studies():
            self.stdout.write(_line(study))

    def _ask(self, questions: list[str]) -> None:
        unknown = sorted(set(questions) - {question.value for question in METHODS})
        if unknown:
            known = ", ".join(question.value for question in METHODS)
            raise CommandError(f"No such question: {', '.join(unknown)}. There are: {known}")
        scheduling.make_due(now=timezone.now())
        for study in _studies():
            if not questions or study.question in questions:
                now = timezone.now()
                scheduling.ask_again(study=study, now=now)
                tasks.work_off(study.pk, now)

    def _check(self, ids: list[str]) -> None:
        findings = [_finding(given) for given in ids] or [s.finding for s in _studies() if s.finding]
        differing = 0
        for finding in findings:
            try:
                is_equal = recomputing.recomputed(finding) == finding.result
            except DomainError as error:
                raise CommandError(str(error)) from error
            differing += not is_equal
            said = "equal to the last digit" if is_equal else "DIFFERENT"
            self.stdout.write(f"{finding.uuid} {finding.question}: {said}")
        if differing:
            raise CommandError(f"{differing} of {len(findings)} came out otherwise.")


def _studies() -> list[Study]:
    rows = Study.objects.select_related("finding__inputs", "change").order_by("question", "pk")
    return list(rows.defer("finding__result"))


def _finding(given: str) -> Finding:
    try:
        found = Finding.objects.select_related("inputs").filter(uuid=UUID(given)).first()
    except ValueError:
        found = None
    if found is None:
        raise CommandError(f"There is no finding {given}; manage.py findings lists them.")
    return found


def _line(study: Study) -> str:
    name = f"{study.question} ({study.change})" if study.change else study.question
    if study.finding is None:
        return f"{name}: {study.problem or 'not computed yet'}"
    found = study.finding
    return (
        f"{name}: {found.verdict}, computed {found.computed_at:%Y-%m-%d %H:%M} UTC"
        f" in {found.took_seconds:.1f} s, {found.uuid}"
    )
