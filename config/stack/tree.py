"""One process tree: programs started in order, watched, ended in reverse, also when the parent is killed."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
PATIENCE_SECONDS = 20
TAIL_BYTES = 3000
LOG_LIMIT_BYTES = 10_000_000
LIBC = ctypes.CDLL(None, use_errno=True)


class StackError(Exception):
    """Something that the person at the terminal must know; shown without a traceback."""


@dataclass(frozen=True)
class Program:
    """What to run. `stage`: a higher stage ends first, so what others stand on has the lowest."""

    name: str
    command: Sequence[str]
    log: Path
    stage: int
    environment: dict[str, str] | None = None
    folder: Path = Path("/")
    stop_signal: signal.Signals = signal.SIGTERM


@dataclass
class Running:
    """A program with its process, which leads a process group of its own."""

    program: Program
    process: subprocess.Popen[bytes]
    deaths: list[float] = field(default_factory=list)

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None


class Tree:
    """Owns the processes that it starts. Not for threads: the kernel ties a child to its starter's thread."""

    def __init__(self) -> None:
        self.running: dict[str, Running] = {}

    def start(self, program: Program) -> Running:
        self.running[program.name] = Running(program, spawn(program))
        return self.running[program.name]

    def wait_until(self, is_ready: Callable[[], bool], name: str, seconds: float = 60) -> None:
        """Return once `is_ready`; raises StackError with the end of the log where the program fails first."""
        until = time.monotonic() + seconds
        while not is_ready():
            running = self.running[name]
            if running.has_ended or time.monotonic() > until:
                what = "ended at once" if running.has_ended else f"is not ready after {seconds:.0f} seconds"
                raise StackError(
                    f"{name} {what}. The end of {running.program.log}:\n{tail(running.program.log)}"
                )
            time.sleep(0.05)

    def revive(self) -> list[str]:
        """Start again what has ended, and name it; raises StackError where it ends five times a minute."""
        ended = [running for running in self.running.values() if running.has_ended]
        for running in ended:
            program = running.program
            end_group(running.process)
            now = time.monotonic()
            running.deaths = [*(moment for moment in running.deaths if moment > now - 60), now]
            if len(running.deaths) >= 5:
                raise StackError(f"{program.name} ended five times within a minute:\n{tail(program.log)}")
            running.process = spawn(program)
        return [running.program.name for running in ended]

    def stop(self) -> None:
        """End everything, the highest stage first; what does not end in time is killed."""
        stages = sorted({running.program.stage for running in self.running.values()}, reverse=True)
        for stage in stages:
            of_stage = [each for each in self.running.values() if each.program.stage == stage]
            for running in of_stage:
                if not running.has_ended:
                    running.process.send_signal(running.program.stop_signal)
            until = time.monotonic() + PATIENCE_SECONDS
            for running in of_stage:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    running.process.wait(max(until - time.monotonic(), 0.1))
                end_group(running.process)
        self.running.clear()


def spawn(program: Program) -> subprocess.Popen[bytes]:
    """Start in a process group of its own, its output appended to its log, tied to this process's life."""
    program.log.parent.mkdir(parents=True, exist_ok=True)
    if program.log.exists() and program.log.stat().st_size > LOG_LIMIT_BYTES:
        program.log.replace(program.log.with_suffix(".old.log"))
    with program.log.open("ab") as log:
        return subprocess.Popen(
            program.command,
            env=program.environment,
            cwd=program.folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=tied(program.stop_signal),
        )


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left of the program's process group and reap its leader."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def tail(log: Path) -> str:
    text = log.read_bytes()[-TAIL_BYTES:] if log.exists() else b""
    return text.decode(errors="replace").strip()


def tied(stop_signal: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """For a child's preexec_fn: Linux sends it `stop_signal` when this process dies, however it dies."""
    parent = os.getpid()

    def tie() -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, int(stop_signal))
        if os.getppid() != parent:  # it died between fork and prctl
            os._exit(1)

    return tie
