"""What a choice is made from, as data that can be kept and read back, to make the same choice again."""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

FORMAT = 1


@dataclass(frozen=True)
class Client:
    """An account of the round: the roles it has people in, when each was last heard, whose voice is fresh."""

    account_id: int
    revenue: int  # of twelve months, in any one unit
    roles: frozenset[str]
    heard_on: Mapping[str, date] = field(default_factory=dict)
    fresh: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Candidate:
    """Somebody whom nothing forbids to ask in this round, and how likely an answer is."""

    contact_id: int
    account_id: int
    role: str
    response_rate: float  # above 0, below 1
    asked_on: date | None = None  # last time, by any survey rule


@dataclass(frozen=True)
class Wanted:
    """Which share of clients shall be heard by role, and of revenue; fresh voices count."""

    roles: Mapping[str, float] = field(default_factory=dict)
    revenue: float | None = None
    audit_share: float = 0.0  # of the number chosen, at random on top
    most_per_account: int = 3


@dataclass(frozen=True)
class Inputs:
    """All that a choice depends on, but for its seed."""

    wanted: Wanted
    clients: Sequence[Client]
    candidates: Sequence[Candidate]


def packed(inputs: Inputs) -> bytes:
    """Small enough to be kept with the round: 100,000 candidates are about a megabyte."""
    wanted = inputs.wanted
    document = {
        "format": FORMAT,
        "wanted": {
            "roles": dict(sorted(wanted.roles.items())),
            "revenue": wanted.revenue,
            "audit_share": wanted.audit_share,
            "most_per_account": wanted.most_per_account,
        },
        "clients": [
            [
                client.account_id,
                client.revenue,
                sorted(client.roles),
                {role: day.isoformat() for role, day in sorted(client.heard_on.items())},
                sorted(client.fresh),
            ]
            for client in sorted(inputs.clients, key=lambda client: client.account_id)
        ],
        "candidates": [
            [
                one.contact_id,
                one.account_id,
                one.role,
                one.response_rate,
                one.asked_on.isoformat() if one.asked_on else None,
            ]
            for one in sorted(inputs.candidates, key=lambda one: one.contact_id)
        ],
    }
    return zlib.compress(json.dumps(document, separators=(",", ":")).encode())


def unpacked(content: bytes) -> Inputs:
    """What was packed, the rows in the order of their ids."""
    document = json.loads(zlib.decompress(content))
    return Inputs(
        wanted=Wanted(**document["wanted"]),
        clients=[
            Client(
                account_id,
                revenue,
                frozenset(roles),
                {role: date.fromisoformat(day) for role, day in heard.items()},
                frozenset(fresh),
            )
            for account_id, revenue, roles, heard, fresh in document["clients"]
        ],
        candidates=[
            Candidate(contact, account, role, rate, date.fromisoformat(day) if day else None)
            for contact, account, role, rate, day in document["candidates"]
        ],
    )


def fingerprint(content: bytes) -> str:
    """Of what is packed, not of how: zlib may pack the same otherwise one day."""
    return sha256(zlib.decompress(content)).hexdigest()
