"""A small IMAP server over TLS: just what reading a mailbox needs of RFC 9051, and it can break off."""

import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "robot", "s/cret"


@dataclass
class Box:
    """The mails with their flags, and how the server behaves."""

    mails: list[bytes] = field(default_factory=list)
    flags: dict[int, set[str]] = field(default_factory=dict)
    takes_keywords: bool = True
    breaks_off_at: str = ""  # the command at which the connection is cut
    url: str = ""
    tls: ssl.SSLContext | None = None

    def unread(self, wanted: str) -> list[int]:
        flag = "\\Seen" if wanted == "UNSEEN" else wanted.rpartition(" ")[2]
        return [uid for uid in range(1, len(self.mails) + 1) if flag not in self.flags.get(uid, set())]


@contextmanager
def serving(folder: Path) -> Iterator[Box]:
    """A mailbox behind TLS with a certificate that only `tls` trusts."""
    box, (certificate, key) = Box(), _certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listening = socket.create_server(("127.0.0.1", 0))
    box.tls = ssl.create_default_context(cafile=str(certificate))
    box.url = f"imap+ssl://{USER}:s%2Fcret@127.0.0.1:{listening.getsockname()[1]}/INBOX"

    def run() -> None:
        while True:
            try:
                plain, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=_converse, args=(plain, context, box), daemon=True).start()

    threading.Thread(target=run, daemon=True).start()
    try:
        yield box
    finally:
        listening.close()


def _converse(plain: socket.socket, context: ssl.SSLContext, box: Box) -> None:
    try:
        with context.wrap_socket(plain, server_side=True) as connected, connected.makefile("rwb") as wire:
            wire.write(b"* OK ready\r\n")
            wire.flush()
            for line in wire:
                tag, _, command = line.decode().strip().partition(" ")
                if box.breaks_off_at and box.breaks_off_at in command:
                    return
                wire.write(_answer(tag, command, box))
                wire.flush()
                if command == "LOGOUT":
                    return
    except (OSError, ValueError):
        return


def _answer(tag: str, command: str, box: Box) -> bytes:
    done = f"{tag} OK done\r\n".encode()
    if command == "CAPABILITY":
        return b"* CAPABILITY IMAP4rev1\r\n" + done
    if command.startswith("LOGIN"):
        is_right = command == f'LOGIN {USER} "{PASSWORD}"'
        return done if is_right else f"{tag} NO [AUTHENTICATIONFAILED] {command}\r\n".encode()
    if command.startswith("SELECT"):
        flags = "\\Seen \\*" if box.takes_keywords else "\\Seen"
        found = f"* {len(box.mails)} EXISTS\r\n* OK [PERMANENTFLAGS ({flags})] kept\r\n"
        return found.encode() + done
    if found_search := re.fullmatch(r"UID SEARCH (.*)", command):
        uids = " ".join(map(str, box.unread(found_search[1])))
        return f"* SEARCH {uids}\r\n".encode() + done
    if found_fetch := re.match(r"UID FETCH (\d+) \(BODY\.PEEK\[\]", command):
        uid = int(found_fetch[1])
        raw = box.mails[uid - 1]
        return f"* {uid} FETCH (UID {uid} BODY[]<0> {{{len(raw)}}}\r\n".encode() + raw + b")\r\n" + done
    if found_store := re.fullmatch(r"UID STORE (\d+) \+FLAGS \((.*)\)", command):
        box.flags.setdefault(int(found_store[1]), set()).update(found_store[2].split())
    return b"* BYE\r\n" + done if command == "LOGOUT" else done


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")])
    now, day = datetime.now(UTC), timedelta(days=1)
    address = x509.IPAddress(ip_address("127.0.0.1"))
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(1).not_valid_before(now - day).not_valid_after(now + day)
    built = built.add_extension(x509.SubjectAlternativeName([address]), critical=False)
    signed = built.sign(key, hashes.SHA256())
    (folder / "cert.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
    return folder / "cert.pem", folder / "key.pem"
