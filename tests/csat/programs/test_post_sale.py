"""Orders become questions: on their day, to their contacts, with the people of that time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import F

from csat.customers.models import Deal, DealContact, DealStage
from csat.programs.actions import planning
from csat.programs.models import Decision, Program, Touchpoint
from csat.programs.queries import repairs
from surveys.models import Message, Survey
from tests import factories
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def delivered(account, *contacts, on: date = date(2026, 11, 12), **fields) -> Deal:
    deal = factories.DealFactory(
        account=account, stage=DealStage.DELIVERED, closed_on=date(2026, 10, 20), delivered_on=on, **fields
    )
    for contact in contacts:
        DealContact.objects.create(deal=deal, contact=contact)
    return deal


def test_a_delivered_order_is_asked_about_three_business_days_later(
    post_sale: Program, cast: Cast, now
) -> None:
    contact = factories.ContactFactory(account=cast.account, language="ru-RU", zone="Asia/Yekaterinburg")
    deal = delivered(cast.account, contact, manager=cast.anna)  # a Thursday: due on Tuesday
    assert planning.plan(program=post_sale, now=datetime(2026, 11, 13, 9, tzinfo=UTC)) == {}
    assert planning.plan(program=post_sale, now=datetime(2026, 11, 16, 9, tzinfo=UTC)) == {"asked": 1}
    touchpoint = Touchpoint.objects.select_related("invitation").get()
    invitation = touchpoint.invitation
    assert (touchpoint.deal, touchpoint.contact, touchpoint.account) == (deal, contact, cast.account)
    assert touchpoint.occurred_on == date(2026, 10, 20)
    assert touchpoint.team == cast.team and touchpoint.is_key
    people = {(p.capacity, p.employee) for p in touchpoint.people.all()}
    assert people == {("manager", cast.anna), ("care_owner", cast.boris)}
    assert invitation.language == "ru" and invitation.zone == "Asia/Yekaterinburg"
    # 9:00 to 11:30 in Yekaterinburg, on Tuesday.
    assert datetime(2026, 11, 17, 4, tzinfo=UTC) <= invitation.not_before_at
    assert invitation.not_before_at < datetime(2026, 11, 17, 6, 30, tzinfo=UTC)
    assert invitation.facts["order"] == deal.reference and invitation.facts["order_on"] == "2026-10-20"
    assert invitation.facts["manager"] == "Anna Manager"
    assert invitation.facts["who_reads"] == ["sender", "Anna Manager", "Boris Care", "executives"]
    assert Message.objects.filter(invitation=invitation).count() == 2


def test_planning_again_changes_nothing(post_sale: Program, cast: Cast, now) -> None:
    delivered(cast.account, factories.ContactFactory(account=cast.account))
    assert planning.plan(program=post_sale, now=now) == {"asked": 1}
    decided = Decision.objects.get()
    assert planning.plan(program=post_sale, now=now) == {}
    assert Decision.objects.get().pk == decided.pk and Touchpoint.objects.count() == 1


def test_a_contact_without_an_address_is_asked_once_it_is_repaired(
    post_sale: Program, cast: Cast, now
) -> None:
    contact = factories.ContactFactory(account=cast.account, email=None)
    deal = delivered(cast.account, contact)
    assert planning.plan(program=post_sale, now=now) == {"not_asked": 1}
    assert Decision.objects.get().words["ru"] == "Не спрашиваем: нет адреса электронной почты."
    assert [row.contact for row in repairs.contacts_to_repair(now=now)] == [contact]
    contact.email = "found@client.example"
    contact.save()
    assert planning.plan(program=post_sale, now=now) == {"asked": 1}
    assert Decision.objects.get().outcome == "asked"
    assert repairs.contacts_to_repair(now=now) == []
    assert deal.touchpoints.count() == 1


def test_an_order_without_contact_goes_to_repair(post_sale: Program, cast: Cast, now) -> None:
    deal = delivered(cast.account)
    assert planning.plan(program=post_sale, now=now) == {}
    assert [row.deal for row in repairs.orders_without_contact(now=now)] == [deal]


def test_who_went_over_to_another_client_is_not_asked_about_the_old_one_s_order(
    post_sale: Program, cast: Cast, now
) -> None:
    gone, there = (factories.ContactFactory(account=account) for account in (cast.account, cast.foreign))
    deal = delivered(cast.account, gone)
    delivered(cast.foreign, there)
    gone.account = cast.foreign
    gone.save()
    assert planning.plan(program=post_sale, now=now) == {"asked": 1}
    assert Touchpoint.objects.get().contact == there
    assert [row.deal for row in repairs.orders_without_contact(now=now)] == [deal]


def test_a_second_order_within_the_quiet_time_is_put_off_with_its_date(post_sale: Program, cast: Cast, now):
    Program.objects.update(large_order_amount=1)
    post_sale.refresh_from_db()
    contact = factories.ContactFactory(account=cast.account)
    delivered(cast.account, contact, on=date(2026, 11, 10))
    later = delivered(cast.account, contact, on=date(2026, 11, 12))
    assert planning.plan(program=post_sale, now=now) == {"asked": 1, "deferred": 1}
    decision = Decision.objects.get(deal=later)
    sent_on = Touchpoint.objects.get().invitation.not_before_at.date()
    assert decision.next_possible_on == sent_on + timedelta(days=45)
    assert decision.words["en"].startswith("Put off until ") and " January 2027: " in decision.words["en"]
    assert planning.plan(program=post_sale, now=now) == {}
    eve = datetime(2027, 1, 1, 9, tzinfo=UTC)
    assert planning.plan(program=post_sale, now=eve) == {"asked": 1}


def test_one_person_in_two_companies_counts_once(post_sale: Program, cast: Cast, now) -> None:
    here = factories.ContactFactory(account=cast.account, email="Irina@Holding.example")
    there = factories.ContactFactory(account=cast.foreign, email="irina@holding.example")
    delivered(cast.account, here)
    delivered(cast.foreign, there)
    assert planning.plan(program=post_sale, now=now) == {"asked": 1, "deferred": 1}


def test_only_first_large_and_drawn_orders_are_asked_about(post_sale: Program, cast: Cast, now) -> None:
    people = [factories.ContactFactory(account=cast.account) for _ in range(3)]
    first = delivered(cast.account, people[0], on=date(2026, 11, 9))
    second = delivered(cast.account, people[1], on=date(2026, 11, 10))
    third = delivered(cast.account, people[2], on=date(2026, 11, 11))
    assert planning.plan(program=post_sale, now=now) == {"asked": 2, "not_asked": 1}
    asked = set(Touchpoint.objects.values_list("deal_id", flat=True))
    # There were no repeat orders in the quarter before, so the draw can only fall on the first of this one.
    assert asked == {first.pk, second.pk}
    assert Decision.objects.get(deal=third).reason == "not_drawn"


def test_a_deal_of_another_survey_is_another_matter_but_the_same_budget(post_sale: Program, cast: Cast, now):
    other = Program.objects.create(
        name="NPS after delivery",
        kind="post_sale",
        survey=Survey.objects.get(key="nps"),
        state="running",
        starts_on=date(2026, 1, 1),
    )
    delivered(cast.account, factories.ContactFactory(account=cast.account))
    assert planning.plan(program=post_sale, now=now) == {"asked": 1}
    assert planning.plan(program=other, now=now) == {"deferred": 1}


def test_the_number_of_statements_does_not_grow_with_contacts(
    post_sale: Program, cast: Cast, now, django_assert_max_num_queries
) -> None:
    for number in range(40):
        account = factories.AccountFactory(country="DE")
        delivered(account, factories.ContactFactory(account=account), reference=f"N{number}")
    with django_assert_max_num_queries(56):
        assert planning.plan(program=post_sale, now=now) == {"asked": 40}
    assert not Message.objects.filter(due_at__lt=F("invitation__not_before_at")).exists()
