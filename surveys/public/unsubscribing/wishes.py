"""What a person wants to be asked about, and what of it is theirs to change."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.actions import suppressing
from surveys.actions.suppressing.reasons import THEIR_OWN
from surveys.definition import piping
from surveys.models import Invitation, Survey, SurveyVersion

# Asked of our own people only.
INSIDE = ("internal", "forecast")


@dataclass(frozen=True)
class Wishes:
    """Kinds of surveys in the page's order: those that may be chosen, and of them those wanted now.

    `is_stopped`: nothing is sent. `is_blocked`: and not by the person's own wish. `is_nobody`: the address
    was erased.
    """

    offered: tuple[str, ...] = ()
    wanted: frozenset[str] = frozenset()
    is_stopped: bool = False
    is_blocked: bool = False
    is_nobody: bool = False


def of(invitation: Invitation) -> Wishes:
    """The wishes of the person behind an invitation, as they stand."""
    if not invitation.address:
        return Wishes(is_stopped=True, is_nobody=True)
    standing = {row.kind: row.reason for row in suppressing.standing_of(invitation.address)}
    everything = standing.get(suppressing.EVERY_KIND)
    if everything and everything not in THEIR_OWN:
        return Wishes(is_stopped=True, is_blocked=True)
    offered = tuple(
        kind for kind in _kinds(invitation) if kind not in standing or standing[kind] in THEIR_OWN
    )
    wanted = frozenset() if everything else frozenset(kind for kind in offered if kind not in standing)
    return Wishes(offered, wanted, is_stopped=not wanted)


def _kinds(invitation: Invitation) -> list[str]:
    """Kinds that clients are asked about, of colleagues those inside; the invitation's own is among them."""
    living = Survey.objects.filter(versions__isnull=False, archived_at=None)
    kinds = {*living.values_list("kind", flat=True), invitation.kind}
    is_inside = invitation.kind in INSIDE
    return sorted(kind for kind in kinds if (kind in INSIDE) == is_inside)


def title_of(kind: str, language: str, facts: Mapping[str, str]) -> str:
    """What the newest survey of a kind of the company's own making is called, for whom we have no words."""
    newest = SurveyVersion.objects.filter(survey__kind=kind, survey__archived_at=None).order_by(
        "-published_at"
    )
    document = newest.values_list("document", flat=True).first() or {}
    texts = document.get("title") or {"": ""}
    return piping.fill(texts.get(language) or next(iter(texts.values())), facts).strip()
