"""What the rules look at, out of the stored rows; and which rows wait for them."""

from datetime import date

from django.db.models import F, OuterRef, Q, Subquery

from csat.alerts import decide
from csat.alerts.models import Assessed, Signal
from csat.alerts.said import Said, said
from csat.customers import queries as customers
from csat.customers.models import Account, Capacity, Employee
from csat.programs.models import Touchpoint
from csat.scores.models import Assessment, Score
from surveys.models import Response
from surveys.rendering import published

HEADLINE_MEASURE = "csi"


def touchpoint_of(response: Response) -> Touchpoint | None:
    """What the response was about; None for an answer that no survey rule asked for."""
    return (
        Touchpoint.objects.select_related("account", "contact", "survey")
        .filter(invitation_id=response.invitation_id)
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


def headline_history(account: Account) -> tuple[decide.Heard, ...]:
    """The account's headline scores by date: one a response, periodic surveys only; nothing else is in it."""
    rows = (
        Score.objects.filter(account=account, measure=HEADLINE_MEASURE, is_headline=True)
        .order_by("occurred_on", "id")
        .values_list("occurred_on", "value_milli")
    )
    return tuple(decide.Heard(on=on, points=milli / 1000) for on, milli in rows)


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
