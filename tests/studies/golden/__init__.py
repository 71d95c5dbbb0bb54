"""How far the product is from every golden file: published tables and independent implementations."""

from collections.abc import Iterator
from textwrap import shorten

from tests.csat.insight.golden import load
from tests.studies.golden import (
    change,
    comments,
    drivers,
    explaining,
    intervals,
    leadlag,
    pooling,
    quiet,
    retention,
)
from tests.studies.golden.comparing import Part

TOPICS = (intervals, pooling, drivers, leadlag, change, quiet, explaining, retention, comments)


def report() -> Iterator[str]:
    yield "Differences are absolute below 1 and relative above; loose ones say why they are loose."
    files, largest = 0, 0.0
    for topic in TOPICS:
        yield f"-- {topic.__name__.rpartition('.')[2]}"
        for name, compare in topic.FILES.items():
            file = load(name)
            parts = list(compare(file["input"], file["expected"]))
            yield f"{name:<36} {shorten(file['source'], 44, placeholder=' ...'):<45} {_told(parts)}"
            files += 1
            largest = max([largest, *(part.difference for part in parts if not part.loosely)])
    yield f"{files} golden files; largest difference of what is exact: {largest:.1e}"


def _told(parts: list[Part]) -> str:
    exact = [part.difference for part in parts if not part.loosely]
    loose = dict.fromkeys((part.loosely for part in parts if part.loosely), 0.0)
    for part in parts:
        if part.loosely:
            loose[part.loosely] = max(loose[part.loosely], part.difference)
    said = [f"{difference:.1e} ({why})" for why, difference in loose.items()]
    if exact:
        said.insert(0, "equal" if max(exact) == 0 else f"largest difference {max(exact):.1e}")
    return "; ".join(said)
