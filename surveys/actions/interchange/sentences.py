"""The sentences of an import's report and of its refusals, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from surveys.definition.exchange.imported import CannotRead, Fate, Imported, Note

TYPES = {
    "scale": lazy("scale"),
    "choice": lazy("one of several options"),
    "choices": lazy("several options"),
    "ranking": lazy("ranking"),
    "yes_no": lazy("yes or no"),
    "text": lazy("short text"),
    "long_text": lazy("long text"),
    "number": lazy("number"),
    "date": lazy("date"),
    "file": lazy("file"),
    "statement": lazy("statement"),
    "contact_wish": lazy("may we contact you"),
}
CARRIED = {
    "question": (lazy("Carried over as: %(kind)s"), ""),
    "grid": (lazy("Carried over as a grid; rows: %(rows)s"), ""),
    "rule": (lazy("The rule was carried over: %(rule)s"), ""),
    "thanks": (lazy("The words after sending were carried over"), ""),
    "anonymous": (lazy("The survey stays anonymous"), ""),
}
CHANGED = {
    "minutes": (
        lazy("The time was estimated: %(minutes)s min"),
        lazy("Try the survey out and correct it."),
    ),
    "no_measures": (
        lazy("No score goes by any question yet"),
        lazy("Say in the editor which question measures overall satisfaction, NPS, or a side of our work."),
    ),
    "page_split": (
        lazy("A new page begins here, because it goes by an answer to: %(names)s"),
        lazy("Pages work without scripts, so a rule looks at earlier pages only."),
    ),
    "markup": (lazy("Only the words were kept: pictures, links and formatting are gone"), ""),
    "shortened": (lazy("The text was cut at %(most)s characters"), lazy("Shorten it by hand.")),
    "fact_pipe": (
        lazy("{%(name)s} now stands for what we know by this name"),
        lazy("Check that the same is meant."),
    ),
    "too_many_options": (
        lazy("%(options)s options became a text field; a question has %(most)s at most"),
        lazy("Group the options."),
    ),
    "no_options": (lazy("It offered no options, so it became a text field"), lazy("Add options.")),
    "single_option": (lazy("A single box to tick became a question to say yes or no to"), ""),
    "input_type": (
        lazy("A field for %(kind)s became a text field: the form of the answer is not checked"),
        "",
    ),
    "slider": (lazy("The slider became a number to type"), ""),
    "one_file": (lazy("One file can be sent instead of several"), ""),
    "taken_apart": (lazy("Each of its fields became a question of its own"), ""),
    "pictures": (lazy("The pictures became options in words"), lazy("Check that each option has a name.")),
    "rank_all": (lazy("All options are to be ranked, not only some"), ""),
    "no_such_scale": (
        lazy("A scale of %(points)s points became options: our scales are 1-5, 1-7, 1-10 and 0-10"),
        lazy("Ask on one of our scales where the answer is to be a score."),
    ),
    "no_end_words": (
        lazy("The scale had no words at its ends; neutral ones stand there"),
        lazy("Write what the lowest and the highest number mean."),
    ),
    "columns_numbered": (
        lazy("The columns became the numbers %(lowest)s to %(highest)s, in their order"),
        lazy("Check that the highest number is the best answer."),
    ),
    "rows_apart": (
        lazy("Its %(columns)s columns are no scale of ours: each row became a question of its own"),
        "",
    ),
    "every_row": (lazy("Every row must be answered, not only one"), lazy("Make it optional if need be.")),
    "two_grids": (lazy("Its two scales became two grids, one after the other"), ""),
    "none_option": (
        lazy("“None of these” can be ticked beside others"),
        lazy("Ask for one choice if only one can be true."),
    ),
    "other_words": (lazy("The option for other answers is called as in all our surveys"), ""),
    "order": (lazy("The options stand in the order of the file, not in alphabetical order"), ""),
    "panel": (lazy("The panel is gone: its heading stands as a statement, its questions on the page"), ""),
    "soft": (lazy("It was asked with a reminder to answer; now it is optional"), ""),
    "no_time_of_day": (lazy("Only the day is asked, not the time"), ""),
    "page_by_group": (lazy("Each group of questions became a page"), ""),
}
LEFT_OUT = {
    "type": (
        lazy("We have no question of the type “%(kind)s”"),
        lazy("Ask it in another way."),
    ),
    "hidden": (lazy("A hidden question stays behind: nobody saw it"), ""),
    "settings": (lazy("These settings stay behind: %(names)s"), ""),
    "rule": (
        lazy("This rule cannot be said with ours (%(reason)s) and does not hold here: %(rule)s"),
        lazy("Write the rule in the editor."),
    ),
    "part_rules": (
        lazy("Some of its rows or options had rules of their own and are always shown now: %(names)s"),
        lazy("Make two questions of it if need be."),
    ),
    "pipe": (
        lazy("{%(name)s} stood in the text and was taken out: it cannot be filled in there"),
        lazy("Read the sentence once more."),
    ),
    "validator": (lazy("A check of the kind “%(kind)s” stays behind"), ""),
    "loaded_options": (
        lazy("Options that were loaded from elsewhere stay behind (%(name)s)"),
        lazy("Add them."),
    ),
    "formats": (lazy("These kinds of files are not taken: %(names)s"), ""),
    "empty_statement": (lazy("It says nothing in words"), ""),
    "empty_matrix": (lazy("It has no rows or no columns"), ""),
    "too_many_cells": (lazy("It has more than %(most)s fields"), lazy("Ask for less.")),
    "too_deep": (lazy("Panels stand in panels too deeply"), ""),
    "select_all": (lazy("There is no box that ticks all options"), ""),
    "option_comments": (
        lazy("The comments beside the options stay behind"),
        lazy("Ask for them in a question."),
    ),
    "tables": (lazy("These parts of the file stay behind: %(names)s"), ""),
    "mails": (
        lazy("The texts of its mails stay behind"),
        lazy("Our own first sentence is used; you can write another one in the editor."),
    ),
    "anonymous_with_file": (
        lazy("The survey was anonymous, but asks for a file, which may name its sender"),
        lazy("Remove the question, then make the survey anonymous."),
    ),
}
SENTENCES: Mapping[Fate, Mapping[str, tuple[Any, Any]]] = {
    Fate.CARRIED: CARRIED,
    Fate.CHANGED: CHANGED,
    Fate.LEFT_OUT: LEFT_OUT,
}
REFUSALS = {
    "too_large": lazy("The file is larger than %(most)s MB"),
    "empty": lazy("The file is empty"),
    "archive": lazy("This is an archive; take the questionnaire out of it, such as the .lss file"),
    "unknown_format": lazy(
        "This is no questionnaire that we can read: our own JSON, SurveyJS JSON or LimeSurvey .lss"
    ),
    "not_utf8": lazy("The file is not written in UTF-8"),
    "broken_json": lazy("The JSON is broken: %(why)s"),
    "broken_xml": lazy("The XML is broken: %(why)s"),
    "hostile_xml": lazy(
        "The XML defines entities of its own, which an export of LimeSurvey never does; it was not read"
    ),
    "no_lss": lazy("The XML is no survey structure of LimeSurvey; export the survey as .lss"),
    "no_language": lazy("The file names no language that we know"),
    "no_text": lazy("The file holds characters that are no text"),
    "too_deep": lazy("The file is nested more than %(most)s levels deep"),
    "no_questions": lazy("Nothing in the file can be asked"),
    "too_many_questions": lazy("It asks more than %(most)s questions and rows"),
    "too_many_pages": lazy("It would need %(pages)s pages; a survey has %(most)s at most"),
    "wrong_document": lazy("The questionnaire is wrong:\n%(problems)s"),
}


@dataclass(frozen=True)
class Told:
    """A note in words. `where` is the part's name in the file, `mend` what is left to do."""

    where: str
    fate: str
    what: str
    mend: str


def told(note: Note) -> Told:
    """The note in the language that is active."""
    detail = dict(note.detail)
    if "kind" in detail:
        detail["kind"] = str(TYPES.get(detail["kind"], detail["kind"]))
    what, mend = SENTENCES[note.fate][note.code]
    return Told(note.where or _("the whole file"), note.fate, str(what) % detail, str(mend))


def report(imported: Imported) -> dict[str, list[Told]]:
    """The notes by what became of the parts: the file as a whole, then its parts in their order."""
    notes = sorted(imported.report, key=lambda note: bool(note.where))
    return {fate.value: [told(note) for note in notes if note.fate == fate] for fate in Fate}


def refusal(error: CannotRead) -> str:
    """Why nothing could be read."""
    found = [problem.told(_) for problem in error.detail.get("problems", ())]
    return str(REFUSALS[error.code]) % (error.detail | {"problems": "\n".join(found)})
