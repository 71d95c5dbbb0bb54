"""A page of the form: ready-made once per version, language and page; personal parts are filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from surveys.definition import answers as judge
from surveys.definition import piping
from surveys.definition.answers import Mistake
from surveys.definition.questionnaire import Page, Question, Questionnaire, QuestionType, Scale
from surveys.rendering import frame, published, questions
from surveys.rendering.mistakes import Summary
from surveys.rendering.phrasebook import Phrasebook, book
from surveys.rendering.ready import Context, Personal, Ready, plain
from surveys.rendering.visitor import Visitor

FORM = "surveys/form.html"


@dataclass(frozen=True)
class State:
    """What is personal in the form itself. `number` is the page's index; `given` shows what was typed."""

    version_id: int
    language: str
    number: int
    given: Mapping[str, Any]
    nonce: str
    sequence: int
    submission_id: str
    mistakes: Sequence[Mistake] = field(default=())
    notice: str = ""  # a name among the phrasebook's mistakes: about the page as a whole

    @property
    def is_plain(self) -> bool:
        return bool(self.mistakes or self.notice)


def render(visitor: Visitor, state: State) -> str:
    """The whole page as HTML. A page with mistakes is rendered plainly: rare, and different every time."""
    questionnaire = published.questionnaire(state.version_id)
    summary = Summary(
        questionnaire,
        state.mistakes,
        notice=state.notice,
        words=book(state.language),
        facts=visitor.spoken(state.language),
    )
    visible = shown(questionnaire, state, visitor.facts)
    body = "".join(_blocks(visible, visitor, state, summary))
    personal = _personal(visitor, state, mark_safe(body))
    if state.is_plain:
        return plain(FORM, form_context(questionnaire, state.number, state.language, summary), personal)
    return _ready_form(state.version_id, state.number, state.language).fill(personal)


def shown(questionnaire: Questionnaire, state: State, facts: Mapping[str, Any]) -> list[Question]:
    """The questions of the page that this person sees."""
    here = {question.key for question in questionnaire.pages[state.number].questions}
    visible = judge.shown(questionnaire, state.given, facts)
    return [question for question in visible if question.key in here]


def grid_of(page: Page) -> dict[str, Scale]:
    """Questions that stand as rows of a grid: neighbours on one scale, by key."""
    rows: dict[str, Scale] = {}
    for scale, group in groupby(page.questions, key=_row_scale):
        neighbours = list(group)
        if scale and len(neighbours) > 1:
            rows |= {question.key: scale for question in neighbours}
    return rows


def _row_scale(question: Question) -> Scale | None:
    is_row = question.type == QuestionType.SCALE and question.scale and not question.scale.labels
    return question.scale if is_row else None


def _blocks(visible: list[Question], visitor: Visitor, state: State, summary: Summary) -> list[str]:
    grid = grid_of(published.questionnaire(state.version_id).pages[state.number])
    facts = visitor.spoken(state.language)
    blocks: list[str] = []
    scale_before: Scale | None = None
    for question in visible:
        scale = grid.get(question.key)
        if scale and scale is not scale_before:
            blocks.append(_ready_key(state.version_id, question.key, state.language))
        scale_before = scale
        given = questions.Given(question, state.language, facts, state.given.get(question.key))
        blocks.append(_block(question, state, given, summary.of(question.key)))
    return blocks


def _block(question: Question, state: State, given: questions.Given, mistake: str) -> str:
    if not mistake:
        return _ready_question(state.version_id, question.key, state.language).fill(given)
    template, context = _question(state.version_id, question.key, state.language, mistake)
    return plain(template, context, given)


@lru_cache(maxsize=5000)
def _ready_question(version_id: int, key: str, language: str) -> Ready:
    return Ready(*_question(version_id, key, language, ""))


@lru_cache(maxsize=1000)
def _ready_key(version_id: int, key: str, language: str) -> str:
    """The words at a grid's ends, said once above its rows."""
    _, context = _question(version_id, key, language, "")
    return render_to_string("surveys/question/key.html", dict(context(lambda hole: "")))


