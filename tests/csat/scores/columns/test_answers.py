"""Answers as rows: respondents, rounds, invitations and comments, and to whom they are credited."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from django.db.models import QuerySet
from pytest_django import DjangoAssertNumQueries

from csat.customers.models import Account, Assignment, Capacity, Company
from csat.scores.actions import merging
from csat.scores.columns.asked import asked
from csat.scores.columns.comments import comments
from csat.scores.columns.held import held
from csat.scores.columns.respondents import respondents
from csat.scores.columns.waves import recent_waves_of, waves
from surveys.models import Message, Verdict
from tests.csat.answered import answer, heard, periodic, score, touchpoint
from tests.factories import AccountFactory, Cast, ContactFactory

pytestmark = pytest.mark.django_db
FIRST, UNTIL = date(2026, 1, 1), date(2026, 12, 1)
MAY = datetime(2026, 5, 10, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def company(db: None) -> Company:
    return Company.objects.create(id=1, base_currency="EUR", zone="Europe/Berlin")


def everybody() -> QuerySet[Account]:
    return Account.objects.all()


def sent(contact: object, *, at: datetime, state: str = "accepted", bounced_after: int = 0) -> Message:
    row = touchpoint(contact, at=at)
    moved = at + timedelta(hours=bounced_after)
    return Message.objects.create(
        invitation=row.invitation, number=0, state=state, due_at=at, accepted_at=at, changed_at=moved
    )


def test_a_respondent_is_a_row_with_gaps_where_nobody_judged() -> None:
    contact = ContactFactory(role="finance", account=AccountFactory(segment="large"))
    response = heard(contact, 7, at=MAY, quality="cannot_judge", competence=10)
    heard(ContactFactory(), 4, at=MAY + timedelta(days=1))
    score(answer(ContactFactory(), {"overall": 9}, at=MAY, key="post-sale"))
    contact.account.segment = "small"
    contact.account.save()
    found = respondents(everybody(), first=FIRST, until=UNTIL)
    assert found.response_ids.tolist()[0] == response.pk and len(found.response_ids) == 2
    assert (found.roles[0], found.segments[0]) == ("finance", "large")
    assert found.names == tuple(sorted(found.names)) and "quality" in found.names
    assert np.isnan(found.attributes[0, found.names.index("quality")])
    assert found.attributes[0, found.names.index("competence")] == 100
    assert found.overall == pytest.approx([66.667, 33.333])
    assert found.csi[1] == pytest.approx(33.333)
    assert str(found.occurred_on[0]) == "2026-05-10"


def test_no_respondents_keep_the_shapes() -> None:
    found = respondents(everybody(), first=FIRST, until=UNTIL)
    assert (found.overall.shape, found.attributes.shape, found.names) == ((0,), (0, 0), ())


def test_answers_to_one_months_surveys_are_one_round() -> None:
    account = AccountFactory()
    early, late = ContactFactory(account=account), ContactFactory(account=account)
    heard(early, 8, at=datetime(2026, 3, 5, tzinfo=UTC))
    heard(late, 6, at=datetime(2026, 3, 31, 23, tzinfo=UTC))  # April in Berlin, asked in March
    heard(early, 5, at=datetime(2026, 6, 5, tzinfo=UTC))
    heard(ContactFactory(), 9, at=datetime(2026, 6, 5, tzinfo=UTC))
    found = waves(everybody(), until=UNTIL)
    assert found.waves.tolist() == [0, 0, 1, 0]
    assert np.diff(found.months).tolist() == [0, 3, 0]
    assert str(found.occurred_on[1]) == "2026-04-01"
    assert found.contact_ids.tolist()[:3] == [early.pk, late.pk, early.pk]
    last = recent_waves_of(account, until=UNTIL, last=1)
    assert (last.response_ids.size, last.waves.tolist(), last.roles) == (1, [1], ("buyer",))
    assert recent_waves_of(account, until=date(2026, 1, 1)).waves.size == 0


def test_an_account_that_moved_leaves_its_answers_with_the_earlier_holder(cast: Cast, now: datetime) -> None:
    heard(ContactFactory(account=cast.account), 3, at=MAY)
    Assignment.objects.filter(account=cast.account, capacity=Capacity.MANAGER).update(
        during=(date(2024, 1, 1), date(2026, 6, 1))
    )
    Assignment.objects.create(
        account=cast.account, employee=cast.oleg, capacity=Capacity.MANAGER, during=(date(2026, 6, 1), None)
    )
    heard(ContactFactory(account=cast.account), 9, at=datetime(2026, 7, 10, tzinfo=UTC))
    merging.merge_everything(now=now)
    credited = held(everybody(), first=FIRST, until=UNTIL)
    assert dict(zip(credited.person_ids.tolist(), credited.sums.round(1).tolist(), strict=True)) == {
        cast.anna.pk: 22.2,
        cast.oleg.pk: 88.9,
    }
    assert credited.counts.tolist() == [1, 1]
    assert credited.squares == pytest.approx(credited.sums**2)
    assert waves(everybody(), until=UNTIL).manager_ids.tolist() == [cast.anna.pk, cast.oleg.pk]


def test_invitations_that_reached_somebody_are_rows() -> None:
    contact = ContactFactory()
    invited = sent(contact, at=MAY, state="delivered")
    reminded = MAY + timedelta(days=4)
    Message.objects.create(
        invitation=invited.invitation, number=1, state="accepted", due_at=reminded, accepted_at=reminded,
        changed_at=reminded,
    )  # fmt: skip
    sent(contact, at=datetime(2026, 6, 30, 22, 30, tzinfo=UTC))
    sent(ContactFactory(), at=MAY + timedelta(hours=1), state="bounced", bounced_after=71)
    sent(ContactFactory(), at=MAY + timedelta(hours=2), state="bounced", bounced_after=73)
    sent(ContactFactory(), at=MAY, state="cancelled")
    found = asked(everybody(), first=FIRST, until=UNTIL)
    assert [str(day) for day in found.sent_on] == ["2026-05-10", "2026-05-10", "2026-07-01"]
    assert np.diff(found.months).tolist() == [0, 2]
    assert str(found.closes_on[0]) == "2026-05-24"
    assert found.is_headline.all() and not found.answered.any()
    assert asked(everybody(), first=FIRST, until=date(2026, 7, 1)).account_ids.size == 2


def test_only_answers_that_count_are_answered() -> None:
    for verdict in (Verdict.COUNTS, Verdict.DOUBTFUL):
        response = answer(ContactFactory(), periodic(8), at=MAY, verdict=verdict)
        Message.objects.create(
            invitation=response.invitation,
            number=0,
            state="accepted",
            due_at=MAY,
            accepted_at=MAY,
            changed_at=MAY,
        )
    assert sorted(asked(everybody(), first=FIRST, until=UNTIL).answered.tolist()) == [False, True]


def test_comments_are_the_words_first_submitted() -> None:
    late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    response = heard(
        ContactFactory(role="finance"), 4, at=late, words=" Too slow. ", wish="yes", phone="+49 1"
    )
    response.answers = {**response.answers, "change_first": "All is well."}
    response.save()
    answer(ContactFactory(), periodic(9, words="Doubted"), at=MAY, verdict=Verdict.DOUBTFUL)
    erased = heard(ContactFactory(), 9, at=MAY, words="Forget me")
    erased.revisions.create(revision=2, answers={}, cause="erased", created_at=MAY)
    heard(ContactFactory(), 9, at=MAY)
    [found] = comments(everybody(), first=FIRST, until=UNTIL)
    assert (found.text, found.question, found.role) == ("Too slow.", "change_first", "finance")
    assert (found.response, found.occurred_on) == (response.uuid, date(2026, 7, 1))
    assert found.overall == pytest.approx(33.333)
    assert comments(everybody(), first=FIRST, until=date(2026, 7, 1)) == ()


def test_queries_do_not_grow(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    heard(ContactFactory(), 8, at=MAY, words="Fine")
    comments(everybody(), first=FIRST, until=UNTIL)  # reads the questionnaire once a process
    for _ in range(2):
        for number in range(10):
            contact = ContactFactory(account=cast.account)
            heard(contact, 8, at=MAY + timedelta(days=number), words="Fine")
            sent(ContactFactory(), at=MAY)
        with django_assert_num_queries(2):
            respondents(everybody(), first=FIRST, until=UNTIL)
        with django_assert_num_queries(2):
            waves(everybody(), until=UNTIL)
        with django_assert_num_queries(2):
            asked(everybody(), first=FIRST, until=UNTIL)
        with django_assert_num_queries(2):
            comments(everybody(), first=FIRST, until=UNTIL)
        with django_assert_num_queries(1):
            held(everybody(), first=FIRST, until=UNTIL)
