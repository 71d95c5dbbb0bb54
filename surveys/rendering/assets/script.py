"""The clients' script: its files as one, compressed once a process, at an address that changes with it."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.urls import reverse

FOLDER = Path(__file__).resolve().parents[2] / "static" / "surveys" / "form"
# In this order: each may use the names of those before it.
FILES = (
    *("page", "counting", "drafts", "sending", "saving", "queue", "digits", "writing", "ranking"),
    "start",
)

_REMARK = re.compile(r"^\s*//.*$|^\s+", re.M)


@dataclass(frozen=True)
class Script:
    """`digest` stands in its address, so browsers may keep it for good."""

    content: bytes
    compressed: bytes
    digest: str


@lru_cache(maxsize=1)
def script() -> Script:
    """All files in one function: what they name is nobody else's."""
    texts = ((FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in FILES)
    joined = "\n".join(_REMARK.sub("", text) for text in texts)
    content = f'(() => {{\n"use strict";\n{joined}\n}})();\n'.encode()
    return Script(
        content=content,
        compressed=gzip.compress(content, 9, mtime=0),
        digest=hashlib.sha256(content).hexdigest()[:16],
    )


def path() -> str:
    """The script's address."""
    return reverse("surveys:script", args=[script().digest])
