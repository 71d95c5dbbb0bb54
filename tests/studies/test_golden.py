"""The study of golden files leaves none of them out."""

from pathlib import Path

import pytest

from tests.csat.insight import golden
from tests.studies.golden import report


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return list(report())


def test_every_golden_file_is_named_with_its_difference(lines: list[str]) -> None:
    named = [line.split()[0] for line in lines]
    files = sorted(path.stem for path in Path(golden.__file__).parent.glob("*.json"))
    assert sorted(name for name in named if name in files) == files
    assert lines[-1].startswith(f"{len(files)} golden files")


def test_what_is_exact_agrees_to_six_digits(lines: list[str]) -> None:
    """The tests of each method hold its own, closer limits."""
    assert float(lines[-1].split()[-1]) < 1e-6
