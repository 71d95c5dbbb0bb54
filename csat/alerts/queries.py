"""What the rules look at, out of the stored rows; and which rows wait for them."""

from datetime import date

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTransform

from csat.alerts import decide
from csat.alerts.models import Assessed, Signal, SignalEvidence
from csat.alerts.said import Said, said
from csat.customers import queries as customers
from csat.customers.models import Account, Capacity, Employee
from csat.findings import stored
from csat.findings.methods import drops
from csat.findings.models import Question, Study
from csat.findings.rounds import comparable, falls
from csat.insight.change.calibration import Calibration
from csat.insight.change.components import Components
from csat.insight.verdict import TooLittle, shortages
from csat.programs.models import Touchpoint
from csat.scores import months
from csat.scores.columns.waves import recent_waves_of
from csat.scores.models import Assessment
from surveys.models import Response
from surveys.rendering import published

WATCHED = ("components", "calibrations", "watched")


def touchpoint_of(response: Response) -> Touchpoint | None:
    """What the response was about; None for an answer that no survey rule asked for."""
    return (
        Touchpoint.objects.select_related("account", "contact", "survey")
        .filter(invitation_id=response.invitation_id or 0)
        .first()
    )


def said_in(response: Response) -> Said:
    """What the client said in a response, by the wording and scales of its version."""
    return said(published.questionnaire(response.version_id), response.answers)


def answer_of(response: Response, touchpoint: Touchpoint) -> decide.Answer:
    """What the rules see of a response: the overall or NPS answer, the contact wish, the manager's mark."""
    heard = said_in(response)
    return decide.Answer(
        given=heard.given if heard.measure in ("overall", "nps") else None,
        out_of=heard.out_of,
        wish=heard.wish,
        competence_given=heard.attributes.get("competence"),
        is_key_account=touchpoint.is_key or touchpoint.account.is_key,
    )


def drop_watch() -> decide.Watch:
    """What the last answer to "whose satisfaction has fallen" says about spreads and levels; one query."""
    row = (
        Study.objects.filter(question=Question.DROPS, finding__method_version=drops.METHOD.version)
        .annotate(**{name: KeyTransform(name, "finding__result") for name in WATCHED})
        .values_list(*WATCHED)
        .first()
    )
    if row is None or row[0] is None:
        return decide.Watch()
    components, calibrations, watched = row
    return decide.Watch(
        components=stored.from_json(Components, components),
        calibrations=tuple(stored.from_json(Calibration, one) for one in calibrations),
        watched=watched,
    )


def fall_of(
    account: Account, watch: decide.Watch, *, until: date, settled_on: date | None = None
) -> falls.ClientFall | TooLittle:
    """The change point of one client as of a day, from its answers before it; two queries.

    Before anything was calibrated the usual spreads of answers take the place of the company's own.
    """
    heard = recent_waves_of(account, until=until, last=comparable.ROUNDS)
    mine = comparable.by_client(comparable.Rounds(**comparable.columns_of(heard)))
    if not mine:
        return TooLittle(shortages(waves=(0, 2)))
    components = watch.components or falls.components_of(mine)
    if isinstance(components, TooLittle):
        return components
    return falls.fall_of(account.pk, mine[0][1], components, settled_on=settled_on)


def settled_on(account: Account) -> date | None:
    """The day from which an account's level counts afresh: its last fall was worked on, or was none.

    Where people said that an alarm was false, its own day: the answers before it are the usual ones.
    """
    last = (
        Signal.objects.filter(account=account, rule__key=decide.KEY_ACCOUNT_DROP, closed_at__isnull=False)
        .order_by("-closed_at")
        .first()
    )
    if last is None:
        return None
    since = last.facts.get("since")
    if since is None or last.was_real is False:
        return customers.local_day(last.opened_at)
    return date.fromisoformat(since)


def revenue_of_year(account: Account, today: date) -> int:
    """What the account brought in the twelve closed months, in minor units; one query."""
    until = today.replace(day=1)
    mine = Account.objects.filter(pk=account.pk)
    return months.money_by_account(mine, until.replace(year=until.year - 1), until).get(account.pk, 0)


def holders(account: Account, day: date) -> decide.Holders:
    """Who holds the account on a day, with their heads; who has left is stood in for by deputy, then head."""
    held = customers.holders_on([account.id], day)
    manager = _in_place(held.get((account.id, Capacity.MANAGER)), day)
    care_owner = _in_place(held.get((account.id, Capacity.CARE_OWNER)), day)
    return decide.Holders(
        manager=manager.id if manager else None,
        manager_head=manager.head_id if manager else None,
        care_owner=care_owner.id if care_owner else None,
        care_owner_head=care_owner.head_id if care_owner else None,
    )


def _in_place(employee: Employee | None, day: date) -> Employee | None:
    for candidate in (employee, employee and employee.deputy, employee and employee.head):
        if candidate and (candidate.left_on is None or candidate.left_on > day):
            return candidate
    return None


def is_waiting(response: Response) -> bool:
    """Scored at its present revision and not looked at since."""
    scored = Assessment.objects.filter(response=response, revision=response.revision).exists()
    return scored and not Assessed.objects.filter(response=response, revision=response.revision).exists()


def was_worked_on(response: Response, rule: str) -> bool:
    """Whether a signal of the rule that rests on this response has been closed."""
    settled = SignalEvidence.objects.filter(response=response, signal__closed_at__isnull=False)
    return settled.filter(signal__rule__key=rule).exists()


def responses_to_assess(*, limit: int) -> list[int]:
    """Ids of scored answers whose present revision the rules have not looked at; oldest first."""
    seen = Assessed.objects.filter(response=OuterRef("response")).values("revision")
    return list(
        Assessment.objects.filter(revision=F("response__revision"))
        .annotate(seen=Subquery(seen))
        .filter(Q(seen__isnull=True) | ~Q(seen=F("revision")))
        .order_by("assessed_at", "id")
        .values_list("response_id", flat=True)[:limit]
    )


def latest_evidence(signal: Signal) -> tuple[Response, Touchpoint] | None:
    """The last answer that joined a signal, with what it was about; None for a late case."""
    evidence = signal.evidence.select_related("response").order_by("-added_at", "-id").first()
    if evidence is None:
        return None
    touchpoint = touchpoint_of(evidence.response)
    return (evidence.response, touchpoint) if touchpoint else None
