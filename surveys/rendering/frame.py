"""The sheet around every client's page: whose it is, other languages, whom to write to."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from surveys.rendering.assets import script, styles
from surveys.rendering.phrasebook import Phrasebook, book, direction
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
    my_data_path: str = "",
    framing: str = "",
) -> dict[str, Any]:
    """What surveys/page.html needs. `switch`: other languages as code, name and path."""
    name = supplier or look.name
    return {
        "language": language,
        "direction": direction(language),
        "title": title,
        "heading": heading or title,
        "supplier": name,
        "mark": mark(look, name),
        "style": styles.element(look.accent),
        "script_path": script.path(),
        "switch": switch,
        "words": book(language).group("form"),
        "foot": foot(look, book(language), unsubscribe_path, my_data_path),
        "framing": framing,
    }


def mark(look: Look, name: str) -> SafeString:
    """The company's logo, or its first letter. The name stands beside it, so it needs no words."""
    if look.logo:
        path = reverse("surveys:logo", args=[look.logo])
        return format_html('<img class="logo" src="{}" alt="" decoding="async">', path)
    return format_html('<span class="mark" aria-hidden="true">{}</span>', initial(name))


def foot(look: Look, words: Phrasebook, unsubscribe_path: str, my_data_path: str = "") -> SafeString:
    """Whom to write to; for those whom we wrote to, how to stop that and to see what we hold."""
    line = '<p>{} <a href="mailto:{}">{}</a></p>\n'
    asks = format_html(line, words("form.questions"), look.reply_address, look.reply_name)
    ways = ((unsubscribe_path, "form.unsubscribe"), (my_data_path, "form.my_data"))
    links = [format_html('<a href="{}">{}</a>\n', path, words(name)) for path, name in ways if path]
    return mark_safe("".join([*([asks] if look.reply_address else []), *links]))


def initial(name: str) -> str:
    """The first letter of a company's name, whatever quotation marks stand before it."""
    return next((letter.upper() for letter in name if letter.isalnum()), "")
