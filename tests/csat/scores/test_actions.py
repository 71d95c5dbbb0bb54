"""Scores and roll-ups kept answer by answer: what counts, what does not, and that twice is harmless."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command

from csat.customers.models import Company, ImportBatch, Rate, Revenue
from csat.scores import actions, queries, tasks
from csat.scores.actions import rebuilding
from csat.scores.models import AccountMonth, Assessment, DirtyMonth, Score, ScoreCell, WeightSet
from tests import factories
from tests.csat.scores import answers
from tests.factories import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ready")]
JUNE = date(2026, 6, 1)


def heard(cast: Cast, now: datetime, **given) -> tuple:
    contact = factories.ContactFactory(account=cast.account)
    touchpoint = answers.touchpoint(contact, at=now, manager=cast.anna)
    response = answers.submitted(touchpoint.invitation, at=now, **given)
    return touchpoint, response


def test_an_answer_is_tied_to_account_contact_role_and_people(cast: Cast, now: datetime) -> None:
    touchpoint, response = heard(cast, now)
    assert actions.record(response_id=response.pk, now=now)
    score = Score.objects.get(measure="csi")
    assert (score.value_milli, score.account, score.contact) == (88_889, cast.account, touchpoint.contact)
    assert (score.role, score.is_headline, score.month) == ("buyer", True, date(2026, 11, 1))
    assert actions.merge(now=now) == 1
    total = ScoreCell.objects.get(measure="csi", person=None)
    annas = ScoreCell.objects.get(measure="csi", person=cast.anna)
    assert (total.n, total.sum_milli, annas.n, annas.capacity) == (1, 88_889, 1, "manager")
    assert total.sum_squares == 88_889**2
    assert ScoreCell.objects.get(measure="overall", person=None).bins == [0] * 9 + [1, 0]
    month = AccountMonth.objects.get()
    assert (month.n, month.sum_milli, month.fact_minor) == (1, 88_889, None)


def test_recording_twice_changes_nothing(cast: Cast, now: datetime) -> None:
    _, response = heard(cast, now)
    assert actions.record(response_id=response.pk, now=now)
    before = sorted(Score.objects.values_list("id", "measure"))
    assert not actions.record(response_id=response.pk, now=now)
    assert sorted(Score.objects.values_list("id", "measure")) == before
    assert DirtyMonth.objects.count() == 1


def test_the_month_is_cut_in_our_zone(cast: Cast) -> None:
    late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)  # past midnight in Berlin
    _, response = heard(cast, late)
    actions.record(response_id=response.pk, now=late)
    assert set(Score.objects.values_list("month", "occurred_on")) == {(date(2026, 7, 1), date(2026, 7, 1))}


def test_the_first_submitted_answer_is_the_score(cast: Cast, now: datetime) -> None:
    _, response = heard(cast, now)
    actions.record(response_id=response.pk, now=now)
    answers.revised(response, at=now, cause="changed", answers=answers.GOOD | {"overall": 2})
    assert queries.responses_to_score(limit=10) == [response.pk]
    assert not actions.record(response_id=response.pk, now=now)
    assert Score.objects.get(measure="overall").given == 9
    assert queries.responses_to_score(limit=10) == []


def test_doubtful_and_excluded_answers_do_not_count_until_confirmed(cast: Cast, now: datetime) -> None:
    _, response = heard(cast, now, verdict="doubtful")
    actions.record(response_id=response.pk, now=now)
    assert not Score.objects.exists() and Assessment.objects.get().revision == 1
    answers.revised(response, at=now, cause="confirmed", verdict="counts")
    assert actions.record(response_id=response.pk, now=now)
    actions.merge(now=now)
    assert ScoreCell.objects.exists()
    answers.revised(response, at=now, cause="excluded", verdict="excluded")
    assert actions.record(response_id=response.pk, now=now)
    actions.merge(now=now)
    assert not Score.objects.exists() and not ScoreCell.objects.exists() and not AccountMonth.objects.exists()


def test_erasing_the_words_keeps_the_score(cast: Cast, now: datetime) -> None:
    _, response = heard(cast, now)
    actions.record(response_id=response.pk, now=now)
    response.revisions.update(answers={})
    answers.revised(response, at=now, cause="erased", answers={})
    assert not actions.record(response_id=response.pk, now=now)
    assert Score.objects.filter(measure="csi").exists()
    actions.rebuild(now=now)
    assert ScoreCell.objects.filter(measure="csi", person=None).get().n == 1


def test_post_sale_answers_stay_out_of_the_headline(cast: Cast, now: datetime) -> None:
    rule = answers.program("post-sale", "post_sale")
    touchpoint = answers.touchpoint(factories.ContactFactory(account=cast.account), at=now, rule=rule)
    response = answers.submitted(
        touchpoint.invitation,
        at=now,
        answers={"overall": 3, "competence": 4, "delivery_dates": 5, "documents": 6},
    )
    actions.record(response_id=response.pk, now=now)
    actions.merge(now=now)
    assert ScoreCell.objects.filter(measure="csi", is_headline=False).exists()
    assert not AccountMonth.objects.exists()


def test_weights_of_the_year_are_used_and_remembered(cast: Cast, now: datetime) -> None:
    agreed = WeightSet.objects.create(year=2026, weights={"quality": 5}, agreed_on=date(2026, 1, 1))
    _, response = heard(cast, now, answers=answers.GOOD | {"quality": 1})
    actions.record(response_id=response.pk, now=now)
    assert Score.objects.get(measure="csi").weight_set == agreed
    assert Score.objects.get(measure="overall").weight_set is None


def revenue(
    cast: Cast, amount: str, *, currency: str = "EUR", kind: str = "fact", source: str = "test"
) -> Revenue:
    return Revenue.objects.create(
        account=cast.account, month=JUNE, kind=kind, amount=Decimal(amount), currency=currency, source=source
    )


def imported(now: datetime) -> ImportBatch:
    return ImportBatch.objects.create(
        kind="revenue", source="test", rows=1, created=1, changed=0, unchanged=0, applied_at=now
    )


def test_revenue_is_summed_once_its_import_is_seen(cast: Cast, now: datetime) -> None:
    Rate.objects.create(currency="USD", month=date(2026, 5, 1), rate=Decimal("0.9"))
    revenue(cast, "100.005")
    revenue(cast, "50", currency="USD")
    revenue(cast, "120", kind="plan")
    revenue(cast, "999", currency="XAF")
    assert actions.merge(now=now) == 0
    batch = imported(now)
    assert queries.marks_waiting() == 1 and actions.merge(now=now) == 1
    month = AccountMonth.objects.get()
    assert (month.fact_minor, month.plan_minor) == (14_501, 12_000)
    batch.refresh_from_db()
    assert batch.rolled_up_at == now and queries.marks_waiting() == 0
    assert queries.currencies_without_rate() == [("XAF", JUNE)]
    Revenue.objects.all().delete()
    imported(now)
    actions.merge(now=now)
    assert not AccountMonth.objects.exists()


def test_yen_have_no_cents(cast: Cast, now: datetime) -> None:
    Company.objects.update(base_currency="JPY")
    revenue(cast, "1500", currency="JPY")
    imported(now)
    actions.merge(now=now)
    assert AccountMonth.objects.get().fact_minor == 1500


def test_the_check_names_what_differs_and_writes_nothing(cast: Cast, now: datetime, capsys) -> None:
    _, response = heard(cast, now)
    actions.record(response_id=response.pk, now=now)
    actions.merge(now=now)
    call_command("rebuild_scores", "--check")
    assert "equal the responses" in capsys.readouterr().out
    Score.objects.filter(measure="csi").update(value_milli=1)
    ScoreCell.objects.filter(measure="overall").update(n=7)
    with pytest.raises(SystemExit):
        call_command("rebuild_scores", "--check")
    told = capsys.readouterr().out
    assert f"response {response.pk} csi" in told and "csat_scorecell" in told and "n=7" in told
    assert Score.objects.get(measure="csi").value_milli == 1
    call_command("rebuild_scores")
    assert "1 scores changed" in capsys.readouterr().out
    assert rebuilding.differences() == []


def test_the_sweep_finds_what_no_hint_told(cast: Cast, now: datetime, monkeypatch) -> None:
    monkeypatch.setattr(tasks, "hint", lambda *_: False)
    heard(cast, now)
    assert tasks.sweep(now) == 1
    assert ScoreCell.objects.exists() and tasks.sweep(now) == 0


def test_reports_read_cells_answer_rates_and_coverage(cast: Cast, now: datetime) -> None:
    touchpoint, response = heard(cast, now)
    touchpoint.invitation.messages.update(state="sending", lease_until=now)
    touchpoint.invitation.messages.update(state="accepted", accepted_at=now)
    actions.record(response_id=response.pk, now=now)
    actions.merge(now=now)
    accounts = type(cast.account).objects.all()
    first, until = date(2026, 11, 1), date(2026, 12, 1)
    (cell,) = queries.cells(accounts, ["csi"], first=first, until=until, headline=True)
    assert (cell.account_id, cell.n, cell.points) == (cast.account.pk, 1, 88.889)
    assert cell.squares == pytest.approx(88.889**2)
    (row,) = queries.asked(accounts, first=now, until=now + timedelta(days=1))
    assert (row.reached, row.answered) == (1, 1)
    found = queries.coverage(accounts, heard_first=first, revenue_first=first, until=until)
    assert (found.accounts, found.heard_accounts, found.revenue_share) == (2, 1, None)
