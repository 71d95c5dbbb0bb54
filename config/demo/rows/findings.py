"""What the rules would have found in each answer when it came: the product's own pure decisions, replayed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from config.demo.rows.made import Made, Story, submitted
from csat.alerts import decide
from csat.alerts.said import Said, said
from csat.customers.models import Account
from csat.scores.models import Score
from surveys.definition import document
from surveys.models import Response, Verdict

ROOT_CAUSES = {
    "quality": "product_quality",
    "delivered_as_agreed": "product_quality",
    "delivery_dates": "delivery",
    "completeness": "delivery",
    "documents": "documents",
    "competence": "communication",
    "reply_speed": "communication",
    "problem_handling": "technical_support",
}


@dataclass(frozen=True)
class Found:
    """An answer that raised something, when it came."""

    invitation: int
    response: Response
    account: int
    at: datetime
    findings: tuple[decide.Finding, ...]
    root_cause: str


def heard(story: Story, made: Made) -> Iterator[Found]:
    """Every answer that counts, in order of submission, with what the rules made of it (often nothing)."""
    questionnaires = {v.pk: document.parse(v.document) for v in made.versions.values()}
    points = _points()
    history: dict[int, list[decide.Heard]] = {}
    for i, response in sorted(made.responses.items(), key=lambda item: submitted(item[1])):
        if response.verdict != Verdict.COUNTS:
            continue
        account = int(story.contacts.account[story.asked.contact[i]])
        is_key = bool(story.clients.is_key[account])
        told = said(questionnaires[response.version_id], response.answers)
        findings = [_low(told, is_key)]
        if response.id in points and is_key:
            history.setdefault(account, []).append(points[response.id])
        if is_key:
            findings.append(_drop(history.get(account, []), response))
        yield Found(
            invitation=i,
            response=response,
            account=account,
            at=submitted(response),
            findings=tuple(finding for finding in findings if finding),
            root_cause=_cause(told),
        )


def _points() -> dict[int, decide.Heard]:
    """Headline scores of key accounts by response."""
    rows = Score.objects.filter(
        measure="csi", is_headline=True, account__in=Account.objects.filter(is_key=True)
    ).values_list("response_id", "occurred_on", "value_milli")
    return {response: decide.Heard(on=on, points=milli / 1000) for response, on, milli in rows}


def _low(told: Said, is_key: bool) -> decide.Finding | None:
    answer = decide.Answer(
        given=told.given if told.measure in ("overall", "nps") else None,
        out_of=told.out_of,
        wish=told.wish,
        competence_given=told.attributes.get("competence"),
        is_key_account=is_key,
    )
    return decide.decide_low_answer(answer, decide.LowAnswerParameters())


def _drop(history: list[decide.Heard], response: Response) -> decide.Finding | None:
    drop = decide.decide_drop(history, decide.DropParameters(), on=submitted(response).date())
    return (
        decide.Finding(decide.KEY_ACCOUNT_DROP, facts=drop.as_facts())
        if isinstance(drop, decide.Drop)
        else None
    )


def _cause(told: Said) -> str:
    rated = {name: mark for name, mark in told.attributes.items() if name in ROOT_CAUSES}
    return ROOT_CAUSES[min(rated, key=lambda name: rated[name])] if rated else "other"
