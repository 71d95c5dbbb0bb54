"""./run demo: a whole Barometer on this machine, as one process tree that ends without a trace."""

import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from config.stack import home, servers
from config.stack.tree import Program, StackError, Tree, tied

READY_WITHIN_SECONDS = 120
LOGINS = "logins.txt"


def run() -> int:
    """Start everything, say when it is ready, and stay until Ctrl-C or SIGTERM."""
    began = time.monotonic()
    folder, port = home.folder(), home.port()
    refuse_taken_port(port)
    ended = threading.Event()
    for ending in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(ending, lambda *_: ended.set())
    tree = Tree()
    with home.lock(folder):
        try:
            environment = home.environment(folder, mode="demo", web_port=port)
            bring_up(tree, folder, environment, port=port, ended=ended)
            if not ended.is_set():
                print(banner(environment, folder, seconds=time.monotonic() - began), flush=True)
            stay(tree, folder, ended)
        finally:
            print("Stopping ...", flush=True)
            tree.stop()
            home.withdraw(folder)
    print(f"Stopped. The data stays in {folder}", flush=True)
    return 0


def stay(tree: Tree, folder: Path, ended: threading.Event) -> None:
    """Until the end: what ends by itself is started again."""
    while not ended.wait(1):
        for name in tree.revive():
            print(f"{name} had ended and was started again; see {folder / 'logs'}", flush=True)


def bring_up(
    tree: Tree, folder: Path, environment: dict[str, str], *, port: int, ended: threading.Event
) -> None:
    """Servers, then the database's contents, then our own programs; stops half-way once `ended` is set."""
    print(f"Barometer demo in {folder}", flush=True)
    print("  starting PostgreSQL, Valkey and the mail server ...", flush=True)
    servers.start(tree, folder, environment)
    home.publish(folder, environment)
    prepare(environment, folder, ended)
    if ended.is_set():
        return
    print("  starting web server, workers and sweep ...", flush=True)
    for name, command in programs(port).items():
        log = folder / "logs" / f"{name}.log"
        tree.start(Program(name, command, log, stage=2, environment=environment, folder=home.ROOT))
    address = f"http://127.0.0.1:{port}/readyz"
    tree.wait_until(lambda: ended.is_set() or is_ready(address), "web", READY_WITHIN_SECONDS)


def programs(port: int) -> dict[str, list[str]]:
    """The same programs as in production (docker-compose.yml), on the loopback."""
    python = [sys.executable, "-m"]
    gunicorn = [
        "gunicorn",
        "config.web.wsgi",
        "--config",
        "config/web/gunicorn.py",
        "--bind",
        f"127.0.0.1:{port}",
    ]
    celery = ["celery", "--app", "config", "worker", "--loglevel", "INFO", "--concurrency", "2"]
    return {
        "web": [*python, *gunicorn],
        "worker": [*python, *celery, "--without-gossip", "--without-mingle"],
        "sweep": [sys.executable, "manage.py", "sweep"],
    }


def prepare(environment: dict[str, str], folder: Path, ended: threading.Event) -> None:
    """Run config.stack.prepare in a process of its own, its words on our terminal."""
    command = [sys.executable, "-m", "config.stack.prepare", str(folder / LOGINS)]
    process = subprocess.Popen(
        command, env=environment, cwd=home.ROOT, start_new_session=True, preexec_fn=tied()
    )
    while process.poll() is None:
        if ended.wait(0.05):
            process.terminate()
            process.wait()
            return
    if process.returncode:
        raise StackError("The database could not be prepared; what went wrong is above.")


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise StackError(
                f"Port {port}: {error.strerror}. PORT chooses another, for example PORT={port + 1} ./run demo"
            ) from error


def is_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def banner(environment: dict[str, str], folder: Path, *, seconds: float) -> str:
    base = environment["BASE_URL"]
    lines = [
        "",
        f"Barometer is ready after {seconds:.0f} seconds.",
        "",
        f"  Web pages    {base}/",
        f"  REST API     {base}/api/docs/",
    ]
    if "INBOX_FOLDER" in environment:
        lines.append(f"  Mail inbox   {base}/inbox/   (every mail that is sent arrives here, none leaves)")
    lines += [
        f"  Data, logs   {folder}",
        "",
        "  Logins",
        *(f"    {line}" for line in (folder / LOGINS).read_text().splitlines()),
        "",
        "Ctrl-C stops it; the next start keeps the data.",
    ]
    return "\n".join(lines)
