from datetime import datetime, timedelta

import pytest

from csat.findings.methods.quiet import DECLINE, SILENCE, Declines, Silences
from surveys.models import Message, MessageState
from tests.csat.answered import touchpoint
from tests.csat.findings import standing_clients as standing
from tests.csat.reports import business
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db


def declines(now: datetime) -> Declines:
    result = standing.found(DECLINE, now)
    assert isinstance(result, Declines)
    return result


def silences(now: datetime) -> Silences:
    result = standing.found(SILENCE, now)
    assert isinstance(result, Silences)
    return result


SINKING = [10, 9, 8, 7, 6, 5]


def test_a_score_that_sinks_while_revenue_holds_is_quiet(now: datetime) -> None:
    quiet, loud, steady = (
        standing.client(given, now=now) for given in (SINKING, SINKING, [8, 8, 8, 8, 8, 8])
    )
    business.revenue(quiet, now, facts=dict.fromkeys(range(1, 20), 100))
    business.revenue(steady, now, facts=dict.fromkeys(range(1, 20), 100))
    business.revenue(loud, now, facts={ago: 50 if ago < 7 else 100 for ago in range(1, 20)})
    result = declines(now)
    assert (result.verdict, result.looked_at, result.too_few) == ("quiet", 3, 0)
    assert 0 < result.by_chance <= 3 * 0.05 + 1e-9
    first, second = result.clients
    assert (first.account_id, first.verdict, first.rounds) == (quiet.pk, "quiet_decline", 6)
    assert first.fall == pytest.approx(500 / 9, rel=0.15) and first.probability > 0.95
    assert first.revenue is not None and first.revenue.change == pytest.approx(0)
    assert (second.account_id, second.verdict) == (loud.pk, "decline_with_revenue")
    assert second.revenue is not None and second.revenue.low < -0.4
    assert (first.first, first.last) == ("2025-06-01", "2026-09-01")


def test_revenue_that_is_not_known_is_said(now: datetime) -> None:
    standing.client(SINKING, now=now)
    result = declines(now)
    assert (result.verdict, result.clients[0].verdict) == ("declines", "decline_revenue_unknown")
    assert result.clients[0].missing[0].what == "months" and result.clients[0].revenue is None


def test_three_rounds_are_too_few(now: datetime) -> None:
    standing.client([10, 7, 4], now=now)
    result = declines(now)
    assert (result.verdict, result.looked_at, result.too_few) == ("too_little", 0, 1)
    assert (result.missing[0].what, result.missing[0].have) == ("waves", 3)


def test_who_was_not_heard_for_a_year_is_not_looked_at(now: datetime) -> None:
    account = AccountFactory()
    standing.rounds(standing.people(account, 2), SINKING, now=now - timedelta(days=400))
    assert declines(now).looked_at == 0
    assert declines(now).verdict == "too_little"


def test_nobody_sinks(now: datetime) -> None:
    standing.client([8, 8, 9, 8, 8], now=now)
    assert declines(now).verdict == "none"


def test_a_client_whose_people_stopped_answering_is_silent(now: datetime) -> None:
    gone, here, never = AccountFactory.create_batch(3)
    for _ in range(4):
        standing.invited(gone, now, [True] * 6 + [False] * 2)
        standing.invited(here, now, [True] * 8)
        standing.invited(never, now, [False] * 8)
    result = silences(now)
    assert (result.verdict, result.looked_at, result.never, result.too_few) == ("silences", 3, 1, 0)
    [silent] = result.clients
    assert (silent.account_id, silent.verdict, silent.since) == (gone.pk, "silent", "2026-05-01")
    assert (silent.answered, silent.invited) == (0, 8)
    assert (silent.answered_before, silent.invited_before) == (24, 24)


def test_a_decision_maker_who_stopped_is_told_apart(now: datetime) -> None:
    account = AccountFactory()
    for _ in range(4):
        standing.invited(account, now, [True, False] * 5)
    standing.invited(account, now, [True] * 8 + [False] * 2, role="decision_maker")
    result = silences(now)
    assert [one.verdict for one in result.clients] == ["decision_maker_silent"]
    assert result.clients[0].decision_probability < 0.05


def test_a_person_who_always_answered_and_stopped_is_named(now: datetime) -> None:
    account = AccountFactory()
    standing.invited(account, now, [True] * 10 + [False] * 2)
    for _ in range(14):
        standing.invited(account, now, [True] * 12)
    result = silences(now)
    [silent] = result.people
    assert silent.account_id == account.pk and silent.contact_id
    assert (silent.answered, silent.invited, silent.answered_before) == (0, 2, 10)
    silent_contact = account.contacts.get(pk=silent.contact_id)
    silent_contact.left_on = now.date()
    silent_contact.save()
    assert silences(now).people == ()


def test_open_invitations_do_not_count_as_silence(now: datetime) -> None:
    account = AccountFactory()
    standing.invited(account, now, [True, True])
    contact = account.contacts.get()
    for days in (5, 2):
        row = touchpoint(contact, at=now - timedelta(days=days))
        Message.objects.create(
            invitation=row.invitation, number=0, state=MessageState.ACCEPTED,
            due_at=now, accepted_at=now - timedelta(days=days), changed_at=now,
        )  # fmt: skip
    assert silences(now).verdict == "too_little"


def test_nobody_asked_yet(now: datetime) -> None:
    result = silences(now)
    assert (result.verdict, result.looked_at) == ("too_little", 0)
    assert result.missing[0].what == "waves"
