"""Texts of other tools hold HTML; ours are plain: what stays is what a person would have read."""

import html
import re

import nh3

# Neither looks past the next bracket: a file full of open ones would take minutes else.
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NO_TEXT = {"script", "style"}


def has_markup(text: str) -> bool:
    return bool(_TAG.search(text))


def plain(text: str) -> str:
    """The words without tags, scripts and control characters; blocks end in a line break."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n"))
    if "<" in text or "&" in text:
        broken = _BREAK.sub("\n", text)
        text = html.unescape(nh3.clean(broken, tags=set(), clean_content_tags=_NO_TEXT))
    text = _CONTROL.sub("", text.replace("\xa0", " "))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
