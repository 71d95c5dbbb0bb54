"""Five hundred people at the clients: roles, languages, how readily they answer."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from config.demo.story import chance, names
from config.demo.story.clients import Clients
from config.demo.story.timeline import Timeline

CONTACTS = 500
# Those who stand at the machines were first asked in the last closed quarter, and are stricter than others.
LATE_ROLE, LATE_SEVERITY = "user", 2.1
ROLES = ("decision_maker", "buyer", "user", "logistics", "finance", "technical")
# How many of a hundred invitations a role answers: those who decide answer least.
READINESS = {
    "decision_maker": 0.36,
    "buyer": 0.62,
    "user": 0.85,
    "logistics": 0.50,
    "finance": 0.42,
    "technical": 0.52,
}
TITLES = {
    "en": ("Managing director", "Buyer", "Production lead", "Logistics lead", "Accountant", "Engineer"),
    "ru": (
        "Генеральный директор",
        "Специалист по закупкам",
        "Начальник производства",
        "Логист",
        "Бухгалтер",
        "Инженер",
    ),
}


@dataclass(frozen=True)
class Contacts:
    """One element a contact. `habit` and `severity` are a person's own: answering, and how strictly."""

    account: np.ndarray
    role: list[str]
    name: list[str]
    title: list[str]
    email: list[str | None]
    phone: list[str]
    language: list[str]
    left_on: list[date | None]
    has_basis: np.ndarray
    habit: np.ndarray
    severity: np.ndarray


def make(seed: int, timeline: Timeline, clients: Clients) -> Contacts:
    """Exactly 500 contacts: four to six at a key account, one to three elsewhere."""
    rng = chance.stream(seed, "contacts")
    account, place = _seats(rng, clients)
    role = [_role(p, n) for p, n in zip(place, np.bincount(account)[account], strict=True)]
    language = [clients.language(a) for a in account]
    name = names.people(rng, language)
    has_left = rng.random(CONTACTS) < 0.02
    leaving = rng.integers(20, 500, CONTACTS)
    readiness = np.array([READINESS[r] for r in role])
    return Contacts(
        account=account,
        role=role,
        name=name,
        title=[TITLES[lang][ROLES.index(r)] for lang, r in zip(language, role, strict=True)],
        email=_addresses(rng, name, [clients.name[a] for a in account]),
        phone=[
            _phone(clients.country[a], int(n))
            for a, n in zip(account, rng.integers(0, 1000, CONTACTS), strict=True)
        ],
        language=language,
        left_on=[
            timeline.anchor - timedelta(days=int(n)) if gone else None
            for gone, n in zip(has_left, leaving, strict=True)
        ],
        has_basis=rng.random(CONTACTS) > 0.03,
        habit=np.clip(readiness + rng.normal(0, 0.15, CONTACTS), 0.03, 0.95),
        severity=rng.normal(0, 0.7, CONTACTS) + np.where(np.array(role) == LATE_ROLE, LATE_SEVERITY, 0.0),
    )


def _seats(rng: np.random.Generator, clients: Clients) -> tuple[np.ndarray, np.ndarray]:
    """Account of each contact and their place in it, 500 in all."""
    accounts = len(clients.name)
    count = np.where(
        clients.is_key, rng.integers(4, 7, accounts), rng.choice([1, 2, 3], accounts, p=[0.2, 0.45, 0.35])
    )
    plain = np.flatnonzero(~clients.is_key)
    while count.sum() != CONTACTS:
        pick = rng.choice(plain)
        count[pick] = np.clip(count[pick] + np.sign(CONTACTS - count.sum()), 1, 3)
    account = np.repeat(np.arange(accounts), count)
    return account, np.concatenate([np.arange(n) for n in count])


def _role(place: int, of: int) -> str:
    """A single contact is the buyer; larger clients add who decides, uses, ships, pays."""
    return "buyer" if of == 1 else ROLES[place % len(ROLES)]


def _addresses(rng: np.random.Generator, people: list[str], companies: list[str]) -> list[str | None]:
    taken: set[str] = set()
    found: list[str | None] = []
    for person, company, draw in zip(people, companies, rng.random(len(people)), strict=True):
        stem, domain = names.latin(person), names.domain(company)
        number = 1
        while (address := f"{stem}{number if number > 1 else ''}@{domain}") in taken:
            number += 1
        taken.add(address)
        found.append(address if draw > 0.02 else None)
    return found


def _phone(country: str, number: int) -> str:
    """Numbers that are set aside for stories, or cannot exist."""
    if country == "RU":
        return f"+7 495 000-{number // 10:02d}-{number % 100:02d}"
    return f"+44 20 7946 0{number:03d}" if country == "GB" else f"+49 30 23125 {number:03d}"
