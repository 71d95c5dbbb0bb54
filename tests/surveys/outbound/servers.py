"""Small servers on loopback that answer one way, and remember what they were asked."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

HOST = "127.0.0.1"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Way: Here\r\n\r\nok"


@dataclass
class Served:
    port: int
    asked: list[bytes] = field(default_factory=list)


@contextmanager
def served(answer: bytes | Callable[[socket.socket], None] = OK) -> Iterator[Served]:
    """A server that reads each request's head and sends the same bytes, or does as told with the socket."""
    listening = socket.create_server((HOST, 0))
    found = Served(listening.getsockname()[1])

    def run() -> None:
        while True:
            try:
                connected, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=_serve, args=(connected, found, answer), daemon=True).start()

    threading.Thread(target=run, daemon=True).start()
    try:
        yield found
    finally:
        listening.close()


def _serve(connected: socket.socket, found: Served, answer: bytes | Callable[[socket.socket], None]) -> None:
    with connected:
        head = b""
        while b"\r\n\r\n" not in head:
            more = connected.recv(65536)
            if not more:
                return
            head += more
        found.asked.append(head)
        try:
            connected.sendall(answer) if isinstance(answer, bytes) else answer(connected)
        except OSError:
            return


def drip(connected: socket.socket) -> None:
    """A byte of the head every tenth of a second, for ever."""
    connected.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        connected.sendall(b"x")
        time.sleep(0.1)
