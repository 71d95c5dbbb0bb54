"""Leaving somebody out: who may ask and decide, what waits is taken back, afterwards they are asked again."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Event

import pytest
from django.db import connection

from csat import access
from csat.access import Role
from csat.customers.models import Account, Company, Contact, DealContact, DealStage
from csat.programs import deciding
from csat.programs.actions import excluding, planning
from csat.programs.models import Decision, Exclusion, Program, Touchpoint
from csat.programs.queries import exclusions
from surveys.models import Message
from tests import factories
from tests.factories import Cast

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)


@pytest.fixture
def planned(post_sale: Program, cast: Cast, now: datetime) -> Touchpoint:
    """One mail planned for a contact of Alfa."""
    deal = factories.DealFactory(
        account=cast.account, stage=DealStage.DELIVERED, delivered_on=date(2026, 11, 16)
    )
    DealContact.objects.create(deal=deal, contact=factories.ContactFactory(account=cast.account))
    assert planning.plan(program=post_sale, now=now) == {"asked": 1}
    return Touchpoint.objects.get()


def asked_to_leave_out(whom: Contact | Account, by, now, *, days: int = 10, reason: str = "not_now"):
    return excluding.ask(
        whom=whom,
        reason=reason,
        words="They told Anna on the phone.",
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=days),
        by=by,
        now=now,
    )


def test_not_now_takes_back_what_waits_and_asks_afterwards(planned: Touchpoint, post_sale, cast, now) -> None:
    row = asked_to_leave_out(planned.contact, cast.anna.user, now)
    assert (row.state, row.manager) == ("active", cast.anna)
    planned.refresh_from_db()
    planned.invitation.refresh_from_db()
    assert planned.withdrawn_at == now and planned.invitation.cancelled_at == now
    assert set(Message.objects.values_list("state", flat=True)) == {"cancelled"}
    decision = Decision.objects.get()
    assert (decision.outcome, decision.reason) == ("deferred", "excluded")
    assert decision.next_possible_on == date(2026, 11, 28) and "not now" in decision.words["en"]
    assert planning.plan(program=post_sale, now=now) == {}
    later = datetime(2026, 11, 27, 8, tzinfo=UTC)
    assert planning.plan(program=post_sale, now=later) == {"asked": 1}
    again = Touchpoint.objects.get(withdrawn_at=None)
    assert again.invitation.not_before_at.date() == date(2026, 11, 30)  # a Monday
    assert Decision.objects.get().outcome == "asked"


def test_a_whole_client_waits_for_somebody_else_s_approval(planned: Touchpoint, cast, now) -> None:
    olga, otto = factories.login("olga", Role.OPERATOR), factories.login("otto", Role.OPERATOR)
    row = asked_to_leave_out(cast.account, olga, now, reason="lawsuit")
    assert row.state == "waiting" and list(exclusions.waiting(Account.objects.all())) == [row]
    for by in (olga, cast.anna.user):
        with pytest.raises(excluding.NotYours):
            excluding.decide(exclusion=row, approve=True, because="", by=by, now=now)
    planned.invitation.refresh_from_db()
    assert planned.invitation.cancelled_at is None
    excluding.decide(exclusion=row, approve=True, because="right", by=otto, now=now)
    row.refresh_from_db()
    assert (row.state, row.decided_by, row.decided_at) == ("active", otto, now)
    planned.refresh_from_db()
    assert planned.withdrawn_at == now
    with pytest.raises(excluding.AlreadyDecided):
        excluding.decide(exclusion=row, approve=False, because="no", by=otto, now=now)
    assert list(exclusions.in_force(Account.objects.all(), day=TODAY)) == [row]


def test_lifting_lets_people_be_asked_at_once(planned: Touchpoint, post_sale, cast, now) -> None:
    row = asked_to_leave_out(planned.contact, cast.anna.user, now)
    with pytest.raises(excluding.NotYours):
        excluding.lift(exclusion=row, because="settled", by=cast.anna.user, now=now)
    olga = factories.login("olga", Role.OPERATOR)
    excluding.lift(exclusion=row, because="settled", by=olga, now=now)
    assert planning.plan(program=post_sale, now=now) == {"asked": 1}


@pytest.mark.django_db(transaction=True)
def test_lifting_reaches_what_a_planner_is_just_putting_off(
    post_sale: Program, cast, now, monkeypatch: pytest.MonkeyPatch
) -> None:
    deal = factories.DealFactory(
        account=cast.account, stage=DealStage.DELIVERED, delivered_on=date(2026, 11, 16)
    )
    contact = factories.ContactFactory(account=cast.account)
    DealContact.objects.create(deal=deal, contact=contact)
    row = asked_to_leave_out(contact, cast.anna.user, now)
    olga, is_deciding, decide_all = factories.login("olga", Role.OPERATOR), Event(), deciding.decide_all

    def slow(*args, **kwargs):
        is_deciding.set()
        time.sleep(0.5)
        return decide_all(*args, **kwargs)

    def lift() -> None:
        is_deciding.wait(10)
        try:
            excluding.lift(exclusion=row, because="settled", by=olga, now=now)
        finally:
            connection.close()

    monkeypatch.setattr(deciding, "decide_all", slow)
    with ThreadPoolExecutor(1) as pool:
        lifted = pool.submit(lift)
        assert planning.plan(program=post_sale, now=now) == {"deferred": 1}
        lifted.result(timeout=10)
    assert planning.plan(program=post_sale, now=now) == {"asked": 1}


def test_short_ones_in_a_row_need_approval_as_a_long_one_does(cast: Cast, ready, now) -> None:
    contact = factories.ContactFactory(account=cast.account)
    states = [
        excluding.ask(
            whom=contact,
            reason="not_now",
            words="Not now.",
            starts_on=TODAY + timedelta(days=first),
            ends_on=TODAY + timedelta(days=last),
            by=cast.anna.user,
            now=now,
        ).state
        for first, last in ((0, 7), (20, 27), (7, 8), (118, 132), (119 + 120, 119 + 134))
    ]
    assert states == ["active", "active", "waiting", "active", "active"]


def test_a_refused_one_changes_nothing(planned: Touchpoint, post_sale, cast, now) -> None:
    row = asked_to_leave_out(planned.contact, cast.anna.user, now, days=60, reason="other")
    olga = factories.login("olga", Role.OPERATOR)
    with pytest.raises(excluding.CannotExclude, match="why not"):
        excluding.decide(exclusion=row, approve=False, because=" ", by=olga, now=now)
    excluding.decide(exclusion=row, approve=False, because="key client", by=olga, now=now)
    planned.refresh_from_db()
    assert row.state == "refused" and planned.withdrawn_at is None


def test_by_rule_nobody_needs_approval(planned: Touchpoint, cast, now) -> None:
    Company.objects.update(exclusions_need_approval=False)
    assert asked_to_leave_out(cast.account, cast.anna.user, now, reason="claim").state == "active"


def test_who_was_invited_already_is_only_not_reminded(planned: Touchpoint, cast, now) -> None:
    Message.objects.filter(number=0).update(
        state="sending", lease_until=now, attempt=1, owner="w", dated_at=now
    )
    Message.objects.filter(number=0).update(state="accepted", accepted_at=now)
    asked_to_leave_out(planned.contact, cast.anna.user, now)
    planned.refresh_from_db()
    planned.invitation.refresh_from_db()
    assert planned.withdrawn_at is None and planned.invitation.cancelled_at is None
    assert Message.objects.get(number=1).state == "cancelled"
    assert Decision.objects.get().outcome == "asked"


@pytest.mark.parametrize("what", ["left out", "basis over", "leaves", "closes"])
def test_nobody_is_reminded_on_a_day_on_which_they_are_not_written_to(
    post_sale: Program, cast, now, what: str
) -> None:
    """Asked on the 19th, reminded on the 23rd: from the 20th on they are not to be written to."""
    deal = factories.DealFactory(
        account=cast.account, stage=DealStage.DELIVERED, delivered_on=date(2026, 11, 16)
    )
    contact = factories.ContactFactory(account=cast.account)
    DealContact.objects.create(deal=deal, contact=contact)
    friday = date(2026, 11, 20)
    match what:
        case "left out":
            excluding.ask(
                whom=contact,
                reason="not_now",
                words="On holiday.",
                starts_on=friday,
                ends_on=date(2026, 12, 1),
                by=cast.anna.user,
                now=now,
            )
        case "basis over":
            contact.legal_bases.update(during=(date(2020, 1, 1), friday))
        case "leaves":
            Contact.objects.filter(pk=contact.pk).update(left_on=friday)
        case "closes":
            Account.objects.filter(pk=cast.account.pk).update(closed_on=friday)
    assert planning.plan(program=post_sale, now=now) == {"asked": 1}
    assert list(Message.objects.values_list("number", flat=True)) == [0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": "mood"}, "no such reason"),
        ({"words": "  "}, "Say why"),
        ({"words": "x" * 501}, "500 characters"),
        ({"ends_on": TODAY}, "ends before"),
        ({"ends_on": TODAY + timedelta(days=400)}, "more than a year"),
        ({"starts_on": date(2999, 1, 1), "ends_on": date(2999, 1, 8)}, "more than a year"),
    ],
)
def test_without_a_reason_and_an_end_nobody_is_left_out(cast, ready, now, changes, words) -> None:
    asked = {"reason": "claim", "words": "broken", "starts_on": TODAY, "ends_on": TODAY + timedelta(days=9)}
    with pytest.raises(excluding.CannotExclude, match=words):
        excluding.ask(whom=cast.account, by=cast.anna.user, now=now, **asked | changes)


def test_others_clients_and_the_same_days_are_refused(cast: Cast, ready, now) -> None:
    assert not access.may_ask_to_exclude(cast.anna.user, cast.foreign)
    with pytest.raises(excluding.CannotExclude, match="not yours"):
        asked_to_leave_out(cast.foreign, cast.anna.user, now)
    contact = factories.ContactFactory(account=cast.account)
    asked_to_leave_out(contact, cast.anna.user, now)
    with pytest.raises(excluding.CannotExclude, match="already"):
        asked_to_leave_out(contact, cast.anna.user, now, days=3)


def test_they_are_counted_by_manager(cast: Cast, ready, now) -> None:
    for _ in range(2):
        asked_to_leave_out(factories.ContactFactory(account=cast.account), cast.anna.user, now)
    olga = factories.login("olga", Role.OPERATOR)
    asked_to_leave_out(cast.foreign, olga, now, reason="claim")
    everybody = Account.objects.all()
    rows = exclusions.exclusions_by_manager(everybody, TODAY - timedelta(days=30), TODAY + timedelta(days=1))
    first = rows[0]
    assert (first.manager, first.asked, first.active, first.waiting) == (cast.anna, 2, 2, 0)
    assert rows[1].by_reason == {"claim": 1} and rows[1].waiting == 1
    assert exclusions.exclusions_by_manager(everybody, TODAY + timedelta(days=1), TODAY) == []
    mine = Account.objects.filter(id=cast.account.pk)
    assert exclusions.of_accounts(mine).count() == 2 and Exclusion.objects.count() == 3
