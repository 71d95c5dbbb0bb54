"""A page of the form: ready-made once per version, language and page; personal parts are filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from surveys.definition import answers as judge
from surveys.definition import piping
from surveys.definition.answers import Mistake
from surveys.definition.questionnaire import Question, Questionnaire, QuestionType
from surveys.rendering import frame, published
from surveys.rendering.assets import script, styles
from surveys.rendering.mistakes import Summary
from surveys.rendering.phrasebook import Phrasebook, book, direction, edition, own_name
from surveys.rendering.questions import blocks
from surveys.rendering.questions.given import Here
from surveys.rendering.questions.grids import rows_of
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
    seed: str = ""  # draws random orders; one invitation has one
    today: date | None = None  # where the person is: what "today" means to a date's limits
    opened_at: int = 0  # milliseconds: now, and when an answer was last saved
    saved_at: int = 0
    carried: str = ""  # markup: the answers so far, where the page itself keeps them

    @property
    def is_plain(self) -> bool:
        return bool(self.mistakes or self.notice)


def render(visitor: Visitor, state: State) -> str:
    """The whole page as HTML. A page with mistakes is rendered plainly: rare, and different every time."""
    questionnaire = published.questionnaire(state.version_id)
    everywhere = judge.shown(questionnaire, state.given, visitor.facts)
    facts = _spoken(questionnaire, visitor, state, everywhere)
    summary = Summary(
        questionnaire, state.mistakes, notice=state.notice, words=book(state.language), facts=facts
    )
    here = {question.key for question in questionnaire.pages[state.number].questions}
    visible = [question for question in everywhere if question.key in here]
    shown = blocks.Shown(
        version_id=state.version_id,
        given=state.given,
        here=Here(state.language, facts, state.seed, state.today),
        sentences={question.key: summary.of(question.key) for question in visible},
    )
    personal = _personal(visitor, state, facts, _counts(everywhere, here, state))
    personal["questions"] = mark_safe("".join(shown.blocks(visible)))
    if state.is_plain:
        return plain(
            FORM, form_context(questionnaire, state.number, state.language, summary), personal.__getitem__
        )
    return ready_form(state.version_id, state.number, state.language, edition()).fill(personal.__getitem__)


def _spoken(
    questionnaire: Questionnaire, visitor: Visitor, state: State, visible: Sequence[Question]
) -> dict[str, str]:
    """What texts pipe in: facts, and answers to the questions that this person sees."""
    facts = visitor.spoken(state.language)
    answered = {
        question.key: state.given[question.key] for question in visible if question.key in state.given
    }
    return facts | piping.spoken_answers(questionnaire, answered, state.language) if answered else facts


def _counts(visible: Sequence[Question], here: set[str], state: State) -> dict[str, str]:
    """How far the person is: of the questions shown, those answered, and those answered on other pages."""
    asked = [question.key for question in visible if question.takes_answer]
    answered = [key for key in asked if key in state.given]
    before = sum(key not in here for key in answered)
    sentence = book(state.language)("form.answered_of", answered=len(answered), total=len(asked))
    return {"total": str(len(asked)), "answered_before": str(before), "answered": sentence}


@published.kept(maxsize=1000)
def ready_form(version_id: int, number: int, language: str, edition: int) -> Ready:
    questionnaire = published.questionnaire(version_id)
    return Ready(FORM, form_context(questionnaire, number, language, None))


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
            "direction": direction(language),
            "words": words.group("form"),
            "script_path": script.path(),
            "switch": [
                {"code": code, "name": own_name(code), "path": path}
                for code in questionnaire.languages
                if code != language
            ],
            "number": number + 1,
            "steps": words("form.page_of", page=number + 1, pages=pages) if pages > 1 else "",
            "bars": [n <= number for n in range(pages)],
            "is_first": number == 0,
            "is_last": number == pages - 1,
            "has_intro": bool(page.intro),
            "is_wide": bool(rows_of(page)),
            "takes_files": any(question.type == QuestionType.FILE for question in page.questions),
            "back": words("form.back", page=number) if number else "",
            "back_number": number,
            "is_carrying": questionnaire.anonymous is not None,
            "go_on": words("anonymous.go_on" if questionnaire.anonymous else "form.save"),
            "summary": summary,
            **{name: personal(name) for name in HOLES},
        }

    return build


HOLES = (
    *("path", "save_path", "title", "heading", "intro", "supplier", "mark", "style", "nonce", "sequence"),
    *("submission_id", "facts", "questions", "kept_until", "foot"),
    *("carried", "framing", "opened_at", "saved_at", "saved", "total", "answered", "answered_before"),
)


def _personal(
    visitor: Visitor, state: State, facts: Mapping[str, str], counts: Mapping[str, str]
) -> dict[str, str]:
    questionnaire = published.questionnaire(state.version_id)
    page, words = questionnaire.pages[state.number], book(state.language)
    title = piping.fill(questionnaire.title[state.language], facts)
    values: dict[str, str] = {
        "path": visitor.path,
        "save_path": visitor.save_path,
        "title": words("form.error_title", title=title) if state.is_plain else title,
        "heading": piping.fill(page.title[state.language], facts) if page.title else title,
        "intro": piping.fill(page.intro.get(state.language, ""), facts),
        "supplier": facts["supplier"],
        "mark": frame.mark(visitor.look, facts["supplier"]),
        "style": styles.element(visitor.look.accent),
        "nonce": state.nonce,
        "sequence": str(state.sequence),
        "submission_id": state.submission_id,
        "kept_until": visitor.kept(words),
        "saved": words("form.saved", date=words.day(visitor.kept_until_on)),
        "carried": state.carried,
        "framing": visitor.framing,
        "foot": frame.foot(visitor.look, words, visitor.unsubscribe_path, visitor.my_data_path),
        "opened_at": str(state.opened_at),
        "saved_at": str(state.saved_at),
        "facts": "" if state.number else _introduction(visitor, questionnaire, words),
        **counts,
    }
    return values


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
