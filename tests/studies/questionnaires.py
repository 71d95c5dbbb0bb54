"""Random questionnaires: how many of each verdict were met while product and oracles agreed on all."""

from collections import Counter
from collections.abc import Iterator

from tests.surveys.definition.drawn import checks

EXAMPLES = 10_000


def report(examples: int = EXAMPLES) -> Iterator[str]:
    """Fails at the first difference, with the smallest questionnaire that shows it."""
    yield "the judge of answers, against an oracle that reads the raw document by itself"
    yield from _lines(checks.judged(examples))
    yield "the proof of publishing, against trying every person through every page"
    yield from _lines(checks.proved(examples))


def _lines(met: Counter[str]) -> Iterator[str]:
    for name, number in sorted(met.items()):
        yield f"  {name:<38} {number:>6}"
