"""Two younger survey rules beside the old ones: closed tickets, and a list about the client portal."""

from datetime import datetime, timedelta

from config.demo.rows.made import SOURCE, Made
from config.demo.story import chance, staff
from config.demo.story.timeline import Timeline
from csat.customers.actions import events
from csat.customers.models import TICKET_CLOSED, Contact
from csat.programs.models import Program, ProgramContact, ProgramKind, ProgramState, Sender
from surveys.models import Survey

TICKETS, ON_THE_LIST = 14, 12
TOPICS = ("invoice copy", "delivery address", "spare part", "login to the portal", "certificate")
LIST_IN_DAYS = 9
# Orders and the quarterly round go first: a person gets one survey in 45 days.
TICKETS_PRIORITY, LIST_PRIORITY = 6, 7


def write(timeline: Timeline, made: Made, *, now: datetime) -> None:
    """The rules, last week's tickets, and who is to be asked about the portal."""
    people = [row for row in made.contacts if row.email and not row.left_on]
    common = {"state": ProgramState.RUNNING, "trial_addresses": [f"care@{staff.DOMAIN}"]}
    Program.objects.create(
        uuid=chance.fixed_id("program tickets"),
        name="After a closed ticket",
        kind=ProgramKind.EVENT,
        survey=Survey.objects.get(key="support"),
        starts_on=(timeline.midnight - timedelta(days=30)).date(),
        event_name=TICKET_CLOSED,
        event_delays_days=[1],
        sender=Sender.CARE_OWNER,
        priority=TICKETS_PRIORITY,
        most_reminders=0,
        **common,
    )
    portal = Program.objects.create(
        uuid=chance.fixed_id("program portal"),
        name="About the client portal",
        kind=ProgramKind.ONE_OFF,
        survey=Survey.objects.get(key="nps"),
        starts_on=(timeline.midnight + timedelta(days=LIST_IN_DAYS)).date(),
        priority=LIST_PRIORITY,
        **common,
    )
    _tell_tickets(timeline, people[:: len(people) // TICKETS][:TICKETS], now=now)
    chosen = people[5 :: len(people) // ON_THE_LIST][:ON_THE_LIST]
    ProgramContact.objects.bulk_create(ProgramContact(program=portal, contact=row) for row in chosen)


def _tell_tickets(timeline: Timeline, people: list[Contact], *, now: datetime) -> None:
    """As the help desk would over REST."""
    afternoon = timeline.midnight + timedelta(hours=14)
    rows = [
        {
            "external_id": f"T-{1040 + number}",
            "name": TICKET_CLOSED,
            "occurred_at": afternoon - timedelta(days=1 + number % 7),
            "account": str(person.account.uuid),
            "contact": str(person.uuid),
            "facts": {"ticket": f"T-{1040 + number}", "topic": TOPICS[number % len(TOPICS)]},
        }
        for number, person in enumerate(people)
    ]
    events.record_events(rows=rows, source=SOURCE, by=None, now=max(now, timeline.midnight))
