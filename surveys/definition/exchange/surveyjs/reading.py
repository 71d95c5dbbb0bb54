"""Reads SurveyJS JSON: pages, panels and the survey's own settings; the elements have readers of theirs."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from surveys.definition.exchange.assembling import assemble
from surveys.definition.exchange.desk import Desk, is_language, joined
from surveys.definition.exchange.forms import Asked, Form, Sheet, Thanks
from surveys.definition.exchange.imported import Imported, Report
from surveys.definition.exchange.surveyjs import choosing, matrices, settings, simple, texts
from surveys.definition.exchange.surveyjs.element import Element

SOURCE = "surveyjs"
FALLBACK = "en"
PANELS = {"panel", "flowpanel"}
DEEPEST = 10

# Type -> its reader, and the settings that the reader looks at.
Reader = Callable[[Element], list[Asked]]
_CHOICE = {
    "choices", "choicesOrder", "showOtherItem", "hasOther", "otherText", "showNoneItem", "hasNone",
    "noneText", "showRefuseItem", "refuseText", "showDontKnowItem", "dontKnowText", "choicesMin",
    "choicesMax", "choicesStep", "choicesByUrl", "choicesFromQuestion",
}  # fmt: skip
_SEVERAL = _CHOICE | {"minSelectedChoices", "maxSelectedChoices", "showSelectAllItem", "hasSelectAll"}
_LIMITS = {"min", "max", "step", "minValueExpression", "maxValueExpression", "inputType", "maxLength"}
_MATRIX = {"rows", "columns", "rowsOrder", "eachRowRequired", "isAllRowRequired"}
_BOOLEAN = {"labelTrue", "labelFalse", "valueTrue", "valueFalse"}
_RATING = {
    "rateMin", "rateMax", "rateStep", "rateCount", "rateValues", "minRateDescription", "maxRateDescription",
}  # fmt: skip
READERS: Mapping[str, tuple[Reader, set[str]]] = {
    "text": (simple.text, _LIMITS),
    "comment": (simple.comment, {"maxLength", "rows"}),
    "slider": (simple.slider, {"min", "max", "step"}),
    "file": (simple.file, {"allowMultiple", "acceptedTypes", "maxSize"}),
    "html": (simple.statement, {"html"}),
    "multipletext": (simple.several_texts, {"items"}),
    "radiogroup": (choosing.single, _CHOICE),
    "dropdown": (choosing.single, _CHOICE),
    "buttongroup": (choosing.single, _CHOICE),
    "checkbox": (choosing.several, _SEVERAL),
    "tagbox": (choosing.several, _SEVERAL),
    "imagepicker": (choosing.pictures, _SEVERAL | {"multiSelect"}),
    "ranking": (choosing.ranking, _CHOICE | {"selectToRankEnabled"}),
    "boolean": (choosing.boolean, _BOOLEAN),
    "rating": (choosing.rating, _RATING),
    "matrix": (matrices.matrix, _MATRIX),
    "matrixdropdown": (matrices.cells, _MATRIX | {"choices", "cellType"}),
}
_SURVEY = {
    "title", "description", "pages", "elements", "questions", "locale", "completedHtml",
    "completedHtmlOnCondition",
}  # fmt: skip
_PAGE = {"name", "title", "description", "elements", "questions", "visibleIf", "type"}


def read(survey: dict[str, Any]) -> Imported:
    """The document that asks what the survey asks. Raises CannotRead where nothing can be asked."""
    locale = str(survey.get("locale") or FALLBACK)
    language = locale if is_language(locale) else FALLBACK
    report = Report()
    desk = Desk(texts.languages(survey, language), report)
    sheets = tuple(_sheets(survey, desk, language))
    if left := sorted(name for name in survey if name not in _SURVEY):
        report.left_out("", "settings", names=", ".join(left))
    title = desk.label(texts.by_language(survey.get("title"), language), "", otherwise="SurveyJS")
    form = Form(
        source=SOURCE,
        title=title,
        languages=desk.languages,
        sheets=sheets,
        scales=desk.scales.made,
        thanks=tuple(_thanks(survey, desk, language)),
        name_of=str.lower,
    )
    return assemble(form, report)


def _sheets(survey: dict[str, Any], desk: Desk, language: str) -> Iterator[Sheet]:
    pages = survey.get("pages")
    pages = pages if isinstance(pages, list) and pages else [survey]
    opening = desk.words(texts.by_language(survey.get("description"), language), "")
    for number, page in enumerate(each for each in pages if isinstance(each, dict)):
        is_survey = page is survey
        where = "" if is_survey else str(page.get("name") or f"page{number + 1}")
        if not is_survey and (left := sorted(set(page) - _PAGE)):
            desk.report.left_out(where, "settings", names=", ".join(left))
        own = page if not is_survey else {}
        intro = desk.words(texts.by_language(own.get("description"), language), where)
        first = opening if number == 0 else {}
        yield Sheet(
            where=where,
            title=desk.words(texts.by_language(own.get("title"), language), where),
            intro={tag: "\n\n".join(filter(None, (first.get(tag), intro.get(tag)))) for tag in first | intro},
            asked=tuple(_asked(page, desk, language=language, rules=_rules(own), depth=0)),
        )


def _rules(part: Mapping[str, Any]) -> tuple[str, ...]:
    rule = part.get("visibleIf")
    return (rule.strip(),) if isinstance(rule, str) and rule.strip() else ()


def _asked(
    container: Mapping[str, Any], desk: Desk, *, language: str, rules: tuple[str, ...], depth: int
) -> Iterator[Asked]:
    raws = container.get("elements") or container.get("questions")
    for number, raw in enumerate(raws if isinstance(raws, list) else []):
        if not isinstance(raw, dict):
            continue
        where = str(raw.get("name") or f"{raw.get('type', 'question')}{number + 1}")
        element = Element(raw, where, desk, language, (*rules, *_rules(raw)))
        if settings.is_hidden(raw):
            desk.report.left_out(where, "hidden")
        elif element.type in PANELS:
            yield from _panel(element, depth)
        else:
            yield from _question(element)


def _panel(panel: Element, depth: int) -> Iterator[Asked]:
    """Its questions stand on the page itself, under its words as a statement."""
    if depth == DEEPEST:
        panel.desk.report.left_out(panel.where, "too_deep")
        return
    settings.unread(dict(panel.raw), {"elements", "questions"}, panel.desk.report, where=panel.where)
    words, help_ = panel.texts("title"), panel.texts("description")
    if words or help_:
        panel.desk.report.changed(panel.where, "panel")
        heading = Element({"title": joined(words, help_)}, panel.where, panel.desk, panel.language)
        question = heading.desk.question(panel.where, "statement", heading.texts("title"))
        yield Asked(panel.where, question, {}, panel.rules)
    yield from _asked(panel.raw, panel.desk, language=panel.language, rules=panel.rules, depth=depth + 1)


def _question(element: Element) -> Iterator[Asked]:
    if element.type not in READERS:
        element.desk.report.left_out(element.where, "type", kind=element.type)
        return
    reader, used = READERS[element.type]
    settings.unread(dict(element.raw), used, element.desk.report, where=element.where)
    yield from reader(element)
    if element.has("showCommentArea", "hasComment"):
        words = element.texts("commentText") or {"en": "Comment", "ru": "Комментарий"}
        raw = {"title": words}
        comment = Element(raw, f"{element.where}-Comment", element.desk, element.language, element.rules)
        yield from simple.comment(comment)


def _thanks(survey: dict[str, Any], desk: Desk, language: str) -> Iterator[Thanks]:
    conditional = survey.get("completedHtmlOnCondition")
    for each in conditional if isinstance(conditional, list) else []:
        if isinstance(each, dict) and isinstance(rule := each.get("expression"), str) and rule.strip():
            yield Thanks(desk.words(texts.by_language(each.get("html"), language), ""), (rule,))
    if words := desk.words(texts.by_language(survey.get("completedHtml"), language), ""):
        yield Thanks(words)
