"""Which of several attributes or segments lead revenue, once all of them were looked at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from numpy.typing import ArrayLike

from csat.insight.leadlag.panel import PanelLead
from csat.insight.verdict import TooLittle


@dataclass(frozen=True)
class AttributeLead:
    """One attribute: its own test, and what is left of it after correction.

    `p` and `p_reverse` are adjusted (Holm) for all attributes tested; None where there was too little data.
    `verdict`: the codes of PanelLead, judged by the adjusted p; "too_little".
    """

    name: str
    verdict: str
    p: float | None
    p_reverse: float | None
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
    """The lead of each attribute (or segment: a revenue matrix each) with Holm's correction over them."""
    raise NotImplementedError
