"""What the rules would have found in each answer when it came: the product's own pure decisions, replayed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from config.demo.rows.made import Made, Story, submitted
from csat.alerts import decide
from csat.alerts.said import Said, said
from csat.customers.models import Account
from csat.findings.rounds import comparable, falls
from csat.findings.rounds.comparable import Rounds
from csat.insight.change.components import Components
from csat.scores.columns.waves import Waves, waves
from surveys.definition import document
from surveys.models import Response, Verdict

DEFAULT = decide.DropParameters()
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
    drops = _Drops.of_key_accounts(story)
    for i, response in sorted(made.responses.items(), key=lambda item: submitted(item[1])):
        if response.verdict != Verdict.COUNTS:
            continue
        account = int(story.contacts.account[story.asked.contact[i]])
        told = said(questionnaires[response.version_id], response.answers)
        findings = [_low(told, bool(story.clients.is_key[account])), drops.found(response)]
        yield Found(
            invitation=i,
            response=response,
            account=account,
            at=submitted(response),
            findings=tuple(finding for finding in findings if finding),
            root_cause=_cause(told),
        )


@dataclass
class _Drops:
    """Looks at each key account after each of its answers; what was told of once is not found again."""

    heard: Waves
    components: Components
    places: dict[int, int]
    settled: dict[int, date] = field(default_factory=dict)

    @classmethod
    def of_key_accounts(cls, story: Story) -> "_Drops":
        until = story.timeline.midnight.date() + timedelta(days=1)
        heard = waves(Account.objects.filter(is_key=True), until=until)
        components = falls.components_of(comparable.by_client(Rounds(**comparable.columns_of(heard))))
        assert isinstance(components, Components)
        return cls(heard, components, {int(pk): i for i, pk in enumerate(heard.response_ids)})

    def found(self, response: Response) -> decide.Finding | None:
        place = self.places.get(response.pk)
        if place is None:
            return None
        account, day = int(self.heard.account_ids[place]), self.heard.occurred_on[place]
        so_far = self.heard.chosen((self.heard.account_ids == account) & (self.heard.occurred_on <= day))
        for pk, answers in comparable.by_client(Rounds(**comparable.columns_of(so_far))):
            fall = falls.fall_of(pk, answers, self.components, settled_on=self.settled.get(account))
            drop = decide.decide_drop(fall, decide.decide_alarm(decide.Watch(), DEFAULT), year_minor=0)
            if drop is not None:
                self.settled[account] = date.fromisoformat(drop.facts["since"])
                return drop
        return None


def _low(told: Said, is_key: bool) -> decide.Finding | None:
    answer = decide.Answer(
        given=told.given if told.measure in ("overall", "nps") else None,
        out_of=told.out_of,
        wish=told.wish,
        competence_given=told.attributes.get("competence"),
        is_key_account=is_key,
    )
    return decide.decide_low_answer(answer, decide.LowAnswerParameters())


def _cause(told: Said) -> str:
    rated = {name: mark for name, mark in told.attributes.items() if name in ROOT_CAUSES}
    return ROOT_CAUSES[min(rated, key=lambda name: rated[name])] if rated else "other"
