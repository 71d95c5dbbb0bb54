"""The servers that a stack brings along: PostgreSQL, Valkey and mail, each unless its address is given."""

import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit

from config.stack import home, postgres, valkey
from config.stack.tree import Program, Tree


def start(tree: Tree, folder: Path, environment: dict[str, str], *, is_durable: bool = True) -> None:
    """Start what is needed; returns once all of it answers."""
    if not home.is_given("EMAIL_URL"):
        _start_mail(tree, folder, environment)
    if not home.is_given("BROKER_URL"):
        valkey.run(tree, folder, _port(environment["BROKER_URL"]))
    if not home.is_given("DATABASE_URL"):
        server = postgres.server_in(folder)
        postgres.make(server)
        postgres.run(tree, server, is_durable=is_durable)
    if not home.is_given("EMAIL_URL"):
        ports = (_port(environment["EMAIL_URL"]), _port(environment["MAIL_LOOKUP_URL"]))
        tree.wait_until(lambda: all(is_listening(port) for port in ports), "mail")


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _start_mail(tree: Tree, folder: Path, environment: dict[str, str]) -> None:
    ports = (str(_port(environment["EMAIL_URL"])), str(_port(environment["MAIL_LOOKUP_URL"])))
    command = [sys.executable, "-m", "config.stack.mail.server", str(folder / "mail"), *ports]
    tree.start(
        Program(
            name="mail",
            command=command,
            log=folder / "logs" / "mail.log",
            stage=1,
            environment=environment,
            folder=home.ROOT,
        )
    )


def _port(address: str) -> int:
    return urlsplit(address).port or 0
