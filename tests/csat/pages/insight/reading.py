"""Pages as a reader sees them: the sentence on top as plain text."""

import html
import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from csat.access import Role
from tests.factories import login

BLOCKS = "article|caption|dd|div|dl|dt|h2|h3|li|p|section|summary|table|tbody|td|th|thead|tr|ul"


def reader(*roles: Role) -> Client:
    client = Client()
    client.force_login(login("-".join(roles), *roles))
    return client


def body(client: Client, address: str) -> str:
    reply = client.get(address)
    assert reply.status_code == 200, (address, reply.status_code)
    return plain(reply.content.decode().split("<main")[1])


def statement(client: Client, address: str) -> str:
    """What the page answers, in words."""
    reply = client.get(address)
    assert reply.status_code == 200, (address, reply.status_code)
    found = re.search(r"<h1>(.*?)</h1>", reply.content.decode(), re.DOTALL)
    assert found is not None
    return plain(found.group(1))


def queries_of(client: Client, address: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def plain(markup: str) -> str:
    """Text without tags, drawings and line breaks."""
    text = re.sub(r"<svg.*?</svg>", " ", markup, flags=re.DOTALL)
    text = re.sub(rf"</?({BLOCKS})\b[^>]*>", " ", text)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())
