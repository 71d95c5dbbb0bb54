"""What a mail of a version says, in one language: the survey's own words first, else the phrasebook's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from surveys.definition.questionnaire import Question, Questionnaire
from surveys.models import Batch, Brand
from surveys.rendering.phrasebook import Phrasebook

STAFF = ("internal", "forecast")  # kinds of surveys that ask our own people
ENDS = (".", "?", "!", "…", ":", "؟", "。")
_ACROSS_LINES = re.compile(r"\[[^\[\]]*\]")


@dataclass(frozen=True)
class Words:
    """`single` by the names that the templates know; `leads` are paragraphs. All may hold pipes."""

    single: Mapping[str, str]
    leads: tuple[str, ...]


@dataclass(frozen=True)
class Wanted:
    """Which mail: of this batch, by this company, in the language of the book."""

    book: Phrasebook
    language: str
    batch: Batch
    brand: Brand | None = None
    is_reminder: bool = False

    @property
    def sender(self) -> str:
        """The name in From."""
        return ", ".join(filter(None, (self.batch.sender_name, self.brand.name if self.brand else "")))


def of(questionnaire: Questionnaire, wanted: Wanted) -> Words:
    """Everything that the mails of this kind have in common."""
    book, batch, brand = wanted.book, wanted.batch, wanted.brand
    phrases = book.group("mail")
    minutes = book.counted("form.minutes", questionnaire.minutes)
    effort, preview, may_reply = phrases["effort"], phrases["preview"], phrases["may_reply"]
    if questionnaire.anonymous:
        own = book.group("anonymous")
        effort, preview, may_reply = own["mail_effort"], own["mail_preview"], own["mail_reply"]
    single = {
        "title": subject(questionnaire, wanted),
        "preview": put(preview, minutes=minutes, sender=batch.sender_name),
        "supplier": "{supplier}",
        "asks": questionnaire.title[wanted.language],
        "greeting": phrases["greeting"],
        "reminder": "" if _own_lead_reminds(questionnaire, wanted) else "{reminder}",
        "effort": put(effort, minutes=minutes),
        "tap": phrases["tap"],
        "open": phrases["open"],
        "open_without": phrases["open_without"],
        "or_reply": phrases["or_reply"],
        "may_reply": may_reply,
        "sender_name": batch.sender_name,
        "sender_line": ", ".join(filter(None, (batch.sender_title, brand.phone if brand else ""))),
        "why": phrases["why_staff" if questionnaire.kind in STAFF else "why"],
        "unsubscribe": phrases["unsubscribe"],
        "my_data": book("form.my_data"),
        "footer": ", ".join(filter(None, (brand.name, brand.postal_address))) if brand else "",
        "answer_link": "{answer_link}",
        "unsubscribe_link": "{unsubscribe_link}",
        "my_data_link": "{my_data_link}",
    }
    if not wanted.is_reminder:
        single["reminder"] = ""
    return Words({name: one_line(text) for name, text in single.items()}, leads(questionnaire, wanted))


def subject(questionnaire: Questionnaire, wanted: Wanted) -> str:
    """The survey's own subject; a reminder without one of its own says so before the invitation's."""
    mail, language = questionnaire.mail, wanted.language
    phrases = wanted.book.group("mail")
    title = ended(one_line(questionnaire.title[language]))
    minutes = wanted.book.counted("form.minutes", questionnaire.minutes)
    invites = mail.subject.get(language) or put(phrases["subject"], title=title, minutes=minutes)
    if not wanted.is_reminder:
        return one_line(invites)
    if own := mail.reminder_subject.get(language):
        return one_line(own)
    reminds = phrases["subject_reminder"]
    if mail.subject.get(language):
        return one_line(put(reminds.replace("{minutes}", ""), title=invites))
    return one_line(put(reminds, title=title, minutes=minutes))


def leads(questionnaire: Questionnaire, wanted: Wanted) -> tuple[str, ...]:
    """The first lines as paragraphs: the reminder's, else the invitation's, else ours by kind of survey."""
    mail, language = questionnaire.mail, wanted.language
    own = mail.reminder_lead.get(language, "") if wanted.is_reminder else ""
    ours = wanted.book.group("mail")["lead"]
    text = own or mail.lead.get(language) or ours.get(questionnaire.kind, ours["other"])
    # A bracket over two lines is one thought: it vanishes as a whole.
    whole = _ACROSS_LINES.sub(lambda bracket: one_line(bracket[0]), text)
    return tuple(filter(None, map(one_line, whole.split("\n"))))


def _own_lead_reminds(questionnaire: Questionnaire, wanted: Wanted) -> bool:
    return bool(questionnaire.mail.reminder_lead.get(wanted.language))


def of_question(question: Question, wanted: Wanted) -> dict[str, str]:
    """The words around the scale: what is asked, of which grid, and what its ends mean."""
    assert question.scale is not None  # a scale question has one: its document was proven
    scale, language = question.scale, wanted.language
    names = point_names(question, language)
    end = wanted.book.group("mail")["end"]
    texts = {"question": question.text[language], "low": "", "high": ""}
    texts["grid"] = question.grid.text.get(language, "") if question.grid else ""
    for name, number in (("low", scale.lowest), ("high", scale.highest)):
        if number in names:
            texts[name] = put(end, number=str(number), words=names[number])
    return {name: one_line(text) for name, text in texts.items()}


def point_names(question: Question, language: str) -> dict[int, str]:
    """What numbers of the scale mean: every one where they have labels, else the two ends."""
    assert question.scale is not None
    scale = question.scale
    if scale.labels:
        words = [label.get(language, "") for label in scale.labels]
        return dict(zip(scale.points, words, strict=False))
    ends = {scale.lowest: scale.low.get(language, ""), scale.highest: scale.high.get(language, "")}
    return {number: text for number, text in ends.items() if text}


def put(phrase: str, **values: str) -> str:
    """Set what the whole batch shares; the other pipes stay for the personal parts."""
    for name, value in values.items():
        phrase = phrase.replace("{" + name + "}", value)
    return phrase


def ended(sentence: str) -> str:
    """With a mark at its end, so that another sentence may follow."""
    return sentence if sentence.endswith(ENDS) else f"{sentence}."


def one_line(text: str) -> str:
    """Without line ends and double blanks: a hole is one line, and so is a header."""
    return " ".join(text.split())
