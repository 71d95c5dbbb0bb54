"""Events become questions: each delay its own occasion, on a working day, with the people of that day."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from csat.customers.models import Assignment, Capacity, Contact, DealContact, DealStage, Event
from csat.programs.actions import planning
from csat.programs.models import Decision, Program, ProgramKind, Touchpoint
from surveys.models import Invitation, Survey
from tests import factories
from tests.factories import Cast

pytestmark = pytest.mark.django_db
CLOSED = datetime(2026, 11, 11, 15, tzinfo=UTC)  # a Wednesday


@pytest.fixture
def after_event(post_sale: Program) -> Program:
    post_sale.delete()
    return Program.objects.create(
        name="After a ticket",
        kind=ProgramKind.EVENT,
        survey=Survey.objects.get(key="post-sale"),
        state="running",
        starts_on=date(2026, 1, 1),
        event_name="ticket_closed",
        event_delays_days=[7, 30],
    )


def happened(contact: Contact | None, *, account: Any = None, **fields: Any) -> Event:
    event = {"name": "ticket_closed", "occurred_at": CLOSED, "source": "helpdesk", "received_at": CLOSED}
    return Event.objects.create(
        **event | {"external_id": str(Event.objects.count())} | fields,
        account=account or contact.account,
        contact=contact,
    )


def plan_on(program: Program, day: date) -> dict[str, int]:
    return planning.plan(program=program, now=datetime(day.year, day.month, day.day, 8, tzinfo=UTC))


def test_each_delay_is_an_occasion_of_its_own(after_event: Program, cast: Cast) -> None:
    contact = factories.ContactFactory(account=cast.account)
    happened(contact, facts={"ticket": "T-7", "manager": "somebody@else.example"})
    assert plan_on(after_event, date(2026, 11, 16)) == {}
    assert plan_on(after_event, date(2026, 11, 17)) == {"asked": 1}
    assert plan_on(after_event, date(2026, 11, 18)) == {}
    touchpoint = Touchpoint.objects.select_related("invitation").get()
    assert (touchpoint.after_days, touchpoint.occurred_on) == (7, date(2026, 11, 11))
    assert touchpoint.invitation.not_before_at.date() == date(2026, 11, 18)
    facts = touchpoint.invitation.facts
    assert (facts["ticket"], facts["event"], facts["event_on"]) == ("T-7", "ticket_closed", "2026-11-11")
    assert facts["manager"] == "Anna Manager"
    # 30 days later is 11 December, within 45 days of the first: put off, and asked in January.
    assert plan_on(after_event, date(2026, 12, 10)) == {"deferred": 1}
    decision = Decision.objects.get(after_days=30)
    assert (decision.reason, decision.next_possible_on) == ("asked_lately", date(2027, 1, 2))
    assert plan_on(after_event, date(2027, 1, 1)) == {"asked": 1}
    assert Touchpoint.objects.filter(after_days=30).count() == 1


def test_a_day_at_a_weekend_waits_for_monday(after_event: Program, cast: Cast) -> None:
    after_event.event_delays_days = [3]
    after_event.save()
    happened(factories.ContactFactory(account=cast.account))
    assert plan_on(after_event, date(2026, 11, 12)) == {}
    assert plan_on(after_event, date(2026, 11, 13)) == {"asked": 1}
    assert Invitation.objects.get().not_before_at.date() == date(2026, 11, 16)


def test_without_a_contact_the_order_s_people_else_the_account_s_are_asked(
    after_event: Program, cast: Cast
) -> None:
    buyer = factories.ContactFactory(account=cast.account, role="buyer")
    factories.ContactFactory(account=cast.account, role="finance")
    deal = factories.DealFactory(account=cast.account)
    DealContact.objects.create(deal=deal, contact=buyer)
    happened(None, account=cast.account, deal=deal)
    other = [factories.ContactFactory(account=cast.foreign) for _ in range(2)]
    happened(None, account=cast.foreign)
    assert plan_on(after_event, date(2026, 11, 17)) == {"asked": 3}
    asked = set(Touchpoint.objects.values_list("contact_id", flat=True))
    assert asked == {buyer.pk, *(contact.pk for contact in other)}


def test_who_went_over_to_another_client_is_not_asked_about_the_old_one(
    after_event: Program, cast: Cast
) -> None:
    gone, there = (factories.ContactFactory(account=account) for account in (cast.account, cast.foreign))
    happened(gone)
    happened(there)
    gone.account = cast.foreign
    gone.save()
    assert plan_on(after_event, date(2026, 11, 17)) == {"asked": 1}
    assert Touchpoint.objects.get().contact == there


def test_a_handover_names_its_people_else_those_of_the_day_count(after_event: Program, cast: Cast) -> None:
    after_event.event_name, after_event.event_delays_days = "handover", [7]
    after_event.save()
    contact = factories.ContactFactory(account=cast.account)
    new = factories.EmployeeFactory(name="Nina New", email="nina@ours.example")
    happened(contact, name="handover", facts={"care_owner": "Nina@ours.example"})
    old = Assignment.objects.get(account=cast.account, capacity=Capacity.MANAGER)
    old.during = type(old.during)(old.during.lower, date(2026, 11, 14))
    old.save()
    assert plan_on(after_event, date(2026, 11, 17)) == {"asked": 1}
    people = {(person.capacity, person.employee) for person in Touchpoint.objects.get().people.all()}
    assert people == {("manager", cast.anna), ("care_owner", new)}


def test_an_order_lost_tells_itself_and_one_won_after_all_is_silent(after_event: Program, cast: Cast) -> None:
    after_event.event_name, after_event.event_delays_days = "deal_lost", [2]
    after_event.save()
    contact = factories.ContactFactory(account=cast.account)
    lost = factories.DealFactory(
        account=cast.account, stage=DealStage.LOST, closed_on=date(2026, 11, 16), reference="SO-9"
    )
    DealContact.objects.create(deal=lost, contact=contact)
    won = factories.DealFactory(account=cast.foreign, stage=DealStage.LOST, closed_on=date(2026, 11, 16))
    DealContact.objects.create(deal=won, contact=factories.ContactFactory(account=cast.foreign))
    assert plan_on(after_event, date(2026, 11, 16)) == {}
    won.stage = DealStage.WON
    won.save()
    assert plan_on(after_event, date(2026, 11, 17)) == {"asked": 1}
    assert Event.objects.count() == 2
    touchpoint = Touchpoint.objects.select_related("invitation", "event").get()
    assert touchpoint.contact == contact and touchpoint.event.deal == lost
    assert touchpoint.invitation.facts["order"] == "SO-9"


def test_nobody_is_asked_twice_about_one_matter(after_event: Program, cast: Cast) -> None:
    """The order was asked about by the same survey: the ticket about that order is the same matter."""
    contact = factories.ContactFactory(account=cast.account)
    deal = factories.DealFactory(
        account=cast.account,
        stage=DealStage.DELIVERED,
        delivered_on=date(2026, 9, 1),
        closed_on=date(2026, 8, 1),
    )
    DealContact.objects.create(deal=deal, contact=contact)
    about_order = Program.objects.create(
        name="After delivery",
        kind=ProgramKind.POST_SALE,
        survey=after_event.survey,
        state="running",
        starts_on=date(2026, 1, 1),
    )
    assert plan_on(about_order, date(2026, 9, 3)) == {"asked": 1}
    happened(contact, deal=deal)
    assert plan_on(after_event, date(2026, 11, 17)) == {"not_asked": 1}
    assert Decision.objects.get(program=after_event).reason == "asked_already"
    assert plan_on(after_event, date(2026, 11, 18)) == {}


def test_what_happened_long_ago_or_before_the_rule_is_left_alone(after_event: Program, cast: Cast) -> None:
    contact = factories.ContactFactory(account=cast.account)
    happened(contact, occurred_at=datetime(2026, 8, 1, tzinfo=UTC))
    happened(contact, occurred_at=datetime(2025, 12, 30, tzinfo=UTC))
    happened(contact, name="ticket_opened")
    assert plan_on(after_event, date(2026, 11, 18)) == {}
