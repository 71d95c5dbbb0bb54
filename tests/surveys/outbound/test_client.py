import socket
import time

import pytest

from surveys.outbound import client
from surveys.outbound.answers import Interrupted, NotAllowed, Unreachable
from surveys.outbound.client import Client
from surveys.outbound.deadline import Deadline
from tests.surveys.outbound.servers import HOST, drip, served


def named(*addresses: str) -> Client:
    """A client whose name server gives these addresses for every name."""

    def resolver(host: str, port: int, deadline: Deadline) -> list[str]:
        return list(addresses)

    return Client(resolver=resolver)


def own(port: int, *, seconds: float = 5.0, host: str = HOST) -> Client:
    """A client whose operator named this server."""
    return Client(own=frozenset({(host, port)}), seconds=seconds)


def test_it_asks_and_reads() -> None:
    with served() as server:
        answer = own(server.port).request(
            "POST", f"http://{HOST}:{server.port}/a/b?c=d", headers={"X-Ours": "1"}, body=b"hello"
        )
    assert (answer.status, answer.body, answer.headers["x-way"], answer.is_cut) == (200, b"ok", "Here", False)
    (asked,) = server.asked
    assert asked.startswith(b"POST /a/b?c=d HTTP/1.1\r\n")
    assert f"Host: {HOST}:{server.port}\r\n".encode() in asked
    assert b"X-Ours: 1\r\n" in asked


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
        "https://93.184.216.34:8443/",
        "http://93.184.216.34:25/",
        "ftp://93.184.216.34/",
        "file:///etc/passwd",
        "gopher://93.184.216.34/",
        "https://user:secret@93.184.216.34/",
        "https://",
        "//93.184.216.34/",
        "https://[::1",
        "https://93.184.216.34:99999/",
    ],
)
def test_what_may_not_be_called_is_not_called(url: str) -> None:
    with pytest.raises(NotAllowed) as refusal:
        client.request("GET", url)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("inner", ["10.0.0.5", "100.64.0.1", "::1", "64:ff9b::a00:5", "2002:a00:5::"])
def test_one_inner_address_among_public_ones_is_enough_to_refuse(inner: str) -> None:
    with pytest.raises(NotAllowed):
        named("93.184.216.34", inner).request("GET", "https://rebinding.example/")


def test_a_server_of_the_operators_opens_no_other_door() -> None:
    with served() as server, served() as other, pytest.raises(NotAllowed):
        own(server.port).request("GET", f"http://{HOST}:{other.port}/")
    assert not other.asked


def test_the_name_is_asked_once_and_that_address_called() -> None:
    asked: list[str] = []

    def resolver(host: str, port: int, deadline: Deadline) -> list[str]:
        asked.append(host)
        return [HOST] if len(asked) == 1 else ["10.0.0.1"]

    with served() as server:
        ours = Client(own=frozenset({("relay.example", server.port)}), resolver=resolver, seconds=5)
        answer = ours.request("GET", f"http://relay.example:{server.port}/")
    assert (answer.status, asked) == (200, ["relay.example"])
    assert f"Host: relay.example:{server.port}\r\n".encode() in server.asked[0]


def test_redirects_are_answers() -> None:
    with served() as target:
        moved = f"HTTP/1.1 302 Found\r\nLocation: http://{HOST}:{target.port}/\r\nContent-Length: 0\r\n\r\n"
        with served(moved.encode()) as server:
            answer = own(server.port).request("GET", f"http://{HOST}:{server.port}/")
    assert (answer.status, target.asked) == (302, [])


def test_a_long_answer_is_cut() -> None:
    with served(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 70_000) as server:
        answer = own(server.port).request("GET", f"http://{HOST}:{server.port}/")
    assert (len(answer.body), answer.is_cut) == (65_536, True)


def test_one_byte_at_a_time_does_not_hold_us() -> None:
    begun = time.monotonic()
    with served(drip) as server, pytest.raises(Interrupted, match="its time is over"):
        own(server.port, seconds=0.6).request("GET", f"http://{HOST}:{server.port}/")
    assert time.monotonic() - begun < 2


def test_a_name_server_that_hangs_does_not_hold_us() -> None:
    begun = time.monotonic()
    with pytest.raises((Unreachable, NotAllowed)):
        Client(seconds=1.0).request("GET", "https://no-such-host.invalid/")
    assert time.monotonic() - begun < 3


def test_nobody_listens() -> None:
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(Unreachable):
        own(port).request("GET", f"http://{HOST}:{port}/")


def test_a_lost_connection_leaves_it_open_whether_it_was_taken() -> None:
    with served(lambda connected: None) as server, pytest.raises(Interrupted):
        own(server.port).request("GET", f"http://{HOST}:{server.port}/")


def test_encryption_without_a_trusted_certificate_is_refused_before_anything_is_said() -> None:
    with served() as server, pytest.raises(Unreachable):
        own(server.port).request("GET", f"https://{HOST}:{server.port}/")


@pytest.mark.parametrize("header", [{"X-A": "b\r\nX-C: d"}, {"X-A\r\nHost": "x"}])
def test_headers_cannot_be_smuggled(header: dict[str, str]) -> None:
    with served() as server, pytest.raises(NotAllowed):
        own(server.port).request("GET", f"http://{HOST}:{server.port}/", headers=header)
    assert not server.asked


def test_a_path_cannot_hold_a_request() -> None:
    with served() as server, pytest.raises(NotAllowed):
        own(server.port).request("GET", f"http://{HOST}:{server.port}/ HTTP/1.1\r\nHost: x")
    assert not server.asked
