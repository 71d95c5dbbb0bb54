"""Our own company: brand, settings, rates, teams, people and their logins."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User

from config.demo.rows.made import SOURCE, Made, Story, with_ids
from config.demo.story import chance, staff
from csat.customers.models import (
    Company,
    Employee,
    ExternalKey,
    Rate,
    RecordKind,
    Team,
    TeamMembership,
)
from surveys.models import Brand

ZONE, COUNTRY = "Europe/Berlin", "DE"
SENDER = staff.PEOPLE[staff.index_of(staff.SENDER)]


def write(story: Story, made: Made) -> None:
    """Fill the two settings rows, the rates and our people, with one login each."""
    Company.objects.update_or_create(
        id=1,
        defaults={
            "base_currency": "EUR",
            "zone": ZONE,
            "country": COUNTRY,
            "demo_seed": story.seed,
            "demo_anchor_on": story.timeline.anchor,
        },
    )
    Brand.objects.update_or_create(
        id=1,
        defaults={
            "name": staff.COMPANY,
            "sender_name": SENDER.name,
            "sender_title": SENDER.title,
            "sender_address": SENDER.email,
            "reply_to_address": f"care@{staff.DOMAIN}",
            "reply_reader": SENDER.name,
            "phone": "+49 30 23125 000",
            "postal_address": f"{staff.COMPANY} GmbH, Ankerweg 12, 10999 Berlin",
        },
    )
    Rate.objects.bulk_create(
        [
            Rate(currency=currency, month=story.timeline.month(index), rate=round(float(value), 8))
            for currency, values in story.money.rates.items()
            for index, value in enumerate(values)
        ]
    )
    _people(story, made)


def _people(story: Story, made: Made) -> None:
    users = _logins(story)
    made.employees = [
        Employee(
            name=person.name,
            email=person.email,
            title=person.title,
            language=person.language,
            phone=f"+49 30 23125 1{number:02d}",
            user=users.get(person.mailbox),
            left_on=story.timeline.month(22) + timedelta(days=14) if person.has_left else None,
            answers_seen_at=story.timeline.midnight - timedelta(days=2),
        )
        for number, person in enumerate(staff.PEOPLE)
    ]
    with_ids(made.employees, story.seed, "employees")
    Employee.objects.bulk_create(made.employees)
    _teams(story, made)
    ExternalKey.objects.bulk_create(
        [
            ExternalKey(
                source=SOURCE, kind=RecordKind.EMPLOYEES, external_id=person.mailbox, object_uuid=row.uuid
            )
            for person, row in zip(staff.PEOPLE, made.employees, strict=True)
        ]
    )


def _logins(story: Story) -> dict[str, User]:
    """A login for everybody who works here, all with the one documented password (hashed once)."""
    password = make_password(staff.PASSWORD, salt=f"demo{story.seed:018d}")
    people = [person for person in staff.PEOPLE if not person.has_left]
    users = User.objects.bulk_create(
        [
            User(
                username=person.email,
                email=person.email,
                first_name=person.name.split(" ", 1)[0],
                last_name=person.name.split(" ", 1)[1],
                password=password,
                date_joined=story.timeline.midnight,
            )
            for person in people
        ]
    )
    groups = {role: Group.objects.get_or_create(name=role)[0] for role in {p.role for p in people}}
    User.groups.through.objects.bulk_create(
        [
            User.groups.through(user=user, group=groups[person.role])
            for user, person in zip(users, people, strict=True)
        ]
    )
    return {person.mailbox: user for person, user in zip(people, users, strict=True)}


def _teams(story: Story, made: Made) -> None:
    since = story.timeline.start - timedelta(days=2_000)
    teams = [Team(uuid=chance.fixed_id(f"team {name}"), name=name) for name in staff.TEAMS]
    Team.objects.bulk_create(teams)
    by_name = dict(zip(staff.TEAMS, teams, strict=True))
    members = [(p, row) for p, row in zip(staff.PEOPLE, made.employees, strict=True) if p.team]
    heads = {p.team: row for p, row in members if p.role == "head"}
    for person, row in members:
        row.head = None if person.role == "head" else heads[person.team]
    Employee.objects.bulk_update([row for _, row in members], ["head"])
    TeamMembership.objects.bulk_create(
        [
            TeamMembership(team=by_name[person.team], employee=row, during=(since, row.left_on))
            for person, row in members
        ]
    )
