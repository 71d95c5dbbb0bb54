"""A template rendered once, with holes for what differs from person to person.

Rendering six scales by the template engine costs ten times the rest of a request; filling holes is a join.
A test holds that a filled page equals the plainly rendered one.
"""

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

Personal = Callable[[str], str]  # the personal text of a hole; escaped unless it is marked safe
Context = Callable[[Personal], Mapping[str, Any]]  # a template's context, given what is personal

# Characters of Unicode's private use area, which templates and questionnaires do not contain.
START, END = "\ue000", "\ue001"
HOLE = re.compile(f"{START}([^{END}]*){END}")


class Ready:
    """Static pieces of HTML and the names of the holes between them."""

    def __init__(self, template: str, context: Context) -> None:
        html = render_to_string(template, dict(context(lambda hole: f"{START}{hole}{END}")))
        first, *rest = HOLE.split(html)
        self.first = first
        self.rest = list(zip(rest[::2], rest[1::2], strict=True))

    def fill(self, personal: Personal) -> str:
        pieces = [self.first]
        for hole, static in self.rest:
            text = personal(hole)
            # What conditional_escape does, without its way around lazy texts: half of a page's time.
            pieces.append(text if isinstance(text, SafeString) else escape(text))
            pieces.append(static)
        return "".join(pieces)


def plain(template: str, context: Context, personal: Personal) -> str:
    """The same page by the template engine alone: for pages with mistakes, and as the measure."""
    return render_to_string(template, dict(context(personal)))
