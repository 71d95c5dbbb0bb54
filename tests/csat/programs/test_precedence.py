"""Who goes first, whose budget counts, which names and channels: rules beside each other."""

from datetime import UTC, date, datetime, timedelta

import pytest

from csat.access import Role
from csat.customers.models import ContactAddress, DealContact, DealStage
from csat.programs.actions import budgeting, planning
from csat.programs.budgets import ACCOUNT, CONTACT, Budget
from csat.programs.models import Decision, Program, ProgramContact, ProgramKind, Slot, Touchpoint
from surveys.actions import suppressing
from surveys.models import Batch, Invitation, Message, Survey
from tests import factories
from tests.factories import Cast

pytestmark = pytest.mark.django_db
PLANNED = datetime(2026, 11, 17, 8, tzinfo=UTC)


def delivered(*contacts, on: date = date(2026, 11, 13)) -> None:
    deal = factories.DealFactory(
        account=contacts[0].account, stage=DealStage.DELIVERED, closed_on=on, delivered_on=on
    )
    for contact in contacts:
        DealContact.objects.create(deal=deal, contact=contact)


def one_off(*contacts, starts_on: date, **fields) -> Program:
    program = Program.objects.create(
        **{
            "name": "About the new portal",
            "kind": ProgramKind.ONE_OFF,
            "survey": Survey.objects.get(key="nps"),
            "state": "running",
            "starts_on": starts_on,
        }
        | fields
    )
    for contact in contacts:
        ProgramContact.objects.create(program=program, contact=contact)
    return program


def test_a_list_is_asked_once_on_its_day_without_the_limit_of_a_client(ready, cast: Cast) -> None:
    people = [factories.ContactFactory(account=cast.account) for _ in range(5)]
    factories.ContactFactory(account=cast.account)
    program = one_off(*people, starts_on=date(2026, 11, 22))  # a Sunday
    assert planning.plan(program=program, now=datetime(2026, 11, 19, 8, tzinfo=UTC)) == {}
    assert planning.plan(program=program, now=datetime(2026, 11, 20, 8, tzinfo=UTC)) == {"asked": 5}
    assert set(Invitation.objects.values_list("not_before_at__date", flat=True)) == {date(2026, 11, 23)}
    assert planning.plan(program=program, now=datetime(2026, 11, 23, 8, tzinfo=UTC)) == {}
    assert program.waves.get().month == date(2026, 11, 1)


def test_a_rule_that_goes_first_holds_back_one_that_would_block_it(post_sale: Program, cast: Cast) -> None:
    contact, other = (factories.ContactFactory(account=cast.account) for _ in range(2))
    delivered(contact, other)
    first = one_off(contact, starts_on=date(2026, 11, 25), priority=1)
    assert planning.plan(program=post_sale, now=PLANNED) == {"asked": 1, "deferred": 1}
    decision = Decision.objects.get(contact=contact)
    assert (decision.reason, decision.next_possible_on) == ("goes_first", date(2027, 1, 9))
    assert decision.words["en"] == (
        "Put off until 9 January 2027: the survey rule “About the new portal” goes first and asks on"
        " 25 November 2026."
    )
    assert planning.plan(program=first, now=datetime(2026, 11, 24, 8, tzinfo=UTC)) == {"asked": 1}
    assert planning.plan(program=post_sale, now=datetime(2027, 1, 8, 8, tzinfo=UTC)) == {"asked": 1}


def test_what_would_be_too_old_after_the_other_is_refused_in_words(post_sale: Program, cast: Cast) -> None:
    contact = factories.ContactFactory(account=cast.account)
    delivered(contact)
    one_off(contact, starts_on=date(2026, 12, 7), priority=1)
    assert planning.plan(program=post_sale, now=PLANNED) == {"not_asked": 1}
    assert Decision.objects.get().words["en"] == (
        "Not asked: the survey rule “About the new portal” goes first and asks on 7 December 2026; on"
        " 21 January 2027 the occasion of 13 November 2026 lies too far back."
    )


