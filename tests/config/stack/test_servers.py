"""The embedded servers: one tree that leaves nothing behind, however it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.stack import home, postgres, servers
from config.stack.tree import Program, StackError, Tree
from tests.real.processes import wait_until

pytestmark = pytest.mark.stack
UP_AND_WAIT = """
import sys, time
from pathlib import Path
from config.stack import home, servers
from config.stack.tree import Tree
tree, folder = Tree(), Path(sys.argv[1])
servers.start(tree, folder, home.environment(folder, mode="test", web_port=8000), is_durable=False)
print("up", flush=True)
time.sleep(600)
"""


@pytest.fixture
def own_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if nobody had brought a server along."""
    for name in ("DATABASE_URL", "BROKER_URL", "CACHE_URL", "EMAIL_URL", "MAIL_LOOKUP_URL", "SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(tmp_path: Path, own_servers: None) -> Iterator[Path]:
    yield tmp_path
    assert processes_of(tmp_path) == []


def processes_of(folder: Path) -> list[str]:
    """Processes that live in the folder or were told of it, this test's own aside."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            place = str((process / "cwd").readlink())
        except OSError:
            continue
        if (str(folder) in line or str(folder) in place) and process.name != str(os.getpid()):
            found.append(line)
    return found


def bring_up(folder: Path) -> Tree:
    tree = Tree()
    environment = home.environment(folder, mode="test", web_port=8000)
    servers.start(tree, folder, environment, is_durable=False)
    return tree


def connect(folder: Path) -> psycopg.Connection:
    return psycopg.connect(f"host={postgres.server_in(folder).socket} user=barometer dbname=barometer")


def query(folder: Path, statement: str) -> object:
    with connect(folder) as connection:
        row = connection.execute(statement).fetchone()
    return row[0] if row else None


def test_everything_ends_with_the_tree_and_the_data_stays(folder: Path) -> None:
    tree = bring_up(folder)
    assert set(tree.running) == {"postgres", "valkey", "mail"}
    with connect(folder) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    tree.stop()
    assert processes_of(folder) == []
    again = bring_up(folder)
    try:
        assert query(folder, "SELECT answer FROM kept") == 42
    finally:
        again.stop()


def test_names_sort_by_code_point_as_in_production(folder: Path) -> None:
    tree = bring_up(folder)
    try:
        locale = "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'barometer'"
        assert query(folder, locale) == "bC.UTF-8"
    finally:
        tree.stop()


def test_a_killed_parent_takes_everything_with_it(folder: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", UP_AND_WAIT, str(folder)], cwd=home.ROOT, stdout=subprocess.PIPE
    )
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"up\n"
    assert len(processes_of(folder)) > 3
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    wait_until(lambda: not processes_of(folder), "all processes have ended", seconds=20)
    tree = bring_up(folder)
    tree.stop()


def test_a_killed_database_starts_again_from_its_own_lock(folder: Path) -> None:
    tree = bring_up(folder)
    os.killpg(tree.running["postgres"].process.pid, signal.SIGKILL)
    tree.running["postgres"].process.wait()
    tree.stop()
    lock = folder / "postgres" / "postmaster.pid"
    lines = lock.read_text().splitlines()
    # The number belongs to somebody else by now, as after a restart of the machine.
    lock.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    wait_until(lambda: not processes_of(folder), "its children have noticed", seconds=20)
    bring_up(folder).stop()


def test_a_long_path_gets_a_short_socket(tmp_path: Path, own_servers: None) -> None:
    folder = tmp_path / ("long" * 25)
    folder.mkdir()
    tree = bring_up(folder)
    try:
        assert query(folder, "SELECT 1") == 1
    finally:
        tree.stop()
        postgres.server_in(folder).socket.rmdir()


def test_what_ends_is_started_again_but_not_for_ever(tmp_path: Path) -> None:
    tree = Tree()
    log = tmp_path / "log"
    tree.start(Program("short", [sys.executable, "-c", "print('oh')"], log, stage=0))
    with pytest.raises(StackError, match="oh"):
        for _ in range(200):
            tree.revive()
            time.sleep(0.05)
    tree.stop()


def test_what_does_not_start_is_told_with_its_log(tmp_path: Path) -> None:
    tree = Tree()
    tree.start(
        Program("bad", [sys.executable, "-c", "raise SystemExit('no luck')"], tmp_path / "log", stage=0)
    )
    with pytest.raises(StackError, match="no luck"):
        tree.wait_until(lambda: False, "bad", 10)
    tree.stop()


def test_one_folder_one_stack(tmp_path: Path) -> None:
    with home.lock(tmp_path), pytest.raises(StackError, match="already"):
        home.lock(tmp_path)
    home.lock(tmp_path).close()


@pytest.mark.parametrize("port", ["0", "70000", "web", "-1"])
def test_a_wrong_port_is_named(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(StackError, match="PORT"):
        home.port()


def test_secrets_are_for_their_owner_alone(tmp_path: Path, own_servers: None) -> None:
    made = home.environment(tmp_path, mode="demo", web_port=8000)
    home.publish(tmp_path, made)
    assert made["SECRET_KEY"] == home.secret_key(tmp_path)
    for name in ("secret_key", "environment.json"):
        assert (tmp_path / name).stat().st_mode & 0o077 == 0
    assert home.published(tmp_path)["BASE_URL"] == "http://127.0.0.1:8000"
