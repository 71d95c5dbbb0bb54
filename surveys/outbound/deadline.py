"""A connection whose every step shares one deadline, so that a server of one byte a second cannot hold us."""

import io
import socket
import time
from collections.abc import Callable


class Deadline:
    """A moment on the monotonic clock."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left. Raises TimeoutError when there are none."""
        seconds = self._ends - time.monotonic()
        if seconds <= 0:
            raise TimeoutError("its time is over")
        return seconds


class Wire:
    """What http.client needs of a socket: sending, reading, closing, each within the deadline."""

    def __init__(self, connected: socket.socket, deadline: Deadline) -> None:
        self._socket, self._deadline = connected, deadline

    def sendall(self, data: bytes) -> None:
        rest = memoryview(bytes(data))
        while rest:
            self._socket.settimeout(self._deadline.left())
            rest = rest[self._socket.send(rest) :]

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self._read_into))

    def close(self) -> None:
        """http.client closes before it has read an answer without a length; the client closes at the end."""

    def _read_into(self, buffer: memoryview) -> int:
        self._socket.settimeout(self._deadline.left())
        return self._socket.recv_into(buffer)


class _Reader(io.RawIOBase):
    def __init__(self, read_into: Callable[[memoryview], int]) -> None:
        self._read_into = read_into

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        return self._read_into(buffer)