def test_of_two_equal_rules_the_earlier_day_wins(post_sale: Program, cast: Cast) -> None:
    contact = factories.ContactFactory(account=cast.account)
    delivered(contact)
    second = one_off(contact, starts_on=date(2026, 12, 7), priority=post_sale.priority)
    assert planning.plan(program=post_sale, now=PLANNED) == {"asked": 1}
    assert planning.plan(program=second, now=datetime(2026, 12, 4, 8, tzinfo=UTC)) == {"deferred": 1}


def test_a_paused_rule_or_a_far_day_holds_nobody_back(post_sale: Program, cast: Cast) -> None:
    paused, far = (factories.ContactFactory(account=cast.account) for _ in range(2))
    delivered(paused, far)
    one_off(paused, starts_on=date(2026, 12, 7), priority=1, state="paused")
    one_off(far, starts_on=date(2027, 2, 1), priority=1, name="Far")
    assert planning.plan(program=post_sale, now=PLANNED) == {"asked": 2}


def test_a_round_that_goes_first_is_foreseen_by_its_slot(
    post_sale: Program, periodic: Program, cast: Cast
) -> None:
    periodic.priority = 2
    periodic.save()
    contact = factories.ContactFactory(account=cast.account)
    due_in_december = (2026 * 12 + 12) % periodic.key_cadence_months
    Slot.objects.create(program=periodic, account=cast.account, offset=due_in_december)
    delivered(contact)
    assert planning.plan(program=post_sale, now=PLANNED)["asked"] == 0
    decision = Decision.objects.get()
    assert "Half-yearly" in decision.words["en"]
    assert not periodic.waves.exists(), "foresight writes nothing"


def test_an_account_s_budget_holds_over_all_rules(post_sale: Program, cast: Cast) -> None:
    olga = factories.login("olga", Role.OPERATOR)
    budgeting.set_budgets(wanted=[Budget(ACCOUNT, 2, 30)], by=olga, now=PLANNED)
    people = [factories.ContactFactory(account=cast.account) for _ in range(3)]
    delivered(*people)
    assert planning.plan(program=post_sale, now=PLANNED) == {"asked": 2, "deferred": 1}
    put_off = Decision.objects.get(outcome="deferred")
    assert (put_off.reason, put_off.next_possible_on) == ("account_asked", date(2026, 12, 18))
    # A wider budget is in force at once: whom the old one put off is looked at again.
    budgeting.set_budgets(wanted=[Budget(ACCOUNT, 3, 30)], by=olga, now=PLANNED)
    assert planning.plan(program=post_sale, now=PLANNED) == {"asked": 1}


def test_reminders_count_where_the_budget_says_so(post_sale: Program, cast: Cast) -> None:
    olga = factories.login("olga", Role.OPERATOR)
    post_sale.remind_after_days, post_sale.most_reminders = 3, 3
    post_sale.save()
    rules = [Budget(CONTACT, 3, 60, counts_reminders=True), Budget(CONTACT, 1, 10)]
    budgeting.set_budgets(wanted=rules, by=olga, now=PLANNED)
    contact = factories.ContactFactory(account=cast.account)
    delivered(contact)
    assert planning.plan(program=post_sale, now=PLANNED) == {"asked": 1}
    # The survey, and two of its three reminders: the third would break the budget.
    assert Message.objects.count() == 3
    second = one_off(contact, starts_on=date(2026, 12, 7))
    assert planning.plan(program=second, now=datetime(2026, 12, 4, 8, tzinfo=UTC)) == {"deferred": 1}


def test_bad_budgets_are_refused_by_their_place(ready, now) -> None:
    olga = factories.login("olga", Role.OPERATOR)
    good = Budget(CONTACT, 1, 45)
    for bad in (Budget("team", 1, 45), Budget(CONTACT, 0, 45), Budget(CONTACT, 1, 800), good):
        with pytest.raises(budgeting.BadBudget) as refused:
            budgeting.set_budgets(wanted=[good, bad], by=olga, now=now)
        assert refused.value.where == "1"


