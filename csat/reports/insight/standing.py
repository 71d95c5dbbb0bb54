"""What stands under every answer: how it was computed, whether it is current, or why there is none yet."""

from dataclasses import dataclass
from typing import Any

from csat.findings.queries import Answer, Provenance
from csat.insight.verdict import Missing, TooLittle


@dataclass(frozen=True)
class Standing:
    """`provenance` None: never computed yet. `problem`: why the last try failed."""

    question: str
    is_being_computed: bool
    done_share: float
    problem: str
    provenance: Provenance | None


def standing(answer: Answer[Any]) -> Standing:
    return Standing(
        question=answer.question.value,
        is_being_computed=answer.is_being_computed,
        done_share=answer.done_share,
        problem=answer.problem,
        provenance=answer.provenance,
    )


def missing_in(result: object) -> tuple[Missing, ...]:
    """What a result lacks; nothing where it has numbers."""
    return result.missing if isinstance(result, TooLittle) else ()
