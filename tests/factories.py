"""Builders of rows with sensible defaults, and the cast that permission tests speak of."""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

import factory
from django.contrib.auth.models import Group, User
from factory.django import DjangoModelFactory

from csat.access import Role
from csat.customers.models import (
    Account,
    Assignment,
    Capacity,
    Contact,
    Deal,
    Employee,
    LegalBasis,
    Team,
    TeamMembership,
)

PASSWORD = "correct horse battery"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}@ours.example")
    email = factory.SelfAttribute("username")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def roles(self, create: bool, extracted: list[Role] | None, **kwargs: object) -> None:
        for role in extracted or []:
            self.groups.add(Group.objects.get_or_create(name=role)[0])


class EmployeeFactory(DjangoModelFactory):
    class Meta:
        model = Employee

    name = factory.Sequence(lambda n: f"Employee {n}")
    email = factory.Sequence(lambda n: f"employee{n}@ours.example")


class AccountFactory(DjangoModelFactory):
    class Meta:
        model = Account

    name = factory.Sequence(lambda n: f"Account {n}")
    # Rounds are drawn by it: a random one would give a test another day at every run.
    uuid = factory.Sequence(lambda n: UUID(bytes=sha256(f"account {n}".encode()).digest()[:16]))
    segment = "mid"
    country = "DE"


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = Contact
        skip_postgeneration_save = True

    account = factory.SubFactory(AccountFactory)
    name = factory.Sequence(lambda n: f"Contact {n}")
    email = factory.Sequence(lambda n: f"contact{n}@client.example")
    role = "buyer"

    @factory.post_generation
    def basis(self, create: bool, extracted: bool | None, **kwargs: object) -> None:
        if extracted is not False:
            LegalBasis.objects.create(
                contact=self, kind="contract", proof="frame contract", during=(date(2020, 1, 1), None)
            )


class DealFactory(DjangoModelFactory):
    class Meta:
        model = Deal

    account = factory.SubFactory(AccountFactory)
    reference = factory.Sequence(lambda n: f"SO-{1000 + n}")
    goods = "Bearings, 200 pieces"
    amount = 12_500
    currency = "EUR"


@dataclass(frozen=True)
class Cast:
    """People with their logins, and Anna's and Boris's account beside a foreign one."""

    anna: Employee
    boris: Employee
    clara: Employee
    oleg: Employee
    team: Team
    account: Account
    foreign: Account


def login(name: str, *roles: Role) -> User:
    """A user with a password and roles."""
    return UserFactory(username=f"{name}@ours.example", roles=list(roles))


def assign(account: Account, employee: Employee, capacity: str, *, since: date) -> Assignment:
    return Assignment.objects.create(
        account=account, employee=employee, capacity=capacity, during=(since, None)
    )


def cast(*, today: date) -> Cast:
    since = today - timedelta(days=700)
    clara = EmployeeFactory(name="Clara Head", user=login("clara", Role.HEAD))
    anna = EmployeeFactory(name="Anna Manager", user=login("anna", Role.MANAGER), head=clara)
    boris = EmployeeFactory(name="Boris Care", user=login("boris", Role.CARE_OWNER), head=clara)
    oleg = EmployeeFactory(name="Oleg Outsider", user=login("oleg", Role.MANAGER))
    team = Team.objects.create(name="North")
    for employee in (clara, anna, boris):
        TeamMembership.objects.create(team=team, employee=employee, during=(since, None))
    account = AccountFactory(name="Alfa", is_key=True)
    foreign = AccountFactory(name="Omega", is_key=True)
    assign(account, anna, Capacity.MANAGER, since=since)
    assign(account, boris, Capacity.CARE_OWNER, since=since)
    assign(foreign, oleg, Capacity.MANAGER, since=since)
    return Cast(anna=anna, boris=boris, clara=clara, oleg=oleg, team=team, account=account, foreign=foreign)
