"""Looking through answers: each planted cheat is flagged with its reason, honest answers are not."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from csat.access import Role
from csat.customers.models import Capacity, Company, Contact, Employee
from csat.programs.models import Touchpoint
from csat.scores.flags import looking
from csat.scores.flags.rules import UnknownReason, left_out, set_rules
from csat.scores.models import AnswerFlag, Score
from surveys.actions import reviewing
from surveys.models import Invitation, Message, Response, Verdict
from tests.csat.answered import answer, heard, periodic, score, touchpoint
from tests.factories import AccountFactory, Cast, ContactFactory, assign, login

pytestmark = pytest.mark.django_db


def said(contact: Contact, at: datetime, *, seconds: int = 90, **fields: Any) -> Response:
    """A scored answer with different ticks, given in so many seconds."""
    ticks = periodic(8, quality=9, delivery_dates=6, competence=10)
    response = answer(contact, fields.pop("answers", ticks), at=at)
    fields = {"started_at": at - timedelta(seconds=seconds), **fields}
    Response.objects.filter(id=response.pk).update(**fields)
    score(response)
    return Response.objects.get(id=response.pk)


def flags_of(response: Response) -> dict[str, Any]:
    return dict(AnswerFlag.objects.filter(response=response).values_list("reason", "facts"))


def test_an_honest_answer_has_no_flag_and_is_looked_through_once(now: datetime, cast: Cast) -> None:
    response = said(ContactFactory(account=cast.account), now, device="d1", begun_device="d1")
    assert looking.look_through(now=now) == 1
    assert flags_of(response) == {}
    assert looking.look_through(now=now) == 0


def test_what_came_from_us_is_flagged_and_waits_for_a_person(now: datetime, cast: Cast) -> None:
    Company.objects.update_or_create(id=1, defaults={"own_domains": ["Meridian.example"]})
    ours = said(ContactFactory(account=cast.account, email="x@mail.meridian.example"), now)
    hers = said(ContactFactory(account=cast.account, email=cast.anna.email.upper()), now)
    logged_in = said(ContactFactory(account=cast.account), now, from_inside="session")
    office = said(ContactFactory(account=cast.account), now, from_inside="network")
    looking.look_through(now=now)
    assert flags_of(ours) == {"own_address": {"domain": "mail.meridian.example"}}
    assert set(flags_of(hers)) == {"own_address"}
    assert flags_of(logged_in) == {"staff_session": {}} and flags_of(office) == {"own_network": {}}
    verdicts = dict(Response.objects.values_list("id", "verdict"))
    waiting = {response.pk for response in (ours, hers, logged_in)}
    assert {pk for pk, verdict in verdicts.items() if verdict == Verdict.DOUBTFUL} == waiting
    ours.refresh_from_db()
    assert ours.doubts == ["own_address"] and ours.revisions.get(revision=2).cause == "doubted"
    score(ours)
    assert not Score.objects.filter(response=ours).exists()


def test_what_a_person_confirmed_is_not_left_out_again(now: datetime, cast: Cast) -> None:
    response = said(ContactFactory(account=cast.account, email=cast.anna.email), now)
    looking.look_through(now=now)
    by = login("otto", Role.OPERATOR)
    reviewing.confirm(responses=[response.pk], reason="a test of hers", by=by, now=now)
    assert reviewing.doubt(reasons={response.pk: ["burst"]}, now=now) == []
    response.refresh_from_db()
    assert response.verdict == Verdict.COUNTS


def test_old_answers_are_listed_and_stay_in_reports(now: datetime, cast: Cast) -> None:
    long_ago = said(ContactFactory(account=cast.account, email=cast.anna.email), now - timedelta(days=31))
    looking.look_through(now=now)
    long_ago.refresh_from_db()
    assert set(flags_of(long_ago)) == {"own_address"} and long_ago.verdict == Verdict.COUNTS


def test_rules_say_what_leaves_out(now: datetime, cast: Cast) -> None:
    by = login("otto", Role.OPERATOR)
    assert left_out() == {"own_address", "staff_session"}
    set_rules(leave_out=frozenset({"handed_on"}), by=by)
    assert left_out() == {"handed_on"}
    with pytest.raises(UnknownReason):
        set_rules(leave_out=frozenset({"happy"}), by=by)
    mine = said(ContactFactory(account=cast.account, email=cast.anna.email), now)
    passed = said(ContactFactory(account=cast.account), now, device="b", begun_device="a")
    looking.look_through(now=now)
    mine.refresh_from_db(), passed.refresh_from_db()
    assert (mine.verdict, passed.verdict) == (Verdict.COUNTS, Verdict.DOUBTFUL)


def test_ticks_without_reading_and_the_same_device(now: datetime, cast: Cast) -> None:
    happy = heard(ContactFactory(account=cast.account), 10, at=now - timedelta(hours=5))
    Response.objects.filter(id=happy.pk).update(started_at=now - timedelta(hours=5, seconds=60))
    rushed = said(ContactFactory(account=cast.account), now, seconds=8, answers=periodic(10))
    one = said(ContactFactory(), now, device="d")
    other = said(ContactFactory(), now + timedelta(minutes=5), device="d")
    looking.look_through(now=now)
    assert flags_of(happy) == {}
    assert flags_of(rushed)["straight_lined"]["items"] == 7
    assert flags_of(one)["same_device"] == {"answers": 2, "clients": 2, "minutes": 5, "others": [other.pk]}
    assert Response.objects.filter(verdict=Verdict.DOUBTFUL).count() == 0


def test_clients_of_one_manager_who_answer_together_after_days_of_silence(now: datetime, cast: Cast) -> None:
    theirs = [_client_of(cast.oleg, now) for _number in range(40)]
    for number, contact in enumerate(theirs):
        _mailed(said(contact, now - timedelta(days=30, hours=number)), hours=2 + number % 20)
    for number in range(60):
        _sent(touchpoint(_client_of(cast.oleg, now), at=now - timedelta(days=20, hours=number)))
    contacts = [_client_of(cast.anna, now) for _number in range(6)]
    at = now - timedelta(hours=3)
    begged = [_mailed(said(one, at + timedelta(minutes=9 * n)), hours=100) for n, one in enumerate(contacts)]
    looking.look_through(now=now)
    assert {one.pk for one in begged} <= set(
        AnswerFlag.objects.filter(reason="burst").values_list("response_id", flat=True)
    )
    assert flags_of(begged[0])["burst"]["clients"] == 6


def _client_of(employee: Employee, now: datetime) -> Contact:
    account = AccountFactory()
    assign(account, employee, Capacity.MANAGER, since=(now - timedelta(days=400)).date())
    return ContactFactory(account=account)


def _sent(about: Touchpoint) -> None:
    _accepted(about.invitation, about.created_at)


def _accepted(invitation: Invitation, at: datetime) -> None:
    Message.objects.create(
        invitation=invitation, number=0, state="accepted", due_at=at, accepted_at=at, changed_at=at
    )


def _mailed(response: Response, *, hours: int) -> Response:
    """The mail was accepted so many hours before the answer."""
    invitation = response.invitation
    assert invitation and response.submitted_at
    _accepted(invitation, response.submitted_at - timedelta(hours=hours))
    invitation.answered_at = response.submitted_at
    invitation.save(update_fields=["answered_at"])
    return response


def test_a_hundred_answers_cost_as_many_statements_as_ten(now: datetime, cast: Cast) -> None:
    counted = []
    for many in (10, 60):
        for number in range(many):
            contact = ContactFactory(account=cast.account, email=f"n{many}-{number}@ours.example")
            _mailed(said(contact, now - timedelta(minutes=number), device=f"d{number}"), hours=5)
        with CaptureQueriesContext(
            connection,
        ) as statements:
            assert looking.look_through(now=now) == many
        counted.append(len(statements))
    assert counted[0] == counted[1]
