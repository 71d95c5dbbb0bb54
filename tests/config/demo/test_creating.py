"""The demo company in the database: its size, its consistency, what is planned, where mail can go."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.db.models import Q, Sum

from config.demo import creating
from config.demo.story import satisfaction, staff
from csat.access import Role, accounts_visible_to
from csat.alerts.models import Assessed, RuleKey, Signal
from csat.cases.models import Case, CaseState
from csat.customers.models import (
    Account,
    Assignment,
    Company,
    Contact,
    Deal,
    Employee,
    ExternalKey,
    Revenue,
)
from csat.findings.method import Asked
from csat.findings.methods import METHODS
from csat.findings.models import Question, RegisteredChange
from csat.programs.models import Decision, Program, ProgramKind, Touchpoint
from csat.scores.actions import rebuilding
from csat.scores.models import AccountMonth
from surveys.definition import answers, document
from surveys.models import Brand, Invitation, Message, MessageState, Response, Token
from tests.config.demo.conftest import ANCHOR, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def test_the_company_has_the_size_that_was_promised() -> None:
    assert Account.objects.count() == 200
    assert Account.objects.filter(is_key=True).count() == 24
    assert Account.objects.filter(parent__isnull=True, children__isnull=False).distinct().count() == 5
    assert Contact.objects.count() == 500
    assert set(Contact.objects.values_list("language", flat=True)) == {"en", "ru"}
    holders = Assignment.objects.filter(during__contains=ANCHOR).values("employee").distinct().count()
    assert holders == 16
    assert Deal.objects.count() > 1_500
    facts = Revenue.objects.filter(kind="fact", credits=None)
    assert facts.values("month").distinct().count() == 37
    assert set(facts.values_list("currency", flat=True).distinct()) == {"EUR", "RUB", "USD"}
    assert Response.objects.count() > 1_800


def test_company_and_brand_say_that_it_is_the_demo() -> None:
    company = Company.objects.get()
    assert (company.demo_seed, company.demo_anchor_on) == (7, ANCHOR)
    assert Brand.objects.get().name == staff.COMPANY


def test_no_address_can_receive_real_mail() -> None:
    brand = Brand.objects.get()
    addresses = {
        *Contact.objects.exclude(email=None).values_list("email", flat=True),
        *Employee.objects.values_list("email", flat=True),
        *Invitation.objects.values_list("address", flat=True),
        brand.sender_address,
        brand.reply_to_address,
    }
    assert [address for address in addresses if not address.endswith(".example")] == []


def test_each_role_has_a_login_with_the_documented_password() -> None:
    for role, mailbox in staff.LOGINS:
        user = User.objects.get(username=f"{mailbox}@{staff.DOMAIN}")
        assert user.check_password(staff.PASSWORD)
        assert [group.name for group in user.groups.all()] == [role]
    assert {role for role, _ in staff.LOGINS} == set(Role)


def test_the_manager_who_logs_in_holds_the_account_that_has_just_dropped() -> None:
    dropped = Signal.objects.filter(rule__key=RuleKey.KEY_ACCOUNT_DROP, closed_at=None)
    for role in ("manager", "care_owner", "head"):
        user = User.objects.get(username=f"{dict(staff.LOGINS)[role]}@{staff.DOMAIN}")
        assert accounts_visible_to(user).filter(id__in=dropped.values("account")).exists()


def test_scores_and_roll_ups_equal_what_a_rebuild_would_make() -> None:
    assert rebuilding.differences() == []


def test_stored_answers_would_pass_the_forms_own_judge() -> None:
    for version_id in Response.objects.values_list("version_id", flat=True).distinct():
        some = Response.objects.filter(version=version_id).select_related("version", "invitation")[:200]
        questionnaire = document.parse(some[0].version.document)
        for response in some:
            judged = answers.check_all(questionnaire, response.answers, response.invitation.facts)
            assert judged.is_good
            assert judged.answers == response.answers


def test_measured_satisfaction_leads_booked_revenue_by_about_four_months() -> None:
    """Two-way demeaned readings against log revenue some months later; plain, unlike the insight's test."""
    rows = AccountMonth.objects.values_list("account_id", "month", "fact_minor", "n", "sum_milli")
    accounts = {account: i for i, account in enumerate(sorted({row[0] for row in rows}))}
    felt, money = np.full((len(accounts), 36), np.nan), np.full((len(accounts), 36), np.nan)
    for account, month, fact, n, milli in rows:
        index = (month.year - ANCHOR.year) * 12 + month.month - ANCHOR.month + 36
        if 0 <= index < 36:
            felt[accounts[account], index] = milli / n if n else np.nan
            money[accounts[account], index] = np.log(fact) if fact and fact > 0 else np.nan
    for panel in (felt, money):
        panel -= (
            np.nansum(panel, axis=1, keepdims=True) / np.maximum((~np.isnan(panel)).sum(axis=1), 1)[:, None]
        )
        panel -= np.nanmean(panel, axis=0)
    by_lag = {lag: _correlation(felt[:, : 36 - lag], money[:, lag:]) for lag in range(13)}
    assert max(by_lag, key=lambda lag: by_lag[lag]) in (3, 4, 5)
    assert by_lag[4] > 0.15


def _correlation(first: np.ndarray, second: np.ndarray) -> float:
    both = ~np.isnan(first) & ~np.isnan(second)
    return float(np.corrcoef(first[both], second[both])[0, 1])


