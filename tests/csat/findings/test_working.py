"""A question is asked when data have changed, by one worker at a time, and can be computed again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from csat.findings import methods, queries, tasks
from csat.findings.actions import recomputing, scheduling, working
from csat.findings.method import Asked, Method, Progress
from csat.findings.models import Finding, FindingInputs, Question, RegisteredChange, Study, StudyState

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Numbers:
    values: np.ndarray


@dataclass(frozen=True)
class Drawn:
    verdict: str
    draw: float
    progress: tuple[float, ...]


class Desk:
    """A method whose data and failures the test decides."""

    def __init__(self) -> None:
        self.values, self.runs, self.breaks = [1.5, np.nan], 0, False

    def load(self, asked: Asked) -> Numbers:
        return Numbers(np.array(self.values))

    def work(self, inputs: Numbers, seed: int, progress: Progress) -> Drawn:
        if self.breaks:
            raise ZeroDivisionError
        self.runs += 1
        progress(0.5)
        draw = float(np.random.default_rng(seed).normal() + np.nansum(inputs.values))
        return Drawn(verdict="drawn", draw=draw, progress=(0.1, 1 / 3))

    @property
    def method(self) -> Method[Any, Any]:
        return Method(version=1, inputs=Numbers, result=Drawn, load=self.load, work=self.work)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    desk = Desk()
    monkeypatch.setattr(scheduling, "METHODS", {Question.RETENTION: desk.method})
    monkeypatch.setattr(working, "METHODS", {Question.RETENTION: desk.method})
    monkeypatch.setattr(recomputing, "METHODS", {Question.RETENTION: desk.method})
    marks = {"data": "one"}
    for module in (scheduling, working, queries):
        monkeypatch.setattr(module, "mark_on", lambda today: marks["data"])
    desk.marks = marks  # type: ignore[attr-defined]
    yield desk


def run(now: datetime = NOW) -> Study:
    scheduling.make_due(now=now)
    for study_id in scheduling.due(now):
        tasks.work_off(study_id, now)
    return Study.objects.select_related("finding").get()


def test_a_new_question_is_asked_once_and_its_answer_kept_with_inputs_and_seed(desk: Desk) -> None:
    study = run()
    assert study.state == StudyState.IDLE and study.finding is not None
    assert study.finding.verdict == "drawn"
    run(NOW + timedelta(days=1))
    assert desk.runs == 1, "nothing changed"


def test_any_number_shown_is_computed_again_to_the_last_digit(desk: Desk) -> None:
    finding = run().finding
    assert finding is not None
    assert recomputing.recomputed(finding) == finding.result
    Finding.objects.update(result={**finding.result, "draw": finding.result["draw"] + 1e-15})
    assert recomputing.recomputed(finding) != Finding.objects.get().result


def test_a_result_of_another_version_is_neither_shown_nor_computed_again(desk: Desk) -> None:
    finding = run().finding
    assert finding is not None
    newer = replace(desk.method, version=2)
    shown = queries.answer(Question.RETENTION, newer, today=NOW.date())
    assert shown.result is None and shown.provenance is None
    Finding.objects.update(method_version=7)
    with pytest.raises(recomputing.OtherVersion):
        recomputing.recomputed(Finding.objects.get())


def test_a_result_in_another_shape_is_no_answer_and_no_broken_page(desk: Desk) -> None:
    finding = run().finding
    assert finding is not None
    Finding.objects.update(result={"verdict": "drawn", "draw": "much"})
    assert queries.answer(Question.RETENTION, desk.method, today=NOW.date()).result is None
    Finding.objects.update(result={**finding.result, "more": 1})
    assert queries.answer(Question.RETENTION, desk.method, today=NOW.date()).result is None


def test_data_that_changed_make_it_due_after_an_hour(desk: Desk) -> None:
    first = run().finding
    desk.values = [2.5]
    desk.marks["data"] = "two"  # type: ignore[attr-defined]
    shown = queries.answer(Question.RETENTION, desk.method, today=NOW.date())
    assert shown.provenance is not None and shown.provenance.is_older_than_data
    run(NOW + timedelta(minutes=30))
    assert desk.runs == 1, "the last answer is good enough for an hour"
    second = run(NOW + timedelta(hours=2)).finding
    assert desk.runs == 2 and first is not None and second is not None
    assert first.seed != second.seed, "other data, other draws"
    shown = queries.answer(Question.RETENTION, desk.method, today=NOW.date())
    assert shown.provenance is not None and not shown.provenance.is_older_than_data


def test_a_change_that_did_not_touch_the_columns_keeps_the_answer_and_calls_it_current(desk: Desk) -> None:
    first = run().finding
    desk.marks["data"] = "two"  # type: ignore[attr-defined]
    second = run(NOW + timedelta(hours=2)).finding
    assert desk.runs == 1 and first == second
    shown = queries.answer(Question.RETENTION, desk.method, today=NOW.date())
    assert shown.provenance is not None and not shown.provenance.is_older_than_data


def test_a_failure_is_told_keeps_the_last_answer_and_is_tried_again_in_an_hour(desk: Desk) -> None:
    run()
    desk.values, desk.breaks = [9.0], True
    desk.marks["data"] = "two"  # type: ignore[attr-defined]
    failed = run(NOW + timedelta(hours=2))
    assert failed.state == StudyState.FAILED and failed.problem and failed.finding is not None
    desk.breaks = False
    assert run(NOW + timedelta(hours=2, minutes=30)).state == StudyState.FAILED
    assert run(NOW + timedelta(hours=4)).state == StudyState.IDLE
    assert desk.runs == 2


def test_one_study_runs_at_a_time_and_a_lost_worker_s_is_taken_up_again(desk: Desk) -> None:
    scheduling.make_due(now=NOW)
    study = Study.objects.get()
    Study.objects.update(state=StudyState.RUNNING, lease_until=NOW + timedelta(minutes=6))
    assert scheduling.due(NOW) == []
    assert working.work_off(study_id=study.pk, now=NOW) is False
    later = NOW + timedelta(minutes=7)
    assert scheduling.due(later) == [study.pk]
    assert working.work_off(study_id=study.pk, now=later) is True


def test_old_answers_go_and_their_inputs_with_them(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "METHODS", {Question.RETENTION: replace(desk.method, kept=2)})
    for turn in range(4):
        desk.values = [float(turn)]
        desk.marks["data"] = str(turn)  # type: ignore[attr-defined]
        run(NOW + timedelta(hours=2 * turn))
    assert Finding.objects.count() == 2 and FindingInputs.objects.count() == 2


def test_every_registered_change_has_a_study_of_its_own(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduling, "METHODS", {Question.EFFECT: desk.method})
    RegisteredChange.objects.create(name="Visits again", began_on=NOW.date(), recorded_at=NOW)
    scheduling.make_due(now=NOW)
    scheduling.make_due(now=NOW)
    assert [(study.question, study.change.name) for study in Study.objects.all() if study.change] == [
        ("effect", "Visits again")
    ]


def test_every_method_says_what_it_reads_and_gives() -> None:
    for question, method in methods.METHODS.items():
        assert method.version >= 1, question
        assert hasattr(method.result, "__dataclass_fields__"), question
