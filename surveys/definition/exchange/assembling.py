"""Makes a document of a foreign form: pages split where rules need it, rules and pipes in our words."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from surveys.definition import document, piping
from surveys.definition.editing import keys
from surveys.definition.exchange.forms import Asked, Form, Sheet, Texts
from surveys.definition.exchange.imported import CannotRead, Imported, Report
from surveys.definition.exchange.logic import expressions, rules, trees
from surveys.definition.exchange.logic.rules import Target
from surveys.definition.exchange.logic.trees import NotExpressible
from surveys.definition.problems import DocumentError

MOST_PAGES, MOST_ON_A_PAGE, LONGEST_TEXT, LONGEST_SLUG = 30, 40, 2000, 60
SECONDS = {"long_text": 40, "grid": 25, "ranking": 30, "statement": 5}
SECONDS_ELSE = 10
KIND = "own"
# As the library writes its questions: what it is, what it says, what it offers, when it is shown.
ORDER = (
    *("key", "type", "scale", "required", "other", "random", "cannot_judge", "whole", "least", "most"),
    *("earliest", "latest", "formats", "most_mb", "text", "help", "options", "rows", "show_if", "measures"),
)
_PIPE = re.compile(r"\{([^{}\n]{1,100})\}")
_SPOKEN = {kind.value for kind in piping.SPEAKING}

Targets = dict[str, Target]


def assemble(form: Form, report: Report) -> Imported:
    """The document and the report. Raises CannotRead where nothing is left that could be asked."""
    sheets = [page for sheet in form.sheets if sheet.asked for page in _split(sheet, form, report)]
    if not sheets:
        raise CannotRead("no_questions")
    if len(sheets) > MOST_PAGES:
        raise CannotRead("too_many_pages", pages=len(sheets), most=MOST_PAGES)
    known: Targets = {}
    pages = []
    for number, sheet in enumerate(sheets):
        pages.append(_page(sheet, f"page_{number + 1}", known, form=form, report=report))
        known = known | {name: target for asked in sheet.asked for name, target in asked.targets.items()}
    made = _document(form, pages, report, known)
    try:
        document.parse(made)
    except DocumentError as error:
        raise CannotRead("wrong_document", problems=error.problems) from error
    return Imported(form.source, made, report.notes)


def _document(form: Form, pages: list[dict[str, Any]], report: Report, known: Targets) -> dict[str, Any]:
    title = {language: piping.fill(_flat(text), {}) for language, text in form.title.items()}
    questions = [question for page in pages for question in page["questions"]]
    minutes = _minutes(questions)
    report.changed("", "minutes", minutes=minutes)
    report.changed("", "no_measures")
    slug = keys.from_text(next(iter(title.values())), taken=(), otherwise="imported")
    made: dict[str, Any] = {
        "format": 1,
        "key": slug.replace("_", "-")[:LONGEST_SLUG],
        "kind": KIND,
        "name": title,
        "title": title,
        "minutes": minutes,
        "languages": list(form.languages),
    }
    used = {question.get(name) for question in questions for name in ("scale", "importance")}
    if scales := {name: scale for name, scale in form.scales.items() if name in used}:
        made["scales"] = scales
    made["pages"] = pages
    if thanks := list(_thanks(form, report, known)):
        made["thanks"] = thanks
    if form.is_anonymous:
        made |= _anonymous(questions, report)
    return made


def _anonymous(questions: list[dict[str, Any]], report: Report) -> dict[str, Any]:
    if any(question["type"] == "file" for question in questions):
        report.left_out("", "anonymous_with_file")
        return {}
    report.carried("", "anonymous")
    return {"anonymous": {}}


def _minutes(questions: list[dict[str, Any]]) -> int:
    seconds = sum(SECONDS.get(question["type"], SECONDS_ELSE) for question in questions)
    return min(60, max(1, round(seconds / 60)))


def _split(sheet: Sheet, form: Form, report: Report) -> Iterator[Sheet]:
    """Rules look at earlier pages, so that pages work without scripts: a page ends before such a rule."""
    start: list[Asked] = []
    parts: list[list[Asked]] = []
    here: set[str] = set()
    for asked in sheet.asked:
        needs = _names(asked, form) & here
        if start and (needs or len(start) == MOST_ON_A_PAGE):
            if needs:
                report.changed(asked.where, "page_split", names=", ".join(sorted(needs)))
            parts.append(start)
            start, here = [], set()
        start.append(asked)
        here |= set(asked.targets)
    for number, part in enumerate([*parts, start]):
        is_first = number == 0
        yield Sheet(sheet.where, sheet.title, sheet.intro if is_first else {}, tuple(part))


def _names(asked: Asked, form: Form) -> set[str]:
    texts = [text for part in ("text", "help") for text in asked.question.get(part, {}).values()]
    found = {form.name_of(name) for text in texts for name in _PIPE.findall(text)}
    for source in asked.rules:
        try:
            found |= trees.names(expressions.parse(source, name_of=form.name_of))
        except NotExpressible:
            continue
    return found


def _page(sheet: Sheet, key: str, known: Targets, *, form: Form, report: Report) -> dict[str, Any]:
    page: dict[str, Any] = {"key": key}
    for name, texts in (("title", sheet.title), ("intro", sheet.intro)):
        if texts := _piped(texts, known, where=sheet.where, form=form, report=report):
            page[name] = texts
    page["questions"] = [_question(asked, known, form=form, report=report) for asked in sheet.asked]
    return page


def _question(asked: Asked, known: Targets, *, form: Form, report: Report) -> dict[str, Any]:
    question = dict(asked.question)
    for name in ("text", "help"):
        if name in question:
            texts = _piped(question[name], known, where=asked.where, form=form, report=report)
            question[name] = texts or {form.languages[0]: asked.where or question["key"]}
    found = _condition(asked.rules, known, where=asked.where, form=form, report=report)
    question |= {"show_if": found} if found else {}
    return {name: question[name] for name in sorted(question, key=_place)}


def _place(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)


def _condition(
    sources: tuple[str, ...], known: Targets, *, where: str, form: Form, report: Report
) -> dict[str, Any] | None:
    parts: list[dict[str, Any]] = []
    for source in sources:
        try:
            found = rules.condition(expressions.parse(source, name_of=form.name_of), known)
        except NotExpressible as reason:
            report.left_out(where, "rule", rule=source, reason=str(reason))
            continue
        report.carried(where, "rule", rule=source)
        parts += found.get("all", [found])
    return parts[0] if len(parts) == 1 else {"all": parts} if parts else None


def _thanks(form: Form, report: Report, known: Targets) -> Iterator[dict[str, Any]]:
    """Those with a rule first: ours shows the first that holds. One whose rule is lost would always hold."""
    for thanks in sorted(form.thanks, key=lambda each: not each.rules):
        text = _piped(thanks.text, {}, where="", form=form, report=report)
        found = _condition(thanks.rules, known, where="", form=form, report=report)
        if text and (found or not thanks.rules):
            report.carried("", "thanks")
            yield ({"show_if": found} if found else {}) | {"text": text}


def _piped(
    texts: Texts, known: Mapping[str, Target], *, where: str, form: Form, report: Report
) -> dict[str, str]:
    """Names in braces become our pipes where they can be filled in; others are taken out and named."""

    def pipe(match: re.Match[str]) -> str:
        name = match.group(1).strip()
        target = known.get(form.name_of(name))
        if target and target.type in _SPOKEN:
            return f"[{{answer:{target.key}}}]"
        if name in piping.NAMES:
            report.changed(where, "fact_pipe", name=name)
            return f"[{{{name}}}]"
        report.left_out(where, "pipe", name=name)
        return ""

    filled = {language: _PIPE.sub(pipe, text) for language, text in texts.items()}
    if any(len(text) > LONGEST_TEXT for text in filled.values()):
        report.changed(where, "shortened", most=LONGEST_TEXT)
    cut = {language: text[:LONGEST_TEXT].strip() for language, text in filled.items()}
    return {language: text for language, text in cut.items() if text}


def _flat(text: str) -> str:
    return " ".join(_PIPE.sub("", text).split())[:LONGEST_TEXT] or "…"
