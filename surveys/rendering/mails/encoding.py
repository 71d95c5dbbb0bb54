"""Text as mail carries it: quoted-printable bodies and encoded headers, joined out of parts."""

import base64
import binascii
import re

LINE = 72  # room for the soft break that follows, within the 76 characters of RFC 2045
SOFT_BREAK = b"=\r\n"
PLAIN_HEADER = 66  # what fits on one line after the longest name of ours
WORD_BYTES = 39  # 52 characters of base64: with the header's name within the 76 of RFC 2047

_NOT_PLAIN = re.compile(r"[^\x20-\x7e]|=\?")
_NOT_IN_ADDRESS = re.compile(r"[^\x21-\x7e]|[<>]")
_NEEDS_QUOTES = re.compile(r"[^A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]")


def body(text: str) -> bytes:
    """Quoted-printable with CRLF line ends; may be joined to other such parts by SOFT_BREAK."""
    return b"\r\n".join(_line(line) for line in text.replace("\r\n", "\n").split("\n"))


def header(text: str) -> bytes:
    """A header's value: as it is, or as encoded words of UTF-8 folded line by line."""
    if len(text) <= PLAIN_HEADER and not _NOT_PLAIN.search(text):
        return text.encode("ascii")
    return b"\r\n ".join(b"=?utf-8?B?" + base64.b64encode(word) + b"?=" for word in _words(text))


def wire_address(address: str) -> str:
    """The address in ASCII, as every mail server understands it: пример.рф becomes xn--e1afmkfd.xn--p1ai."""
    local, _, domain = address.rpartition("@")
    wire = f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"
    if _NOT_IN_ADDRESS.search(wire):
        raise ValueError(f"{address!r} would break out of its command")
    return wire


def mailbox(name: str, address: str) -> bytes:
    """`Name <address>`, the name quoted or encoded where it must be."""
    spec = wire_address(address).encode("ascii")
    if not name:
        return spec
    if len(name) <= PLAIN_HEADER and not _NOT_PLAIN.search(name):
        if _NEEDS_QUOTES.search(name):
            name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
        return name.encode("ascii") + b" <" + spec + b">"
    return header(name) + b"\r\n <" + spec + b">"


def _line(line: str) -> bytes:
    encoded = binascii.b2a_qp(line.encode(), istext=False).replace(b"=\n", b"")
    pieces = []
    while len(encoded) > LINE:
        escape = encoded.rfind(b"=", LINE - 2, LINE)  # never cut through =D0
        end = escape if escape >= 0 else LINE
        pieces.append(encoded[:end])
        encoded = encoded[end:]
    return SOFT_BREAK.join([*pieces, encoded])


def _words(text: str) -> list[bytes]:
    words, word = [], b""
    for character in text:
        encoded = character.encode()
        if len(word) + len(encoded) > WORD_BYTES:
            words.append(word)
            word = b""
        word += encoded
    return [*words, word]
