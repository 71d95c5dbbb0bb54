"""Says how sending stands, for people and (--json) for monitors; the keys are a contract."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
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
        else:
            self.stdout.write("\n".join(_lines(status)))


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
        "domains_in_trouble": [_domain(row) for row in queries.domains_in_trouble()],
        "stopped_batches": [
            {"batch": str(batch.uuid), "name": batch.name, "because": batch.stopped_because}
            for batch in queries.stopped_batches()
        ],
    }


def _domain(row: queries.DomainTrouble) -> dict[str, Any]:
    until = row.paused_until.isoformat(timespec="seconds") if row.paused_until else None
    return asdict(row) | {"paused_until": until}


def _lines(status: dict[str, Any]) -> Iterator[str]:
    yield f"sending: {'held, ' + status['hold'] if status['hold'] else 'going on'}"
    for group in ("invitations", "messages"):
        counts = ", ".join(f"{state} {count}" for state, count in status[group].items() if count)
        yield f"{group}: {counts or 'none'}"
    yield f"in doubt: {status['in_doubt']}"
    yield f"waiting for its turn: the longest for {status['oldest_due_age_s']:.0f} s"
    yield f"answers that a person should look at: {status['suspect_answers']}"
    yield f"mails that may have arrived twice: {len(status['possible_duplicates'])}"
    yield from (f"  {one}" for one in status["possible_duplicates"])
    yield f"domains in trouble: {len(status['domains_in_trouble'])}"
    for one in status["domains_in_trouble"]:
        pause = f"paused until {one['paused_until']}" if one["paused_until"] else "not paused"
        limit = "" if one["most_an_hour"] is None else f", at most {one['most_an_hour']} an hour"
        yield f"  {one['domain']}: {one['waiting']} waiting, {pause}{limit}  {one['reply']}".rstrip()
    yield f"stopped batches: {len(status['stopped_batches'])}"
    yield from (f"  {one['name']}: {one['because']}" for one in status["stopped_batches"])
