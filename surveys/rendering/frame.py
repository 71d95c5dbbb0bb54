"""The sheet around every client's page: whose it is, other languages, whom to write to."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from surveys.rendering.phrasebook import book
from surveys.rendering.visitor import Look


def context(
    look: Look,
    language: str,
    title: str,
    *,
    heading: str = "",
    supplier: str = "",
    switch: Sequence[Mapping[str, str]] = (),
    unsubscribe_path: str = "",
) -> dict[str, Any]:
    """What surveys/page.html needs. `switch`: other languages as code, name and path."""
    name = supplier or look.name
    return {
        "language": language,
        "title": title,
        "heading": heading or title,
        "supplier": name,
        "initial": initial(name),
        "brand_path": brand_path(look),
        "switch": switch,
        "words": book(language).group("form"),
        "reply_name": look.reply_name,
        "reply_address": look.reply_address,
        "unsubscribe_path": unsubscribe_path,
    }


def initial(name: str) -> str:
    """The first letter of a company's name, whatever quotation marks stand before it."""
    return next((letter.upper() for letter in name if letter.isalnum()), "")


def brand_path(look: Look) -> str:
    """Address of the company's colour; another colour has another address, so it may be cached for long."""
    return f"{reverse('surveys:brand')}?{look.accent.lstrip('#')}"
