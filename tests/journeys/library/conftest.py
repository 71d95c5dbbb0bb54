"""--whole: every survey in every language and width, with scripts and without, not only pairs of them."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole", action="store_true", help="all 72 runs through the library's surveys")
