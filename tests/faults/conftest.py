"""How large the faults are: small in every test run, as the promises say with --full (./run faults)."""

from collections.abc import Iterator

import pytest

from config.stack.mail.server import Server
from tests.faults.wave import Scale, Wave
from tests.real.processes import Process

LATE_MS = 50  # without a late reply a kill never falls between acceptance and record

SMALL = Scale(mails=120, kills=2, lease_seconds=4, settle_seconds=3)
FULL = Scale(mails=10_000, kills=20, lease_seconds=20, settle_seconds=60)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="faults at the size that the promises name")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes minutes, or needs a kill to fall between two moments, is for ./run faults."""
    if not config.getoption("--full", default=False):
        long = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in set(long)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Kills fall at other moments for each seed; a server that answers at once hides other mistakes."""
    if "seed" in metafunc.fixturenames:
        is_full = metafunc.config.getoption("--full", default=False)
        runs = [(late, seed) for late in (0, LATE_MS) for seed in (1, 2, 3)] if is_full else [(LATE_MS, 1)]
        metafunc.parametrize(("late_ms", "seed"), runs)


@pytest.fixture
def late_ms() -> int:
    return LATE_MS


@pytest.fixture
def scale(request: pytest.FixtureRequest) -> Scale:
    return FULL if request.config.getoption("--full", default=False) else SMALL


@pytest.fixture
def wave(
    scale: Scale,
    late_ms: int,
    mail_server: Server,
    worker: Process,
    sweeper: Process,
    process_environment: dict[str, str],
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Wave]:
    """A planned wave; worker and sweep are not started yet."""
    mail_server.behaviour.delay_ms = late_ms
    process_environment |= {
        "SEND_LEASE_SECONDS": str(scale.lease_seconds),
        "MAIL_SETTLE_SECONDS": str(scale.settle_seconds),
    }
    wave = Wave(scale, mail_server, worker, sweeper)
    wave.plan()
    yield wave
    with capsys.disabled():
        wave.say()
