"""The client: one request to one checked address, within 15 seconds and 64 KB, following nothing (D14)."""

import http.client
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from surveys.outbound.answers import Answer, Interrupted, NotAllowed, OutboundError, Unreachable
from surveys.outbound.deadline import Deadline, Wire
from surveys.outbound.networks import is_public
from surveys.outbound.resolving import resolve

PORTS = {"http": 80, "https": 443}
SECONDS = 15.0
LONGEST_ANSWER = 64 * 1024
Resolver = Callable[[str, int, Deadline], list[str]]


@dataclass(frozen=True)
class Target:
    """An address taken apart: where to connect, and what to ask for there."""

    is_encrypted: bool
    host: str
    port: int
    path: str

    @property
    def named(self) -> str:
        """The Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port in PORTS.values() else f"{host}:{self.port}"


@dataclass(frozen=True)
class Client:
    """Calls public servers on ports 80 and 443.

    `own` are (host, port) pairs that the operator named in the installation's settings, such as the relay's
    look-up: those alone may be inner and on any port. `resolver` gives a host's addresses.
    """

    own: frozenset[tuple[str, int]] = frozenset()
    resolver: Resolver = resolve
    seconds: float = SECONDS
    tls: ssl.SSLContext | None = None  # None: the system's authorities

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        """Ask once.

        Raises NotAllowed (a wrong or inner address), Unreachable (surely not received) or Interrupted (it may
        have been received); all are OutboundError.
        """
        target = _target(url, self.own)
        deadline = Deadline(self.seconds)
        try:
            connected = self._connected(target, deadline)
        except OutboundError:
            raise
        except (OSError, ValueError) as error:  # refused, no route, wrong certificate, too slow
            raise Unreachable(f"{target.host}: {_words(error)}") from error
        try:
            return _ask(Wire(connected, deadline), target, method, headers=headers or {}, body=body)
        finally:
            connected.close()

    def _connected(self, target: Target, deadline: Deadline) -> socket.socket:
        """A connection to one of the addresses that were checked: the name is not looked up again."""
        addresses = self.resolver(target.host, target.port, deadline)
        if (target.host, target.port) not in self.own:
            inner = [address for address in addresses if not is_public(address)]
            if inner or not addresses:
                raise NotAllowed(f"{target.host} is not a public address")
        plain = _opened(addresses, target.port, deadline)
        if not target.is_encrypted:
            return plain
        context = self.tls or ssl.create_default_context()
        try:
            plain.settimeout(deadline.left())
            return context.wrap_socket(plain, server_hostname=target.host)
        except (OSError, ValueError):
            plain.close()
            raise


def request(method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Answer:
    """`Client.request` to the open internet only."""
    return Client().request(method, url, headers=headers, body=body)


def _target(url: str, own: frozenset[tuple[str, int]]) -> Target:
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
        host = (parts.hostname or "").rstrip(".").encode("idna").decode()
    except (ValueError, UnicodeError) as error:
        raise NotAllowed("the address cannot be read") from error
    if parts.scheme not in PORTS or not host or "%" in host:
        raise NotAllowed("the address must begin with https:// or http:// and name a host")
    if parts.username is not None or parts.password is not None:
        raise NotAllowed("the address must not hold a user or a password")
    if port not in PORTS.values() and (host, port) not in own:
        raise NotAllowed("only the ports 80 and 443 may be called")
    return Target(parts.scheme == "https", host, port, _path(parts))


def _path(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _opened(addresses: list[str], port: int, deadline: Deadline) -> socket.socket:
    """The first address that takes a connection."""
    failure: OSError = OSError("no address")
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=deadline.left())
        except OSError as error:
            failure = error
    raise failure


def _ask(wire: Wire, target: Target, method: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = wire
    given = {"Host": target.named, "Accept-Encoding": "identity", "Connection": "close"} | dict(headers)
    try:
        connection.request(method, target.path, body=body or None, headers=given)
    except (http.client.InvalidURL, ValueError) as error:
        raise NotAllowed("the address or a header holds a character that cannot be sent") from error
    except (OSError, http.client.HTTPException) as error:
        raise Interrupted(f"{target.host}: {_words(error)}") from error
    try:
        response = connection.getresponse()
        found = response.read(LONGEST_ANSWER + 1)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Interrupted(f"{target.host}: {_words(error)}") from error
    named = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status, named, found[:LONGEST_ANSWER], is_cut=len(found) > LONGEST_ANSWER)


def _words(error: Exception) -> str:
    """The kind of failure and the system's words, never the request's."""
    if isinstance(error, TimeoutError):
        return "its time is over"
    if isinstance(error, ssl.SSLError):
        return f"no trusted encryption ({error.reason or 'broken off'})"
    return error.strerror or type(error).__name__ if isinstance(error, OSError) else type(error).__name__
