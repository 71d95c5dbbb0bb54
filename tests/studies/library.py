"""The library's nine surveys by keyboard in every language, width, with and without scripts: 72 runs."""

from collections.abc import Iterator

from config.stack import testing


def report() -> Iterator[str]:
    """Chromium against servers that live for the run only; pytest's own lines come in between."""
    code = testing.run(["tests/journeys/library", "--whole", "-v", "-p", "no:cacheprovider"])
    yield "all 72 runs answered to the end" if code == 0 else f"failed: pytest ended with {code}"
