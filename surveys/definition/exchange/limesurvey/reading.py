"""Reads a LimeSurvey .lss file: groups as pages, questions by their type letters, the survey's settings."""

from collections.abc import Callable, Iterator, Mapping

from surveys.definition.exchange.assembling import assemble
from surveys.definition.exchange.desk import Desk, is_language
from surveys.definition.exchange.forms import Asked, Form, Sheet, Thanks
from surveys.definition.exchange.imported import CannotRead, Imported, Report
from surveys.definition.exchange.limesurvey import arrays, names, questions, survey, tables
from surveys.definition.exchange.limesurvey.questions import Asking
from surveys.definition.exchange.limesurvey.survey import LimeGroup, LimeQuestion
from surveys.definition.exchange.limesurvey.tables import Tables

SOURCE = "limesurvey"
ALWAYS = {"", "1"}
_PAGE_BY_PAGE, _INHERITED = "G", ("", "I")

READERS: Mapping[str, Callable[[Asking], list[Asked]]] = {
    "L": questions.single,
    "!": questions.single,
    "O": questions.single_with_comment,
    "M": questions.several,
    "P": questions.several_with_comments,
    "R": questions.ranking,
    "G": questions.gender,
    "Y": questions.yes_no,
    "5": questions.five_points,
    "S": questions.words,
    "T": questions.many_words,
    "U": questions.many_words,
    "Q": questions.several_words,
    "N": questions.number,
    "K": questions.several_numbers,
    "D": questions.day,
    "|": questions.file,
    "X": questions.statement,
    "A": arrays.five_points,
    "B": arrays.ten_points,
    "C": arrays.yes_no_uncertain,
    "E": arrays.more_same_less,
    "F": arrays.labelled,
    "H": arrays.labelled,
    "1": arrays.dual,
    ":": arrays.number_cells,
    ";": arrays.text_cells,
}
# Attributes that a reader looks at, and values that stand in every file without saying anything.
_USED = {
    "random_order", "answer_order", "subquestion_order", "min_answers", "max_answers", "exclude_all_others",
    "maximum_chars", "min_num_value_n", "max_num_value_n", "num_value_int_only", "date_format", "date_min",
    "date_max", "max_num_of_files", "allowed_filetypes", "max_filesize", "hidden",
}  # fmt: skip
_EMPTY = {"", "0", "N", "normal"}
_USUAL = {
    ("statistics_showgraph", "1"), ("time_limit_action", "1"), ("save_as_default", "Y"),
    ("min_num_of_files", "0"), ("show_title", "1"), ("show_comment", "1"),
}  # fmt: skip
_READ_TABLES = {
    "answers", "answer_l10ns", "groups", "group_l10ns", "questions", "question_l10ns", "subquestions",
    "question_attributes", "surveys", "surveys_languagesettings", "conditions",
}  # fmt: skip
_TOLD = ("expires", "startdate", "emailnotificationto", "emailresponseto", "navigationdelay", "faxto")
_SWITCHES = ("assessments", "autoredirect", "listpublic", "allowregister", "savetimings", "datestamp")


def read(data: bytes) -> Imported:
    """The document that asks what the survey asks. Raises CannotRead where nothing can be asked."""
    found = tables.read(data)
    languages = tuple(tag for tag in survey.languages(found) if is_language(tag))
    if not languages:
        raise CannotRead("no_language")
    report = Report()
    desk = Desk(languages, report)
    groups = survey.groups(found)
    older = names.conditions(found)
    sheets = tuple(_sheets(groups, desk, older=older, opening=_opening(found, desk)))
    _report_settings(found, report)
    closing = desk.words(survey.words(found, "surveyls_endtext"), "")
    form = Form(
        source=SOURCE,
        title=desk.label(survey.words(found, "surveyls_title"), "", otherwise="LimeSurvey"),
        languages=languages,
        sheets=sheets,
        scales=desk.scales.made,
        thanks=(Thanks(closing),) if closing else (),
        is_anonymous=survey.setting(found, "anonymized") == "Y",
        name_of=names.namer(question for group in groups for question in group.questions),
    )
    return assemble(form, report)


def _opening(found: Tables, desk: Desk) -> dict[str, str]:
    """The survey's description and welcome, which LimeSurvey shows before the first page."""
    parts = [
        desk.words(survey.words(found, f"surveyls_{name}"), "") for name in ("description", "welcometext")
    ]
    return {tag: "\n\n".join(filter(None, (part.get(tag) for part in parts))) for tag in parts[0] | parts[1]}


def _sheets(
    groups: list[LimeGroup], desk: Desk, *, older: Mapping[str, str], opening: Mapping[str, str]
) -> Iterator[Sheet]:
    for number, group in enumerate(groups):
        where = next(iter(group.title.values()), "") or f"group {group.id}"
        intro = desk.words(group.description, where)
        first = opening if number == 0 else {}
        yield Sheet(
            where=where,
            title=desk.words(group.title, where),
            intro={
                tag: "\n\n".join(filter(None, (first.get(tag), intro.get(tag)))) for tag in {**first, **intro}
            },
            asked=tuple(
                asked
                for question in group.questions
                for asked in _asked(question, desk, group=group, older=older)
            ),
        )


def _asked(question: LimeQuestion, desk: Desk, *, group: LimeGroup, older: Mapping[str, str]) -> list[Asked]:
    where = question.code
    if question.attribute("hidden") == "1":
        desk.report.left_out(where, "hidden")
        return []
    reader = READERS.get(question.type)
    if reader is None:
        desk.report.left_out(where, "type", kind=question.type)
        return []
    _report_question(question, desk.report)
    own = older.get(question.id, "") if question.relevance.strip() in ALWAYS else question.relevance
    rules = tuple(rule for rule in (group.relevance.strip(), own.strip()) if rule not in ALWAYS)
    return reader(Asking(question, desk, rules))


def _report_question(question: LimeQuestion, report: Report) -> None:
    left = sorted(name for name in question.attributes if _is_left(question, name))
    if left:
        report.left_out(question.code, "settings", names=", ".join(left))
    if question.is_softly_mandatory:
        report.changed(question.code, "soft")
    parts = [part.code for part in question.subquestions if part.relevance.strip() not in ALWAYS]
    if parts:
        report.left_out(question.code, "part_rules", names=", ".join(parts))
    if question.attribute("other_replace_text"):
        report.changed(question.code, "other_words")


def _is_left(question: LimeQuestion, name: str) -> bool:
    values = {text.strip() for text in question.attributes[name].values()} - _EMPTY
    return name not in _USED and any((name, value) not in _USUAL for value in values)


def _report_settings(found: Tables, report: Report) -> None:
    if others := sorted(name for name in found if name not in _READ_TABLES and found[name]):
        report.left_out("", "tables", names=", ".join(others))
    if any(
        survey.words(found, f"surveyls_email_{name}") for name in ("invite", "remind", "confirm", "register")
    ):
        report.left_out("", "mails")
    told = [name for name in _TOLD if survey.setting(found, name) not in ("", "-1", "0", "inherit")]
    told += [name for name in _SWITCHES if survey.setting(found, name) == "Y"]
    if told:
        report.left_out("", "settings", names=", ".join(told))
    if survey.setting(found, "format") not in (_PAGE_BY_PAGE, *_INHERITED):
        report.changed("", "page_by_group")
