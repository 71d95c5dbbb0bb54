"""Recipients of many domains: most are well, the others' servers each misbehave in one way."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.stack.mail.behaviour import DROP_AFTER_DOT, DROP_BEFORE_DOT, HANG, OK, SLOW
from config.stack.mail.server import Server
from surveys.actions import inviting
from surveys.models import Batch, Invitation, SurveyVersion
from tests.surveys import asked, invited

WELL = "well"
SCRIPTS: Mapping[str, list[str]] = {
    "busy": ["421 4.3.2 Closing"],
    "greylists": ["451 4.7.1 Try again later", OK],
    "full": ["452 4.2.2 Over quota"],
    "gone": ["550 5.1.1 No such user"],
    "drops-before": [DROP_BEFORE_DOT, OK],
    "drops-after": [DROP_AFTER_DOT, OK],
    "hangs": [HANG],
    "slow": [SLOW],
}
BLOCKED = "550 5.7.1 Blocked by policy"


@dataclass(frozen=True)
class Crowd:
    well: int
    of_each_sick: int
    blocked: int
    well_domains: int = 8

    @property
    def well_addresses(self) -> list[str]:
        return [f"c{number}@well{number % self.well_domains}.example" for number in range(self.well)]

    @property
    def sick_addresses(self) -> list[str]:
        return [f"c{number}@{name}.example" for name in SCRIPTS for number in range(self.of_each_sick)]

    @property
    def blocked_addresses(self) -> list[str]:
        return [f"c{number}@blocks.example" for number in range(self.blocked)]


def script(server: Server, crowd: Crowd) -> None:
    for address in crowd.sick_addresses:
        server.behaviour.scripts[address] = list(SCRIPTS[domain(address).removesuffix(".example")])
    for address in crowd.blocked_addresses:
        server.behaviour.scripts[address] = [BLOCKED]


def invite(addresses: Iterable[str], *, version: SurveyVersion, now: datetime) -> Batch:
    """In one batch, well and sick in a mixed order."""
    mixed = list(addresses)
    random.Random(len(mixed)).shuffle(mixed)
    batch = invited.batch(now)
    wishes = [
        inviting.Wish(
            version=version,
            address=address,
            language="en",
            kind="post_sale",
            facts=asked.FACTS,
            zone="Europe/Berlin",
            not_before_at=now,
            expires_at=now + timedelta(days=14),
        )
        for address in mixed
    ]
    inviting.invite_all(batch=batch, wishes=wishes, now=now)
    return batch


def states(batch: Batch, name: str) -> list[str]:
    """Of the mails of one domain, sorted."""
    found = Invitation.objects.filter(batch=batch, domain=f"{name}.example")
    return sorted(found.values_list("messages__state", flat=True))


def domain(address: str) -> str:
    return address.partition("@")[2]
