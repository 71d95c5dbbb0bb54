"""Says how sending stands, for people and (--json) for monitors; the keys are a contract."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from surveys import queries
from surveys.rendering.mails.personal import message_id


class Command(BaseCommand):
    help = "Shows invitations and mails by state, doubts, possible duplicates and what holds sending."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        status = _status()
        if options["json"]:
            self.stdout.write(json.dumps(status, ensure_ascii=False))
            return
        for group in ("invitations", "messages"):
            counts = ", ".join(f"{state} {count}" for state, count in status.pop(group).items() if count)
            self.stdout.write(f"{group}: {counts or 'none'}")
        for name, value in status.items():
            self.stdout.write(f"{name}: {value}")


def _status() -> dict[str, Any]:
    messages = queries.states_of_messages()
    return {
        "invitations": queries.states_of_invitations(),
        "messages": messages,
        "in_doubt": messages["in_doubt"],
        "possible_duplicates": [message_id(row.message_uuid) for row in queries.possible_duplicates()],
        "oldest_due_age_s": round(queries.oldest_due_age_seconds(now=timezone.now()), 1),
        "suspect_answers": queries.suspect_answers(),
        "hold": queries.sending_hold(),
    }
