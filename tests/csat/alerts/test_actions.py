from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection

from csat.alerts import actions, queries
from csat.alerts.models import Assessed, Notification, Rule, Signal
from csat.scores.models import Assessment, Score
from surveys.models import Response
from tests.csat.answered import heard, score
from tests.factories import AccountFactory, Cast, ContactFactory
from tests.factories import cast as build_cast

pytestmark = pytest.mark.django_db


def assess(response: Response, now: datetime) -> list[Signal]:
    return actions.assess(response_id=response.id, now=now)


def told() -> set[tuple[str, str]]:
    return {(row.employee.name, row.because) for row in Notification.objects.select_related("employee")}


def test_a_low_answer_tells_manager_and_care_owner(cast: Cast, now: datetime) -> None:
    maria = ContactFactory(account=cast.account)
    assess(heard(maria, 4, at=now), now)
    signal = Signal.objects.get()
    assert (signal.account, signal.rule.key) == (cast.account, "low_answer")
    assert signal.facts["given"] == 4
    assert [row.contact for row in signal.evidence.all()] == [maria]
    assert told() == {("Anna Manager", "manager"), ("Boris Care", "care_owner")}


def test_a_very_low_answer_of_a_key_account_tells_the_head_too(cast: Cast, now: datetime) -> None:
    assess(heard(ContactFactory(account=cast.account), 3, at=now, competence=8), now)
    assert ("Clara Head", "head") in told()
    assert len(told()) == 3


def test_a_criticised_manager_hears_it_from_the_head(cast: Cast, now: datetime) -> None:
    assess(heard(ContactFactory(account=cast.account), 5, at=now, competence=2), now)
    assert told() == {("Boris Care", "care_owner"), ("Clara Head", "head")}


def test_the_deputy_hears_for_who_has_left(cast: Cast, now: datetime) -> None:
    cast.boris.left_on, cast.boris.deputy = now.date() - timedelta(days=3), cast.oleg
    cast.boris.save()
    assess(heard(ContactFactory(account=cast.account), 4, at=now), now)
    assert told() == {("Anna Manager", "manager"), ("Oleg Outsider", "care_owner")}


def test_a_second_low_answer_joins_the_open_signal_and_tells_nobody_twice(cast: Cast, now: datetime) -> None:
    maria, ivan = ContactFactory.create_batch(2, account=cast.account)
    for contact, given in ((maria, 4), (maria, 4), (ivan, 5)):
        assess(heard(contact, given, at=now), now)
    assert Signal.objects.get().evidence.count() == 3
    assert Notification.objects.count() == 2


def test_a_worse_second_answer_brings_the_head_in(cast: Cast, now: datetime) -> None:
    maria = ContactFactory(account=cast.account)
    assess(heard(maria, 5, at=now), now)
    assess(heard(maria, 2, at=now, competence=7), now)
    assert Signal.objects.count() == 1
    assert ("Clara Head", "head") in told()


def test_a_settled_signal_leaves_room_for_a_new_one(cast: Cast, now: datetime) -> None:
    maria = ContactFactory(account=cast.account)
    [first] = assess(heard(maria, 4, at=now), now)
    actions.settle(signal=first, now=now)
    [second] = assess(heard(maria, 4, at=now), now)
    assert second.id != first.id


def test_assessing_again_changes_nothing(cast: Cast, now: datetime) -> None:
    response = heard(ContactFactory(account=cast.account), 4, at=now)
    assert len(assess(response, now)) == 1
    assert assess(response, now) == []
    assert (Signal.objects.count(), Notification.objects.count()) == (1, 2)
    assert queries.responses_to_assess(limit=10) == []


def test_a_changed_answer_is_looked_at_again(cast: Cast, now: datetime) -> None:
    response = heard(ContactFactory(account=cast.account), 9, at=now)
    assert assess(response, now) == []
    response.answers["overall"], response.revision = 3, 2
    response.save()
    assert assess(response, now) == [] and queries.responses_to_assess(limit=10) == []
    score(response)
    assert queries.responses_to_assess(limit=10) == [response.id]
    assert [signal.rule.key for signal in assess(response, now)] == ["low_answer"]


@pytest.mark.parametrize("verdict", ["doubtful", "excluded"])
def test_doubtful_answers_raise_nothing_and_are_done_with(cast: Cast, now: datetime, verdict: str) -> None:
    response = heard(ContactFactory(account=cast.account), 1, at=now)
    Response.objects.filter(id=response.id).update(verdict=verdict)
    assert assess(response, now) == []
    assert Assessed.objects.count() == 1
    assert not Signal.objects.exists()


def test_an_answer_not_scored_yet_waits(cast: Cast, now: datetime) -> None:
    response = heard(ContactFactory(account=cast.account), 1, at=now)
    Assessment.objects.all().delete()
    Score.objects.all().delete()
    assert assess(response, now) == []
    assert not Assessed.objects.exists()
    score(response)
    assert len(assess(response, now)) == 1


def test_a_rule_that_is_off_raises_nothing(cast: Cast, now: datetime) -> None:
    Rule.objects.create(key="low_answer", is_on=False)
    assert assess(heard(ContactFactory(account=cast.account), 1, at=now), now) == []


def test_a_rule_keeps_its_own_thresholds(cast: Cast, now: datetime) -> None:
    Rule.objects.create(key="low_answer", parameters={"low_at": 3})
    contact = ContactFactory(account=cast.account)
    assert assess(heard(contact, 4, at=now), now) == []
    assert len(assess(heard(contact, 3, at=now), now)) == 1


def test_an_account_that_nobody_holds_still_gets_its_signal(cast: Cast, now: datetime) -> None:
    assess(heard(ContactFactory(account=AccountFactory()), 2, at=now), now)
    assert Signal.objects.count() == 1
    assert not Notification.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_the_same_moment_open_one_signal(now: datetime) -> None:
    cast = build_cast(today=now.date())
    responses = [heard(person, 3, at=now) for person in ContactFactory.create_batch(4, account=cast.account)]

    def assess_apart(response: Response) -> None:
        try:
            assess(response, now)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(assess_apart, responses))
    assert Signal.objects.get().evidence.count() == 4
    assert Notification.objects.values("employee").distinct().count() == Notification.objects.count()


def changed(response: Response, overall: int, now: datetime) -> None:
    """The client thinks again: the next revision, scored as the first."""
    response.answers |= {"overall": overall}
    response.revision += 1
    response.save()
    response.revisions.create(
        revision=response.revision, answers=response.answers, cause="changed", created_at=now
    )
    score(response)


def test_an_answer_changed_after_its_case_is_a_verdict_and_no_second_case(cast: Cast, now: datetime) -> None:
    response = heard(ContactFactory(account=cast.account), 4, at=now)
    [first] = assess(response, now)
    actions.settle(signal=first, now=now)

    changed(response, 2, now)
    assert assess(response, now) == []
    assert Signal.objects.count() == 1


def test_an_answer_changed_to_a_low_one_is_a_call(cast: Cast, now: datetime) -> None:
    response = heard(ContactFactory(account=cast.account), 9, at=now)
    assert assess(response, now) == []
    before = {row.measure: row.value_milli for row in Score.objects.all()}

    changed(response, 2, now)
    [signal] = assess(response, now)
    assert signal.facts["given"] == 2
    assert {
        row.measure: row.value_milli for row in Score.objects.all()
    } == before  # the first stays the score
