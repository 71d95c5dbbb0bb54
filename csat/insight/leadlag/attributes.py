"""Which of several attributes or segments lead revenue, once all of them were looked at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from csat.insight.leadlag.panel import ALPHA, ALPHA_BOTH, PanelLead, panel_lead
from csat.insight.verdict import TooLittle


@dataclass(frozen=True)
class AttributeLead:
    """One attribute: its own test, and what is left of it after correction.

    `p`, `p_reverse`, `p_same` are adjusted (Holm) for all attributes tested; None where there was too little
    data. `verdict`: the codes of PanelLead, held against the adjusted p; "too_little".
    """

    name: str
    verdict: str
    p: float | None
    p_reverse: float | None
    p_same: float | None
    lead: PanelLead | TooLittle


@dataclass(frozen=True)
class AttributeLeads:
    """`attributes` in the order given; `tested` of them had enough data.

    `verdict`: "leads" where at least one lead stands after correction, "none_yet", "too_little" (none could
    be tested).
    """

    verdict: str
    tested: int
    attributes: tuple[AttributeLead, ...]


def attribute_leads(
    *,
    attributes: Mapping[str, ArrayLike],
    revenue: ArrayLike | Mapping[str, ArrayLike],
    segments: ArrayLike | None = None,
    survey_gap_months: float | None = None,
    lags: int = 12,
    permutations: int = 999,
    seed: int,
    confidence: float = 0.95,
    progress: Callable[[float], None] | None = None,
) -> AttributeLeads:
    """The lead of each attribute, with Holm's correction over all that could be tested.

    `attributes`: name -> matrix (accounts, months) as `panel_lead` takes for satisfaction. `revenue`: one
    matrix for all, or one for each name (segments: give each segment's accounts in both, no `segments`).
    The smallest p that can be had is 1 / (permutations + 1), times the number tested. Raises what
    `panel_lead` raises, and ValueError where a name has no revenue.
    """
    leads = []
    for done, (name, matrix) in enumerate(attributes.items()):
        lead = panel_lead(
            satisfaction=matrix,
            revenue=_money(revenue, name),
            segments=segments,
            survey_gap_months=survey_gap_months,
            lags=lags,
            permutations=permutations,
            seed=seed,
            confidence=confidence,
            progress=_part(progress, done, len(attributes)),
        )
        leads.append(lead)
    found = _corrected(tuple(attributes), leads)
    tested = sum(isinstance(lead, PanelLead) for lead in leads)
    stands = any(attribute.verdict in ("leads", "both") for attribute in found)
    verdict = "leads" if stands else "none_yet" if tested else "too_little"
    return AttributeLeads(verdict=verdict, tested=tested, attributes=found)


def holm(*, p: Sequence[float]) -> tuple[float, ...]:
    """Adjusted p in the order given: max over smaller ones of (m - rank + 1) p, at most 1 (Holm 1979).

    Raises ValueError for p outside 0..1. As R's p.adjust(p, "holm").
    """
    given = np.asarray(p, dtype=float)
    if not ((given >= 0) & (given <= 1)).all():
        raise ValueError("p lies between 0 and 1")
    order = np.argsort(given, kind="stable")
    raised = np.maximum.accumulate((given.size - np.arange(given.size)) * given[order])
    adjusted = np.empty(given.size)
    adjusted[order] = np.minimum(raised, 1.0)
    return tuple(adjusted.tolist())


def _money(revenue: ArrayLike | Mapping[str, ArrayLike], name: str) -> ArrayLike:
    if not isinstance(revenue, Mapping):
        return revenue
    if name not in revenue:
        raise ValueError(f"no revenue for {name}")
    return revenue[name]


def _part(progress: Callable[[float], None] | None, done: int, count: int) -> Callable[[float], None] | None:
    return None if progress is None else lambda share: progress((done + share) / count)


def _corrected(names: tuple[str, ...], leads: list[PanelLead | TooLittle]) -> tuple[AttributeLead, ...]:
    known = [lead for lead in leads if isinstance(lead, PanelLead)]
    columns = [
        [lead.p for lead in known],
        [lead.p_reverse for lead in known],
        [lead.p_same for lead in known],
    ]
    adjusted = iter(zip(*(holm(p=column) for column in columns), strict=True))
    found = []
    for name, lead in zip(names, leads, strict=True):
        if isinstance(lead, TooLittle):
            found.append(AttributeLead(name, lead.verdict, None, None, None, lead))
            continue
        p, p_reverse, p_same = next(adjusted)
        found.append(AttributeLead(name, _verdict(lead, p, p_reverse, p_same), p, p_reverse, p_same, lead))
    return tuple(found)


def _verdict(lead: PanelLead, p: float, p_reverse: float, p_same: float) -> str:
    """The test's own verdict as far as it stands after correction."""
    if lead.verdict == "both":
        if max(p, p_reverse) < ALPHA_BOTH:
            return "both"
        return "leads" if p < ALPHA and p <= p_reverse else "reverse" if p_reverse < ALPHA else "none_yet"
    needed = {"leads": p, "negative": p, "reverse": p_reverse, "together": p_same}
    return lead.verdict if needed.get(lead.verdict, 1.0) < ALPHA else "none_yet"
