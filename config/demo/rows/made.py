"""The rows made so far and the story they tell, handed from one writer to the next."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

import numpy as np
from django.db.models import Model

from config.demo.story import asking, chance, clients, contacts, satisfaction, trade
from config.demo.story.clients import Held, Holding
from config.demo.story.timeline import Timeline
from csat.customers.models import Account, Contact, Deal, Employee
from surveys.models import Invitation, Response, SurveyVersion

Row = TypeVar("Row", bound=Model)
SOURCE = "demo"
CHUNK = 2_000


@dataclass(frozen=True)
class Story:
    """Everything that happens, as data."""

    seed: int
    timeline: Timeline
    clients: clients.Clients
    contacts: contacts.Contacts
    world: satisfaction.World
    money: trade.Money
    deals: trade.Deals
    asked: asking.Asked
    holdings: list[Holding]
    held: Held


@dataclass
class Made:
    """Rows by their index in the story."""

    employees: list[Employee] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)
    versions: dict[str, SurveyVersion] = field(default_factory=dict)
    invitations: list[Invitation] = field(default_factory=list)
    responses: dict[int, Response] = field(default_factory=dict)  # by index of the invitation


def tell(seed: int, timeline: Timeline) -> Story:
    """The story of a seed, up to the anchor day."""
    companies = clients.make(seed, timeline)
    people = contacts.make(seed, timeline, companies)
    world = satisfaction.make(seed, timeline, companies)
    money = trade.money(seed, timeline, companies, world)
    orders = trade.deals(seed, timeline, companies, money)
    holdings = clients.holdings(seed, timeline, companies)
    return Story(
        seed=seed,
        timeline=timeline,
        clients=companies,
        contacts=people,
        world=world,
        money=money,
        deals=orders,
        asked=asking.make(seed, timeline, companies, people, world=world, money=money, deals=orders),
        holdings=holdings,
        held=clients.held(holdings),
    )


def moment(value: np.datetime64) -> datetime:
    """A numpy second as an aware moment."""
    return value.astype("datetime64[s]").astype(datetime).replace(tzinfo=UTC)


def submitted(response: Response) -> datetime:
    """When an answer was submitted; all of the demo's are."""
    assert response.submitted_at is not None
    return response.submitted_at


def with_ids(rows: list[Row], seed: int, part: str) -> list[Row]:
    """The rows with public ids out of the seed, so that addresses of pages stay the same."""
    for row, uuid in zip(rows, chance.ids(seed, part, len(rows)), strict=True):
        row.uuid = uuid  # type: ignore[attr-defined]
    return rows
