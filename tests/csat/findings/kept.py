"""Results put where a worker would have put them, for tests of what is made of them."""

from datetime import datetime

from csat.findings import stored
from csat.findings.method import HasVerdict
from csat.findings.methods import METHODS
from csat.findings.models import Finding, FindingInputs, Question, RegisteredChange, Study
from csat.findings.queries import mark_on


def keep(
    question: Question, result: HasVerdict, *, now: datetime, change: RegisteredChange | None = None
) -> Finding:
    """The latest answer to a question; its inputs are empty."""
    inputs, _ = FindingInputs.objects.get_or_create(
        data_hash="0" * 64, defaults={"content": b"", "stored_at": now}
    )
    mark = mark_on(now.date())
    finding = Finding.objects.create(
        question=question,
        change=change,
        verdict=result.verdict,
        result=stored.to_json(result),
        inputs=inputs,
        method_version=METHODS[question].version,
        seed=1,
        data_mark=mark,
        until_on=now.date().replace(day=1),
        computed_at=now,
        took_seconds=1.0,
    )
    fields = {"finding": finding, "checked_at": now, "checked_mark": mark, "state": "idle"}
    Study.objects.update_or_create(question=question, change=change, defaults=fields)
    return finding
