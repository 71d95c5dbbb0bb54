"""The two servers under measurement, started alike, and the CPU time that they and PostgreSQL have used."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
GUNICORN = ("--worker-class", "gthread", "--workers", "2", "--threads", "8", "--keep-alive", "30")
OURS = ("config.web.wsgi:application", "--logger-class", "config.web.gunicorn.DiscreetLogger")
LIMIT = ("tests.benchmarks.answering.minimal:application",)


@dataclass(frozen=True)
class Server:
    name: str
    port: int
    process: subprocess.Popen[bytes]

    def cpu_seconds(self) -> float:
        """Of the server's processes, by their session."""
        return sum(used for _, session, used in _processes() if session == self.process.pid)


@contextmanager
def served(
    name: str, program: tuple[str, ...], environment: dict[str, str], folder: Path
) -> Iterator[Server]:
    """A gunicorn of two workers with eight threads each, on a free port of loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", *program, *GUNICORN, "--bind", f"127.0.0.1:{port}"]
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            command, env=environment, stdout=log, stderr=log, start_new_session=True, cwd=Path.cwd()
        )
        try:
            _wait(port, process)
            yield Server(name, port, process)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended at once"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError("the server does not answer")


def backends_cpu_seconds(pids: set[int]) -> float:
    """Of PostgreSQL's processes for these connections."""
    return sum(used for pid, _, used in _processes() if pid in pids)


def _processes() -> Iterator[tuple[int, int, float]]:
    """Process id, session, CPU seconds."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text()
        except OSError:
            continue
        fields = stat[stat.rindex(")") + 2 :].split()
        yield int(folder.name), int(fields[3]), (int(fields[11]) + int(fields[12])) / TICKS