def test_mails_carry_the_manager_s_name_unless_they_left(post_sale: Program, cast: Cast) -> None:
    post_sale.sender, post_sale.reply_to_address = "manager", "feedback@ours.example"
    post_sale.save()
    delivered(factories.ContactFactory(account=cast.account))
    delivered(factories.ContactFactory(account=factories.AccountFactory()))  # nobody holds it
    assert planning.plan(program=post_sale, now=PLANNED) == {"asked": 2}
    names = {batch.sender_name: batch.reply_to_address for batch in Batch.objects.all()}
    assert names == dict.fromkeys(("Anna Manager", "Dora Sender"), "feedback@ours.example")
    assert set(post_sale.days.values_list("sender__name", flat=True)) == {"Anna Manager", None}
    cast.anna.left_on = date(2026, 11, 1)
    cast.anna.save()
    delivered(factories.ContactFactory(account=cast.account), on=date(2026, 11, 14))
    planning.plan(program=post_sale, now=PLANNED + timedelta(days=1))
    assert Batch.objects.filter(sender_name="Anna Manager").count() == 1


def test_channels_are_tried_in_order_and_an_opt_out_holds_for_all(
    post_sale: Program, cast: Cast, now
) -> None:
    post_sale.channels = ["sms", "email"]
    post_sale.save()
    by_phone, by_mail, nowhere, out = (
        factories.ContactFactory(account=cast.account, name=name) for name in ("a", "b", "c", "d")
    )
    nowhere.email = None
    nowhere.save()
    ContactAddress.objects.create(contact=by_phone, channel="sms", address="+4915112345678")
    ContactAddress.objects.create(contact=nowhere, channel="telegram", address="123456")
    ContactAddress.objects.create(contact=out, channel="sms", address="+4915112345679")
    post_sale.contacts_per_account = 9
    post_sale.save()
    suppressing.suppress(address=out.email, kind="", reason="unsubscribed", now=now)
    delivered(by_phone, by_mail, nowhere, out)
    assert planning.plan(program=post_sale, now=PLANNED) == {"asked": 2, "not_asked": 2}
    sent = dict(Invitation.objects.values_list("address", "batch__channel"))
    assert sent == {"+4915112345678": "sms", by_mail.email.lower(): "email"}
    reasons = dict(Decision.objects.filter(outcome="not_asked").values_list("contact", "reason"))
    assert reasons == {nowhere.pk: "no_address", out.pk: "suppressed"}


def test_a_fixed_language_goes_before_the_contact_s(post_sale: Program, cast: Cast) -> None:
    post_sale.language = "ru"
    post_sale.save()
    delivered(factories.ContactFactory(account=cast.account, language="en"))
    planning.plan(program=post_sale, now=PLANNED)
    assert Invitation.objects.get().language == "ru"


def test_conditions_and_closing(post_sale: Program, cast: Cast) -> None:
    post_sale.counts_from, post_sale.delay_business_days = "closing", 1
    post_sale.conditions = {"fact": "deal.amount", "at_least": 5000}
    post_sale.save()
    for amount in (4999, 5000):
        contact = factories.ContactFactory(account=factories.AccountFactory())
        deal = factories.DealFactory(
            account=contact.account,
            stage=DealStage.WON,
            closed_on=date(2026, 11, 17),
            amount=amount,
            currency="EUR",
        )
        DealContact.objects.create(deal=deal, contact=contact)
    assert planning.plan(program=post_sale, now=PLANNED) == {"asked": 1, "not_asked": 1}
    refused = Decision.objects.get(outcome="not_asked")
    assert refused.words["en"].endswith("asks only where the order's amount is at least 5000.")
    assert Touchpoint.objects.get().deal.amount == 5000
