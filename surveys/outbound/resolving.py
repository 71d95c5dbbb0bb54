"""Turns a host's name into addresses, within a time that the system's resolver does not know of."""

import socket
import threading

from surveys.outbound.answers import Unreachable
from surveys.outbound.deadline import Deadline


def resolve(host: str, port: int, deadline: Deadline) -> list[str]:
    """Every address of the host, in the system's order. Raises Unreachable when there is none in time."""
    found: list[str] = []
    thread = threading.Thread(target=_ask, args=(host, port, found), daemon=True)
    thread.start()
    thread.join(deadline.left())
    if thread.is_alive() or not found:
        raise Unreachable(f"{host} has no address")
    return list(dict.fromkeys(found))


def _ask(host: str, port: int, found: list[str]) -> None:
    try:
        entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return
    found.extend(str(entry[4][0]) for entry in entries)
