"""Makes the mail of a batch, survey version and language: all words in place, holes for what is personal."""

import re
from dataclasses import dataclass
from typing import Any

import mrml
from django.template.loader import render_to_string

from surveys.definition import piping
from surveys.definition.questionnaire import Question, Questionnaire
from surveys.models import Batch, Brand
from surveys.rendering.colours import accent
from surveys.rendering.mails import words
from surveys.rendering.mails.words import Wanted
from surveys.rendering.phrasebook import Phrasebook, book, direction

WIDTH = 524  # pixels for a scale's cells at a desk
PER_ROW = 10  # cells are never wider than a tenth of it
ONE_ROW = 7  # so many fit beside each other on a phone
BLANKS = re.compile(r"[ \t]{2,}")
BODY = re.compile(r"(<body[^>]*>)")
NOTHING_REMOTE = mrml.RenderOptions(disable_comments=False, social_icon_origin=None, fonts={})


@dataclass(frozen=True)
class Made:
    """The texts of a MailTemplate row, with holes."""

    sender: str
    subject: str
    html: str
    text: str


@dataclass(frozen=True)
class Point:
    """One number of the scale; `label` is what a screen reader says, `name` what the number means."""

    number: int
    label: str
    name: str


@dataclass(frozen=True)
class Half:
    """Cells that stay beside each other; padded where the other half has one more."""

    points: tuple[Point, ...]
    width: int
    is_padded: bool


def make(
    questionnaire: Questionnaire, *, batch: Batch, brand: Brand | None, language: str, is_reminder: bool
) -> Made:
    """Everything that the mails of this batch and language have in common."""
    wanted = words.Wanted(book(language), language, batch, brand, is_reminder)
    said = words.of(questionnaire, wanted)
    texts = dict(said.single)
    context: dict[str, Any] = {
        "language": wanted.book.language,
        **_sides(wanted.book.language),
        "accent": accent(brand.accent if brand else ""),
    }
    # A score followed from an anonymous mail would stand in the address of somebody whom the link knows.
    question = None if questionnaire.anonymous else questionnaire.first_scale
    if question:
        texts |= words.of_question(question, wanted)
        context["halves"] = _halves(question, wanted)
    holes = Holes()
    context |= holes.numbered(texts) | {"leads": [holes.number(lead) for lead in said.leads]}
    html = render_to_string("surveys/mail/invitation.mjml", context)
    text = render_to_string("surveys/mail/invitation.txt", context)
    return Made(
        sender=wanted.sender,
        subject=texts["title"],
        html=holes.restored(_compiled(html)),
        text=holes.restored(text),
    )


def _compiled(layout: str) -> str:
    """HTML out of MJML, small, its content in the one landmark that screen readers jump to."""
    page = BLANKS.sub(" ", mrml.to_html(layout, render_options=NOTHING_REMOTE).content)
    head, body, rest = BODY.split(page, maxsplit=1)
    return f"{head}{body}<main>{rest.replace('</body>', '</main></body>')}"


def _sides(language: str) -> dict[str, str]:
    """Which way the language is written; mail programs know no logical sides."""
    way = direction(language)
    start, end = ("right", "left") if way == "rtl" else ("left", "right")
    return {"direction": way, "start": start, "end": end}


class Holes:
    """Numbers stand for personal texts while the layout is made, so that it escapes nothing of them."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def numbered(self, texts: dict[str, str]) -> dict[str, str]:
        return {name: self.number(text) for name, text in texts.items()}

    def number(self, text: str) -> str:
        if not piping.names_in(text):
            return text
        if text not in self._texts:
            self._texts.append(text)
        return f"⟦{self._texts.index(text)}⟧"

    def restored(self, layout: str) -> str:
        for number, text in enumerate(self._texts):
            layout = layout.replace(f"⟦{number}⟧", f"⟦{text}⟧")
        return layout


def _halves(question: Question, wanted: Wanted) -> list[Half]:
    """The scale in one row at a desk and in two on a phone, all cells of one width."""
    assert question.scale is not None  # a scale question has one: its document was proven
    names = words.point_names(question, wanted.language)
    scale = question.scale
    points = [_point(number, scale.highest, names.get(number, ""), wanted.book) for number in scale.points]
    first = len(points) if len(points) <= ONE_ROW else -(-len(points) // 2)
    cell = WIDTH // max(len(points), PER_ROW)
    return [
        Half(tuple(row), width=cell * len(row), is_padded=len(row) < first)
        for row in (points[:first], points[first:])
        if row
    ]


def _point(number: int, highest: int, name: str, book_: Phrasebook) -> Point:
    said = book_("mail.point_end" if name else "mail.point", number=number, highest=highest, words=name)
    return Point(number, said, name)