@lru_cache(maxsize=1000)
def _ready_form(version_id: int, number: int, language: str) -> Ready:
    questionnaire = published.questionnaire(version_id)
    return Ready(FORM, form_context(questionnaire, number, language, None))


def _question(version_id: int, key: str, language: str, mistake: str) -> tuple[str, Context]:
    questionnaire = published.questionnaire(version_id)
    question = questionnaire.by_key[key]
    is_row = key in grid_of(questionnaire.pages[questionnaire.page_of[key]])
    context = questions.context(question, book(language), language=language, mistake=mistake)
    return questions.template(question, is_row=is_row), context


def form_context(
    questionnaire: Questionnaire, number: int, language: str, summary: Summary | None
) -> Context:
    """The context of the form around its questions."""
    words = book(language)
    page, pages = questionnaire.pages[number], len(questionnaire.pages)

    def build(personal: Personal) -> Mapping[str, Any]:
        path = personal("path")
        return {
            "language": language,
            "words": words.group("form"),
            "switch": [
                {"code": code, "name": book(code)("language"), "path": path}
                for code in questionnaire.languages
                if code != language
            ],
            "number": number + 1,
            "steps": words("form.page_of", page=number + 1, pages=pages) if pages > 1 else "",
            "bars": [n <= number for n in range(pages)],
            "is_first": number == 0,
            "is_last": number == pages - 1,
            "has_intro": bool(page.intro),
            "is_wide": bool(grid_of(page)),
            "back": words("form.back", page=number) if number else "",
            "back_number": number,
            "summary": summary,
            **{name: personal(name) for name in HOLES},
        }

    return build


HOLES = (
    *("path", "title", "heading", "intro", "supplier", "initial", "brand_path", "nonce", "sequence"),
    *("submission_id", "facts", "questions", "kept_until", "reply_name", "reply_address", "unsubscribe_path"),
)


def _personal(visitor: Visitor, state: State, body: SafeString) -> Personal:
    questionnaire = published.questionnaire(state.version_id)
    page, words, facts = (
        questionnaire.pages[state.number],
        book(state.language),
        visitor.spoken(state.language),
    )
    heading = piping.fill((page.title or questionnaire.title).get(state.language, ""), facts)
    values: dict[str, Any] = {
        "path": visitor.path,
        "heading": heading,
        "title": words("form.error_title", title=heading) if state.is_plain else heading,
        "intro": piping.fill(page.intro.get(state.language, ""), facts),
        "supplier": facts["supplier"],
        "initial": frame.initial(facts["supplier"]),
        "brand_path": frame.brand_path(visitor.look),
        "nonce": state.nonce,
        "sequence": state.sequence,
        "submission_id": state.submission_id,
        "questions": body,
        "kept_until": words("form.kept_until", date=words.day(visitor.kept_until_on, with_year=False)),
        "reply_name": visitor.look.reply_name,
        "reply_address": visitor.look.reply_address,
        "unsubscribe_path": visitor.unsubscribe_path,
    }
    if state.number == 0:
        values["facts"] = _introduction(visitor, questionnaire, words)
    return lambda hole: values.get(hole, "")


def _introduction(visitor: Visitor, questionnaire: Questionnaire, words: Phrasebook) -> SafeString:
    """Who you are, who asks, who reads, how long: before the first question."""
    lines = visitor.lines(words, questionnaire.minutes, len(questionnaire.pages))
    rows = [_fact(False).fill({"label": label, "value": value}.__getitem__) for label, value in lines]
    if visitor.person():
        you = {
            "label": words("form.you_are"),
            "value": visitor.person(),
            "not_you": words("form.not_you"),
            "not_you_link": visitor.not_you_link(words),
        }
        rows.insert(0, _fact(True).fill(you.__getitem__))
    return mark_safe("".join(rows))


@lru_cache(maxsize=2)
def _fact(is_person: bool) -> Ready:
    names = ("label", "value", "not_you", "not_you_link") if is_person else ("label", "value")
    return Ready("surveys/fact.html", lambda personal: {name: personal(name) for name in names})
