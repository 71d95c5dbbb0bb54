"""Elements of SurveyJS that ask one thing without options: words, numbers, dates, files, statements."""

import re

from surveys.definition.exchange import desk
from surveys.definition.exchange.forms import Asked
from surveys.definition.exchange.surveyjs.element import Element
from surveys.definition.questionnaire import FORMATS, QuestionType
from surveys.definition.values import LONGEST

MOST_TEXT, MOST_LONG_TEXT = LONGEST[QuestionType.TEXT], LONGEST[QuestionType.LONG_TEXT]
NUMBERS, PLAIN = {"number", "range"}, {"text", "search", ""}
MOST_MB = 25
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NOT_ALIKE = {"jpeg": "jpg", "image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}


def text(element: Element) -> list[Asked]:
    kind = str(element.raw.get("inputType", "")).lower()
    if kind in NUMBERS:
        return [_number(element)]
    if kind == "date":
        return [_date(element)]
    if kind not in PLAIN:
        element.desk.report.changed(element.where, "input_type", kind=kind)
    return [_words(element, "text", MOST_TEXT)]


def comment(element: Element) -> list[Asked]:
    asked = _words(element, "long_text", MOST_LONG_TEXT)
    asked.question["measures"] = {"kind": "comment"}
    return [asked]


def _words(element: Element, kind: str, longest: int) -> Asked:
    least, most = element.validators("text", "minLength", "maxLength")
    limits = (least, most if most is not None else element.number("maxLength"))
    return element.plainly(element.question(kind, **element.within(limits, most=longest)))


def _number(element: Element) -> Asked:
    low, high = element.validators("numeric", "minValue", "maxValue")
    least = element.number("min") if low is None else low
    most = element.number("max") if high is None else high
    if least is not None and most is not None and least > most:
        least = most = None
    step = element.number("step")
    is_whole = step is not None and step == int(step) and (least or 0) == int(least or 0)
    return element.plainly(element.question("number", least=least, most=most, whole=is_whole))


def _date(element: Element) -> Asked:
    element.validators("", "", "")
    earliest, latest = _day(element, "min"), _day(element, "max")
    if earliest and latest and "today" not in (earliest, latest) and earliest > latest:
        earliest = latest = None
    return element.plainly(element.question("date", earliest=earliest, latest=latest))


def _day(element: Element, name: str) -> str | None:
    expression = str(element.raw.get(f"{name}ValueExpression", "")).replace(" ", "")
    if expression == "today()":
        return "today"
    if expression:
        element.desk.report.left_out(element.where, "settings", names=f"{name}ValueExpression")
    found = str(element.raw.get(name, ""))[:10]
    return found if _DAY.fullmatch(found) and found[5:] <= "12-31" else None


def slider(element: Element) -> list[Asked]:
    least, most = element.number("min"), element.number("max")
    element.desk.report.changed(element.where, "slider")
    whole = element.number("step") in (None, 1)
    limits = (0 if least is None else least, 100 if most is None else most)
    if limits[0] > limits[1]:
        limits = (0, 100)
    return [element.plainly(element.question("number", least=limits[0], most=limits[1], whole=whole))]


def file(element: Element) -> list[Asked]:
    report = element.desk.report
    if element.has("allowMultiple"):
        report.changed(element.where, "one_file")
    question = element.question("file")
    accepted = str(element.raw.get("acceptedTypes", ""))
    wanted = [_format(part) for part in accepted.split(",") if part.strip()]
    if formats := [name for name in dict.fromkeys(wanted) if name in FORMATS]:
        question["formats"] = formats
    if refused := [part for part in wanted if part not in FORMATS]:
        report.left_out(element.where, "formats", names=", ".join(refused))
    if size := element.number("maxSize"):
        question["most_mb"] = min(MOST_MB, max(1, round(size / 1024 / 1024)))
    return [element.plainly(question)]


def _format(part: str) -> str:
    name = part.strip().lower().lstrip(".")
    return _NOT_ALIKE.get(name, name)


def statement(element: Element) -> list[Asked]:
    """The words of an html element stand under html, not under its title."""
    words = element.texts("html") or element.texts("title")
    if not element.desk.words(words, element.where):
        element.desk.report.left_out(element.where, "empty_statement")
        return []
    return [element.plainly(element.desk.question(element.where, "statement", words))]


def several_texts(element: Element) -> list[Asked]:
    """A multipletext is as many questions as it has items."""
    element.desk.report.changed(element.where, "taken_apart")
    title = element.texts("title")
    found = []
    for number, item in enumerate(each for each in element.listed("items") if isinstance(each, dict)):
        name = str(item.get("name", number + 1))
        inner = {"isRequired": element.has("isRequired"), **item, "title": None}
        part = Element(inner, f"{element.where}.{name}", element.desk, element.language, element.rules)
        own = Element(item, part.where, element.desk, element.language).texts("title")
        inner["title"] = desk.joined(title, own or {element.language: name})
        found += text(part)
    return found
