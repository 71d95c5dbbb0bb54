"""Proves the texts: every language complete, and everything that they pipe is known where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from surveys.definition import facts, piping
from surveys.definition.problems import Problem, Said, say
from surveys.definition.questionnaire import Aspect, Grid, Page, Question, Questionnaire, Scale, Texts

AFTER_ALL = 1_000  # stands for the page after the last: thanks may repeat every answer


@dataclass(frozen=True)
class _Text:
    """`page`: answers of pages before it may be repeated; None: not even facts are filled in."""

    path: str
    owner: Said
    texts: Texts
    page: int | None = None
    key: str = ""


def problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    found = list(_texts(questionnaire))
    for text in found:
        for language in questionnaire.languages:
            if language not in text.texts:
                what = say("%(owner)s has no text in “%(language)s”", owner=text.owner, language=language)
                yield Problem(f"{text.path}.{language}", what, say("Translate it."), key=text.key)
    for text in found:
        for language, words in text.texts.items():
            for what, mend in _pipe_problems(questionnaire, text, words):
                yield Problem(f"{text.path}.{language}", what, mend, key=text.key)


def _texts(questionnaire: Questionnaire) -> Iterator[_Text]:
    yield _Text("name", say("the survey's name"), questionnaire.name)
    yield _Text("title", say("the survey's title"), questionnaire.title, 0)
    for number, page in enumerate(questionnaire.pages):
        yield from _page_texts(page, number)
    scales = {q.scale.name: q.scale for q in questionnaire.questions if q.scale}
    for scale in scales.values():
        yield from _scale_texts(scale)
    for thanks in questionnaire.thanks:
        yield from _those(thanks, ("title", "text"), _Text(thanks.path, say("the thanks"), {}, AFTER_ALL))
    mail = _Text("mail", say("the mail"), {}, 0)
    yield from _those(questionnaire.mail, ("subject", "lead", "reminder_subject", "reminder_lead"), mail)


def _scale_texts(scale: Scale) -> Iterator[_Text]:
    path, owner = f"scales.{scale.name}", say("scale “%(name)s”", name=scale.name)
    if scale.labels:
        yield from (_Text(f"{path}.labels[{n}]", owner, label) for n, label in enumerate(scale.labels))
    else:
        yield _Text(f"{path}.low", owner, scale.low)
        yield _Text(f"{path}.high", owner, scale.high)


def _page_texts(page: Page, number: int) -> Iterator[_Text]:
    shown = _Text(f"pages[{number}]", say("page “%(key)s”", key=page.key), {}, number)
    yield from _those(page, ("title", "intro"), shown)
    grids = {question.grid.key: question.grid for question in page.questions if question.grid}
    for question in page.questions:
        if question.grid and question.grid.key in grids:
            yield from _grid_texts(grids.pop(question.grid.key), number)
        if question.aspect != Aspect.IMPORTANCE:  # its words are its row's
            yield from _question_texts(question, number)


def _grid_texts(grid: Grid, page: int) -> Iterator[_Text]:
    shown = _Text(grid.path, say("question “%(key)s”", key=grid.key), {}, page, grid.key)
    yield from _those(grid, ("text", "help"), shown)


def _question_texts(question: Question, page: int) -> Iterator[_Text]:
    owner, key = say("question “%(key)s”", key=question.key), question.item_key
    yield from _those(question, ("text", "help"), _Text(question.path, owner, {}, page, key))
    if question.cannot_judge_text:
        yield _Text(f"{question.item_path}.cannot_judge", owner, question.cannot_judge_text, page, key)
    for number, option in enumerate(question.options):
        whose = say("%(owner)s, option “%(key)s”", owner=owner, key=option.key)
        yield _Text(f"{question.path}.options[{number}].text", whose, option.text, page, key)


def _those(source: Any, names: tuple[str, ...], shown: _Text) -> Iterator[_Text]:
    """The texts of `source` that there are."""
    for name in names:
        if texts := getattr(source, name):
            yield _Text(f"{shown.path}.{name}", shown.owner, texts, shown.page, shown.key)


def _pipe_problems(questionnaire: Questionnaire, text: _Text, words: str) -> Iterator[tuple[Said, Said]]:
    """What is wrong and how to mend it."""
    named = piping.names_in(words)
    if named and text.page is None:
        what = say("facts are not filled in here (%(owner)s)", owner=text.owner)
        yield what, say("Use them in titles, questions and options.")
        return
    answers = piping.answers_in(words)
    for name in sorted(named - set(piping.NAMES) - {f"{piping.ANSWER}{key}" for key in answers}):
        what = say("%(owner)s uses {%(name)s}, which is no fact", owner=text.owner, name=name)
        yield what, say("Use one of: %(names)s.", names=tuple(piping.NAMES))
    for key in sorted(answers):
        yield from _answer_problems(questionnaire, text, key)
    for name in sorted(piping.unsecured(words) - facts.ALWAYS_KNOWN):
        if name in piping.NAMES or name.startswith(piping.ANSWER):
            what = say("%(owner)s breaks where {%(name)s} is unknown", owner=text.owner, name=name)
            yield what, say("Put it in brackets that may vanish: [ ({%(name)s})].", name=name)


def _answer_problems(questionnaire: Questionnaire, text: _Text, key: str) -> Iterator[tuple[Said, Said]]:
    asked = questionnaire.by_key.get(key)
    page = text.page or 0
    if asked is None or questionnaire.page_of[key] >= page:
        yield (
            say(
                "%(owner)s repeats the answer to “%(key)s”, which is no question of an earlier page",
                owner=text.owner,
                key=key,
            ),
            say("Repeat answers of earlier pages only."),
        )
    elif asked.type not in piping.SPEAKING:
        yield (
            say(
                "%(owner)s repeats the answer to “%(key)s”, which cannot be said in a text",
                owner=text.owner,
                key=key,
            ),
            say("Repeat a choice, a number or a short text."),
        )
