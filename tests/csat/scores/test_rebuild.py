"""However answers, corrections and revenue came in: kept piece by piece, sums equal those made at once."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from csat.customers.models import Company, ImportBatch, Revenue
from csat.scores import actions
from csat.scores.actions import rebuilding
from csat.scores.models import AccountMonth, Score, ScoreCell
from surveys.actions import library
from surveys.models import Response
from tests import factories
from tests.csat.scores import answers

START = datetime(2026, 1, 31, 20, tzinfo=UTC)
TICKS = st.integers(1, 10) | st.just("cannot_judge")
T2_ANSWERS = st.fixed_dictionaries({}, optional=dict.fromkeys(answers.GOOD, TICKS))
COLUMNS = ("month", "account_id", "program_id", "role", "person_id", "capacity", "measure", "n", "sum_milli")


def sums() -> tuple[list, list, list]:
    return (
        sorted(Score.objects.values_list("response_id", "measure", "value_milli", "month", "is_headline")),
        sorted(ScoreCell.objects.values_list(*COLUMNS, "sum_squares", "bins"), key=repr),
        sorted(
            AccountMonth.objects.values_list(
                "account_id", "month", "fact_minor", "plan_minor", "n", "sum_milli"
            )
        ),
    )


ANSWER = st.tuples(
    st.just("answer"),
    st.fixed_dictionaries(
        {
            "who": st.integers(0, 1),
            "about": st.integers(0, 2),
            "given": T2_ANSWERS,
            "nps": st.integers(0, 10),
            "verdict": st.sampled_from(["counts", "doubtful"]),
            "is_managed": st.booleans(),
        }
    ),
)
REVISE = st.tuples(
    st.just("revise"),
    st.fixed_dictionaries(
        {
            "cause": st.sampled_from(["changed", "confirmed", "excluded"]),
            "place": st.integers(0, 9),
            "given": T2_ANSWERS,
        }
    ),
)
IMPORT = st.tuples(
    st.just("import_revenue"),
    st.fixed_dictionaries(
        {
            "who": st.integers(0, 1),
            "month": st.integers(1, 6),
            "kind": st.sampled_from(["fact", "plan"]),
            "amount": st.decimals("-1000", "1000", places=4) | st.none(),
        }
    ),
)
MERGE = st.tuples(st.just("merge"), st.just({}))


class History:
    """A company whose answers, corrections and imports come in one by one."""

    def __init__(self) -> None:
        library.load(now=START)
        Company.objects.create(id=1, base_currency="EUR", zone="Europe/Berlin", country="DE")
        self.now = START
        self.manager = factories.EmployeeFactory()
        self.contacts = [factories.ContactFactory() for _ in range(2)]
        self.programs = [answers.program(), answers.program("nps"), answers.program("post-sale", "post_sale")]

    def answer(self, *, who: int, about: int, given: dict, nps: int, verdict: str, is_managed: bool) -> None:
        self.now += timedelta(days=40)
        touchpoint = answers.touchpoint(
            self.contacts[who],
            at=self.now,
            rule=self.programs[about],
            manager=self.manager if is_managed else None,
        )
        said = {"nps": nps} if about == 1 else given
        response = answers.submitted(touchpoint.invitation, at=self.now, answers=said, verdict=verdict)
        actions.record(response_id=response.pk, now=self.now)

    def revise(self, *, cause: str, place: int, given: dict) -> None:
        there = list(Response.objects.order_by("id"))
        if not there:
            return
        response = there[place % len(there)]
        changes = {"changed": {"answers": given}, "confirmed": {"verdict": "counts"}}
        answers.revised(response, at=self.now, cause=cause, **changes.get(cause, {"verdict": "excluded"}))
        actions.record(response_id=response.pk, now=self.now)

    def import_revenue(self, *, who: int, month: int, kind: str, amount: Decimal | None) -> None:
        key = {"account": self.contacts[who].account, "month": date(2026, month, 1), "kind": kind}
        Revenue.objects.filter(**key).delete()
        if amount is not None:
            Revenue.objects.create(**key, amount=amount, currency="EUR", source="test")
        ImportBatch.objects.create(
            kind="revenue", source="test", rows=1, created=1, changed=0, unchanged=0, applied_at=self.now
        )

    def merge(self) -> None:
        actions.merge(now=self.now)


class TestRebuilding(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(ANSWER | REVISE | IMPORT | MERGE, max_size=15))
    def test_incremental_equals_rebuilt_over_random_histories(self, steps: list) -> None:
        history = History()
        for name, given_ in steps:
            getattr(history, name)(**given_)
        history.merge()
        kept = sums()
        assert rebuilding.differences() == []
        actions.rebuild(now=history.now)
        assert sums() == kept


@pytest.mark.django_db
def test_statements_of_recording_do_not_grow_with_answers(
    ready: None, now: datetime, django_assert_max_num_queries
) -> None:
    made = []
    for _ in range(15):
        touchpoint = answers.touchpoint(factories.ContactFactory(), at=now)
        made.append(answers.submitted(touchpoint.invitation, at=now).pk)
    with django_assert_max_num_queries(24):
        actions.rebuild(now=now)
    assert Score.objects.values("response").distinct().count() == len(made)