def test_cases_have_a_history_and_the_newest_still_need_somebody() -> None:
    states = Counter(Case.objects.values_list("state", flat=True))
    assert states[CaseState.CLOSED] > 80
    assert states[CaseState.OPEN] + states[CaseState.ACKNOWLEDGED] >= 4
    assert not Case.objects.filter(state=CaseState.CLOSED, events__isnull=True).exists()
    assert Assessed.objects.count() == Response.objects.count()
    open_signals = Signal.objects.filter(closed_at=None)
    assert open_signals.filter(case__isnull=True).count() == 0


def test_what_comes_next_was_planned_by_the_planner_and_its_links_work() -> None:
    planned = Message.objects.filter(state=MessageState.PLANNED, number=0)
    assert planned.count() >= 5
    last = planned.order_by("-due_at")[0].due_at
    assert NOW - timedelta(days=1) < last < NOW + timedelta(days=5)
    still_open = Invitation.objects.filter(expires_at__gt=NOW)
    assert Token.objects.filter(invitation__in=still_open, purpose="answer").count() == still_open.count()


def test_there_is_a_rule_of_each_kind_and_closed_tickets_are_asked_about() -> None:
    running = Program.objects.filter(state="running")
    assert set(running.values_list("kind", flat=True)) == set(ProgramKind.values)
    decisions = Decision.objects.filter(program__kind=ProgramKind.EVENT)
    assert decisions.count() >= 8
    outcomes = Counter(decisions.values_list("outcome", flat=True))
    assert outcomes["asked"] >= 1 and outcomes["deferred"] + outcomes["not_asked"] >= 1, outcomes
    asked = Touchpoint.objects.filter(event__isnull=False)
    assert asked.count() == outcomes["asked"] and set(asked.values_list("after_days", flat=True)) == {1}
    assert Program.objects.get(kind=ProgramKind.ONE_OFF).chosen.count() == 12


def test_key_accounts_that_were_not_heard_for_half_a_year_exist() -> None:
    heard = Touchpoint.objects.filter(invitation__answered_at__gt=NOW - timedelta(days=183))
    silent = Account.objects.filter(is_key=True, closed_on=None).exclude(id__in=heard.values("account"))
    assert 3 <= silent.count() <= 8


def test_nobody_was_asked_twice_within_the_budget_nor_more_than_six_times_a_year() -> None:
    days: dict[str, list] = {}
    for address, sent_at in Invitation.objects.order_by("not_before_at").values_list(
        "address", "not_before_at"
    ):
        days.setdefault(address, []).append(sent_at)
    gaps = [(b - a).days for sent in days.values() for a, b in pairwise(sent)]
    assert min(gaps) >= 44
    assert max(len([d for d in sent if d > NOW - timedelta(days=365)]) for sent in days.values()) <= 6


def test_money_adds_up_in_the_base_currency() -> None:
    year = AccountMonth.objects.filter(month__gte=ANCHOR.replace(year=ANCHOR.year - 1, day=1))
    total = year.aggregate(total=Sum("fact_minor"))["total"] / 100
    assert 30_000_000 < total < 90_000_000


def test_a_second_creation_changes_nothing(demo: creating.Created) -> None:
    before = ExternalKey.objects.count()
    again = creating.create(seed=99, anchor=ANCHOR, now=NOW, say=lambda line: None)
    assert not again.is_new
    assert (again.seed, again.anchor) == (demo.seed, demo.anchor)
    assert ExternalKey.objects.count() == before
    assert Program.objects.count() == 4


def test_a_few_mails_in_both_languages_go_out_at_any_hour() -> None:
    at_once = Message.objects.filter(number=0, invitation__batch__name="To be answered at once")
    languages = Counter(at_once.values_list("invitation__language", flat=True))
    assert languages == {"en": 3, "ru": 3}
    assert not at_once.filter(Q(due_at__gt=NOW) | Q(invitation__batch__opens_at__isnull=False))


def test_every_question_has_its_answer_and_each_verdict_is_seen_somewhere() -> None:
    asked = Asked(today=ANCHOR)
    found = {question: _answered(question, asked) for question in METHODS if question != Question.EFFECT}
    lead = found[Question.LEAD]
    assert lead.verdict == "leads" and lead.company.lag_low <= satisfaction.LEAD <= lead.company.lag_high
    assert {row.tested.verdict for row in lead.segments} >= {"leads", "none_yet"}
    assert "too_little" in {row.tested.verdict for row in lead.teams}
    verdicts = {question.value: result.verdict for question, result in found.items()}
    assert verdicts["change"] == "who_answered"
    assert verdicts["decline"] == "quiet"
    assert verdicts["silence"] == "silences"
    assert verdicts["drops"] == "fallen"
    assert verdicts["drivers"] == "ranked"
    assert verdicts["retention"] == "lower_leave_more"
    assert verdicts["themes"] == "differences"
    changes = RegisteredChange.objects.order_by("began_on")
    effects = [_answered(Question.EFFECT, Asked(today=ANCHOR, change=one)).verdict for one in changes]
    assert effects == ["better", "no_evidence"]


def _answered(question: Question, asked: Asked) -> Any:
    method = METHODS[question]
    return method.work(method.load(asked), 1, lambda share: None)
