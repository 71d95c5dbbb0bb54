"""The columns of a file of past answers: when, whose, and one for each question of a survey's version."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

from csat.customers import readers
from csat.customers.models import ContactRole
from csat.customers.readers import Column
from csat.scores.past import reading
from surveys.definition import piping
from surveys.definition.questionnaire import Question, Questionnaire, QuestionType
from surveys.tabular import dates
from surveys.tabular.cells import Habits

QUESTION = "answer:"  # before the key of a question, which could be called as one of ours
LEFT_OUT = (QuestionType.STATEMENT, QuestionType.FILE)


def _text(name: str, label: str | Promise, example: str, *aliases: str, longest: int = 300) -> Column:
    return Column(name, label, readers.text, example, empty="", longest=longest, aliases=aliases)


def answered_at(cell: object, habits: Habits) -> datetime | date:
    """A moment with its zone as it is; without one a day, for files rarely say more."""
    try:
        moment = datetime.fromisoformat(str(cell).strip())
    except ValueError:
        return dates.day(cell, habits)
    return moment if moment.tzinfo else dates.day(cell, habits)


ABOUT = (
    Column(
        "answered_at",
        _lazy("Answered on"),
        answered_at,
        "2026-03-04",
        required=True,
        aliases=("date", "submitted", "answered on", "submitted at", "дата", "дата ответа", "отправлено"),
    ),
    _text("account", _lazy("Client's id"), "C-1001", "client id", "customer id", "код клиента", longest=200),
    _text("tax_number", _lazy("Client's tax number"), "7701234567", "tax id", "vat", "инн", longest=40),
    _text("account_name", _lazy("Client's name"), "Alfa Ltd", "client", "company", "клиент", "компания"),
    Column(
        "email",
        _lazy("Person's e-mail"),
        readers.email,
        "ann@client.example",
        empty="",
        longest=254,
        aliases=("e-mail", "mail", "почта"),
    ),
    _text(
        "contact_name",
        _lazy("Person's name"),
        "Ann Lee",
        "contact",
        "name",
        "контактное лицо",
        "фио",
        longest=200,
    ),
    Column(
        "role",
        _lazy("Person's role"),
        readers.choice(tuple(ContactRole.values)),
        "buyer",
        empty="",
        words=tuple(ContactRole.values),
        aliases=("роль",),
    ),
    _text("order", _lazy("Order number"), "SO-1001", "order number", "заказ", "номер заказа", longest=100),
    Column("language", _lazy("Language"), readers.language, "en", empty="", longest=35, aliases=("язык",)),
    _text(
        "external_id", _lazy("Answer's id in the other system"), "R-17", "id", "answer", "ответ", longest=150
    ),
)


def columns(questionnaire: Questionnaire) -> tuple[Column, ...]:
    """All columns that a file of answers to this questionnaire may have."""
    asked = (question for question in questionnaire.questions if question.type not in LEFT_OUT)
    return (*ABOUT, *(_of(question, questionnaire) for question in asked))


def _of(question: Question, questionnaire: Questionnaire) -> Column:
    """A question's column, known by its key, by its wording in any language, and as our export heads it."""
    language = questionnaire.languages[0]
    texts = {_plain(text) for text in question.text.values()}
    key = question.key.replace("_", " ").casefold()
    return Column(
        name=f"{QUESTION}{question.key}",
        label=f"{question.key}: {_plain(question.text.get(language, ''))}"[:200],
        read=_reader(question),
        example=_example(question, language),
        aliases=(key, *_folded(texts), *_folded(f"{question.key}: {text}" for text in texts)),
    )


def _reader(question: Question) -> readers.Read:
    def read(cell: object, habits: Habits) -> Any:
        return reading.answer(question, cell, habits)

    return read


def _folded(texts: Iterable[str]) -> Iterable[str]:
    return (" ".join(text.replace("_", " ").split()).casefold() for text in texts)


def _plain(text: str) -> str:
    return " ".join(piping.fill(text, {}).split())


def _example(question: Question, language: str) -> str:
    if question.scale:
        return str(question.scale.highest)
    if question.options:
        return question.options[0].text.get(language, "") or question.options[0].key
    examples = {QuestionType.DATE: "2026-03-04", QuestionType.NUMBER: "12", QuestionType.YES_NO: "yes"}
    return examples.get(question.type, "")
