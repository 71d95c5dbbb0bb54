"""Writing rules: every mistake is named by field with its cure; what a change means for what is planned."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from csat.access import Role
from csat.customers.models import Contact, DealContact, DealStage
from csat.programs.actions import arranging, planning, stopping
from csat.programs.models import Decision, Program, ProgramContact, Touchpoint
from surveys.models import Invitation, Message, Survey
from tests import factories
from tests.factories import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga(ready: None):
    return factories.login("olga", Role.OPERATOR)


def values(**changes: Any) -> dict[str, Any]:
    good = {
        "name": "After delivery",
        "kind": "post_sale",
        "survey": Survey.objects.get(key="post-sale"),
        "starts_on": date(2026, 11, 1),
    }
    return {name: value for name, value in (good | changes).items() if value is not ...}


BAD = [
    ({"name": ""}, "name"),
    ({"name": "x" * 201}, "name"),
    ({"kind": "sometimes"}, "kind"),
    ({"starts_on": ...}, "starts_on"),
    ({"survey": ...}, "survey"),
    ({"language": "fr"}, "language"),
    ({"ends_on": date(2026, 11, 1)}, "ends_on"),
    ({"roles": ["boss"]}, "roles"),
    ({"priority": 0}, "priority"),
    ({"priority": 10}, "priority"),
    ({"contacts_per_account": 0}, "contacts_per_account"),
    ({"expires_after_days": 0}, "expires_after_days"),
    ({"remind_after_days": 7, "most_reminders": 2, "expires_after_days": 14}, "expires_after_days"),
    ({"most_reminders": 6, "remind_after_days": 1, "expires_after_days": 60}, "most_reminders"),
    ({"delay_business_days": 31}, "delay_business_days"),
    ({"asks_first_order": False, "asks_repeat_order": False}, "asks_first_order"),
    ({"large_order_amount": Decimal(-1)}, "large_order_amount"),
    ({"kind": "event"}, "event_name"),
    ({"kind": "event", "event_name": "x", "event_delays_days": [7, 7]}, "event_delays_days"),
    ({"kind": "event", "event_name": "x", "event_delays_days": [400]}, "event_delays_days"),
    ({"kind": "one_off"}, "contacts"),
    ({"kind": "periodic", "cadence_months": 0}, "cadence_months"),
    ({"kind": "periodic", "key_cadence_months": 25}, "key_cadence_months"),
    ({"kind": "periodic", "is_sampled": True}, "is_sampled"),
    ({"is_sampled": True, "revenue_coverage": Decimal("0.5")}, "is_sampled"),
    ({"kind": "periodic", "revenue_coverage": Decimal("1.2")}, "revenue_coverage"),
    ({"kind": "periodic", "audit_share": Decimal("-0.1")}, "audit_share"),
    ({"kind": "periodic", "role_coverage": {"buyer": 2}}, "role_coverage"),
    ({"kind": "periodic", "role_coverage": {"boss": 0.5}}, "role_coverage"),
    ({"conditions": {"fact": "account.size", "is": 3}}, "conditions"),
    ({"channels": []}, "channels"),
    ({"channels": ["pigeon"]}, "channels"),
    ({"reply_to_address": "nobody"}, "reply_to_address"),
    ({"trial_addresses": ["buyer@client.example"]}, "trial_addresses"),
    ({"colour": "red"}, "colour"),
]


@pytest.mark.parametrize(("changes", "field"), BAD)
def test_what_cannot_be_carried_out_is_refused_by_field(olga, now, changes, field) -> None:
    with pytest.raises(arranging.BadProgram) as refused:
        arranging.create(values=values(**changes), by=olga, now=now)
    assert field in refused.value.problems
    assert all(problem.what for problem in refused.value.problems.values())
    assert not Program.objects.exists()


def test_all_mistakes_are_named_at_once(olga, now) -> None:
    with pytest.raises(arranging.BadProgram) as refused:
        arranging.create(values=values(name="", priority=12, channels=[]), by=olga, now=now)
    assert set(refused.value.problems) == {"name", "priority", "channels"}


def test_a_new_rule_is_a_draft_and_asks_nobody(olga, now) -> None:
    program = arranging.create(
        values=values(trial_addresses=["olga@ours.example"], roles=["buyer"]), by=olga, now=now
    )
    assert program.state == "draft" and planning.plan(program=program, now=now) == {}


def test_a_list_is_kept_and_changed_with_the_rule(olga, cast: Cast, now) -> None:
    one, two = (factories.ContactFactory(account=cast.account) for _ in range(2))
    program = arranging.create(values=values(kind="one_off", contacts=[one, two]), by=olga, now=now)
    arranging.change(program=program, values={"contacts": [two]}, by=olga, now=now)
    assert [row.contact for row in ProgramContact.objects.all()] == [two]
    arranging.change(program=program, values={"name": "Other"}, by=olga, now=now)
    assert ProgramContact.objects.count() == 1
    with pytest.raises(arranging.BadProgram, match="Nobody is on the list"):
        arranging.change(program=program, values={"contacts": []}, by=olga, now=now)
    other = arranging.copy(program=program, name="Again", by=olga, now=now)
    assert (other.state, other.starts_on) == ("draft", now.date())
    assert [row.contact for row in ProgramContact.objects.filter(program=other)] == [two]


def delivered(contact: Contact) -> None:
    deal = factories.DealFactory(
        account=contact.account, stage=DealStage.DELIVERED, delivered_on=date(2026, 11, 12)
    )
    DealContact.objects.create(deal=deal, contact=contact)


def test_a_change_reaches_what_is_not_planned_yet_and_whom_the_rule_refused(
    post_sale: Program, olga, cast: Cast, now
) -> None:
    buyer = factories.ContactFactory(account=cast.account, role="buyer")
    finance = factories.ContactFactory(account=cast.foreign, role="finance")
    for contact in (buyer, finance):
        delivered(contact)
    arranging.change(program=post_sale, values={"roles": ["buyer"]}, by=olga, now=now)
    post_sale.refresh_from_db()
    assert planning.plan(program=post_sale, now=now) == {"asked": 1, "not_asked": 1}
    assert planning.plan(program=post_sale, now=now) == {}
    changes = {"roles": ["buyer", "finance"], "expires_after_days": 20}
    changed = arranging.change(program=post_sale, values=changes, by=olga, now=now)
    assert changed.planned_at is None
    assert planning.plan(program=changed, now=now) == {"asked": 1}
    lives = {
        touchpoint.contact: (touchpoint.invitation.expires_at - touchpoint.invitation.not_before_at).days
        for touchpoint in Touchpoint.objects.select_related("contact", "invitation")
    }
    assert lives == {buyer: 14, finance: 20}
    assert set(Decision.objects.values_list("outcome", flat=True)) == {"asked"}


def test_the_kind_and_after_the_first_mail_the_survey_stay(post_sale, olga, cast: Cast, now) -> None:
    nps = Survey.objects.get(key="nps")
    with pytest.raises(arranging.BadProgram, match="never changes"):
        arranging.change(program=post_sale, values={"kind": "event"}, by=olga, now=now)
    delivered(factories.ContactFactory(account=cast.account))
    planning.plan(program=post_sale, now=now)
    with pytest.raises(arranging.BadProgram, match="asked already"):
        arranging.change(program=post_sale, values={"survey": nps}, by=olga, now=now)


def test_an_ended_rule_takes_back_what_waits_and_stays_as_it_is(post_sale, olga, cast: Cast, now) -> None:
    delivered(factories.ContactFactory(account=cast.account))
    planning.plan(program=post_sale, now=now)
    assert stopping.end(program=post_sale, because="replaced", by=olga, now=now) == 2
    assert set(Message.objects.values_list("state", flat=True)) == {"cancelled"}
    assert Invitation.objects.get().cancelled_because == "replaced (olga@ours.example)"
    assert Touchpoint.objects.get().withdrawn_at == now
    for forbidden in ("try", "start", "pause", "end"):
        assert not stopping.may(post_sale, forbidden)
    with pytest.raises(stopping.WrongState):
        stopping.start(program=post_sale, by=olga, now=now)
    with pytest.raises(stopping.WrongState, match="ended"):
        arranging.change(program=post_sale, values={"name": "x"}, by=olga, now=now)
    assert planning.plan(program=post_sale, now=datetime(2026, 11, 19, 9, tzinfo=UTC)) == {}


def test_states_move_only_along_the_table(post_sale: Program) -> None:
    legal = {(state, what) for what, (states, _) in stopping.MOVES.items() for state in states}
    for state in ("draft", "trial", "running", "paused", "ended"):
        for what, (_, after) in stopping.MOVES.items():
            Program.objects.update(state=state)
            post_sale.refresh_from_db()
            assert stopping.may(post_sale, what) is ((state, what) in legal)
            if (state, what) in legal:
                stopping.move(post_sale, what)
                assert Program.objects.get().state == after
            else:
                with pytest.raises(stopping.WrongState):
                    stopping.move(post_sale, what)
