"""Makes the mail of a batch, survey version and language: all words in place, holes for what is personal."""

from dataclasses import dataclass
from typing import Any

import mrml
from django.template.loader import render_to_string

from surveys.definition import piping
from surveys.definition.questionnaire import Question, Questionnaire, Scale
from surveys.models import Batch, Brand
from surveys.rendering.colours import accent
from surveys.rendering.phrasebook import Phrasebook, book, direction

WIDTH = 524  # pixels for a scale's cells at a desk
PER_ROW = 10  # cells are never wider than a tenth of it
ONE_ROW = 7  # so many fit beside each other on a phone
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
    """One number of the scale; `label` is what a screen reader says."""

    number: int
    label: str


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
    words = book(language)
    sender = ", ".join(filter(None, (batch.sender_name, brand.name if brand else "")))
    texts = _texts(questionnaire, words, batch=batch, language=language, is_reminder=is_reminder)
    texts |= {
        "sender_line": ", ".join(filter(None, (batch.sender_title, brand.phone if brand else ""))),
        "footer": ", ".join(filter(None, (brand.name, brand.postal_address))) if brand else "",
    }
    context: dict[str, Any] = {
        "language": words.language,
        **_sides(words.language),
        "points": [],
        "accent": accent(brand.accent if brand else ""),
    }
    # A score followed from an anonymous mail would stand in the address of somebody whom the link knows.
    question = None if questionnaire.anonymous else questionnaire.first_scale
    if question:
        texts |= _question_texts(question, words, language)
        context["halves"] = _halves(_scale(question), words, language)
    holes = Holes()
    html = render_to_string("surveys/mail/invitation.mjml", context | holes.numbered(texts))
    text = render_to_string("surveys/mail/invitation.txt", context | holes.numbered(texts))
    return Made(
        sender=sender,
        subject=texts["title"],
        html=holes.restored(mrml.to_html(html, render_options=NOTHING_REMOTE).content),
        text=holes.restored(text),
    )


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
        return {name: self._number(text) for name, text in texts.items()}

    def _number(self, text: str) -> str:
        if not piping.names_in(text):
            return text
        if text not in self._texts:
            self._texts.append(text)
        return f"⟦{self._texts.index(text)}⟧"

    def restored(self, layout: str) -> str:
        for number, text in enumerate(self._texts):
            layout = layout.replace(f"⟦{number}⟧", f"⟦{text}⟧")
        return layout


def _texts(
    questionnaire: Questionnaire, words: Phrasebook, *, batch: Batch, language: str, is_reminder: bool
) -> dict[str, str]:
    phrases = words.group("mail")
    minutes = words.counted("form.minutes", questionnaire.minutes)
    leads = phrases["lead"]
    subject = phrases["subject_reminder" if is_reminder else "subject"]
    effort, preview = phrases["effort"], phrases["preview"]
    if questionnaire.anonymous:
        own = words.group("anonymous")
        effort, preview = own["mail_effort"], own["mail_preview"]
    return {
        "title": _with(subject, title=questionnaire.title[language], minutes=minutes),
        "preview": _with(preview, minutes=minutes, sender=batch.sender_name),
        "supplier": "{supplier}",
        "greeting": phrases["greeting"],
        "reminder": phrases["reminder"] if is_reminder else "",
        "lead": leads.get(questionnaire.kind, leads["other"]),
        "effort": _with(effort, minutes=minutes),
        "tap": phrases["tap"],
        "open": phrases["open"],
        "open_without": phrases["open_without"],
        "or_reply": phrases["or_reply"],
        "sender_name": batch.sender_name,
        "why": phrases["why"],
        "unsubscribe": phrases["unsubscribe"],
        "answer_link": "{answer_link}",
        "unsubscribe_link": "{unsubscribe_link}",
        "my_data": words("form.my_data"),
        "my_data_link": "{my_data_link}",
    }


def _question_texts(question: Question, words: Phrasebook, language: str) -> dict[str, str]:
    scale = _scale(question)
    end = words.group("mail")["end"]
    return {
        "question": question.text[language],
        "low": _with(end, number=str(scale.lowest), words=scale.low.get(language, "")),
        "high": _with(end, number=str(scale.highest), words=scale.high.get(language, "")),
    }


def _scale(question: Question) -> Scale:
    assert question.scale is not None  # a scale question has one: its document was proven
    return question.scale


def _halves(scale: Scale, words: Phrasebook, language: str) -> list[Half]:
    """The scale in one row at a desk and in two on a phone, all cells of one width."""
    ends = {scale.lowest: scale.low.get(language, ""), scale.highest: scale.high.get(language, "")}
    points = [_point(number, scale.highest, ends.get(number, ""), words) for number in scale.points]
    first = len(points) if len(points) <= ONE_ROW else -(-len(points) // 2)
    cell = WIDTH // max(len(points), PER_ROW)
    return [
        Half(tuple(row), width=cell * len(row), is_padded=len(row) < first)
        for row in (points[:first], points[first:])
        if row
    ]


def _point(number: int, highest: int, end: str, words: Phrasebook) -> Point:
    name = "mail.point_end" if end else "mail.point"
    return Point(number, words(name, number=number, highest=highest, words=end))


def _with(phrase: str, **values: str) -> str:
    """Set what the whole batch shares; the other pipes stay for the personal parts."""
    for name, value in values.items():
        phrase = phrase.replace("{" + name + "}", value)
    return phrase
