"""A LimeSurvey questionnaire out of its tables: version 3 keeps texts in the rows, 4 to 6 apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from surveys.definition.exchange.limesurvey.tables import Row, Tables

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Part:
    """An answer option or a subquestion. `axis`: which of two scales, or rows (0) and columns (1)."""

    code: str
    text: Texts
    axis: int
    relevance: str = ""


@dataclass(frozen=True)
class LimeQuestion:
    """`attributes`: name -> text by language, "" where it has none."""

    id: str
    code: str
    type: str
    text: Texts
    help: Texts
    is_mandatory: bool
    is_softly_mandatory: bool
    has_other: bool
    relevance: str
    answers: tuple[Part, ...]
    subquestions: tuple[Part, ...]
    attributes: Mapping[str, Texts]

    def attribute(self, name: str) -> str:
        """An attribute without regard to languages."""
        return next((text.strip() for text in self.attributes.get(name, {}).values() if text.strip()), "")

    def on(self, axis: int) -> tuple[Part, ...]:
        return tuple(part for part in self.subquestions if part.axis == axis)

    def scale(self, axis: int) -> tuple[Part, ...]:
        return tuple(part for part in self.answers if part.axis == axis)


@dataclass(frozen=True)
class LimeGroup:
    id: str
    title: Texts
    description: Texts
    relevance: str
    questions: tuple[LimeQuestion, ...]


def languages(tables: Tables) -> tuple[str, ...]:
    """The survey's own language, then the additional ones."""
    settings = _first(tables, "surveys")
    named = [settings.get("language", ""), *settings.get("additional_languages", "").split()]
    named += [row.get("surveyls_language", "") for row in tables.get("surveys_languagesettings", ())]
    return tuple(dict.fromkeys(tag for tag in named if tag))


def setting(tables: Tables, name: str) -> str:
    return _first(tables, "surveys").get(name, "").strip()


def words(tables: Tables, name: str) -> dict[str, str]:
    """One text of the survey by language."""
    rows = tables.get("surveys_languagesettings", ())
    return {row.get("surveyls_language", ""): row.get(name, "") for row in rows if row.get(name, "").strip()}


def groups(tables: Tables) -> list[LimeGroup]:
    """Pages in their order, each with its questions in theirs."""
    titles = _texts(tables, "groups", key="gid", name="group_name")
    descriptions = _texts(tables, "groups", key="gid", name="description")
    questions = _questions(tables)
    return [
        LimeGroup(
            id=row["gid"],
            title=titles[row["gid"]],
            description=descriptions[row["gid"]],
            relevance=row.get("grelevance", ""),
            questions=tuple(questions[row["gid"]]),
        )
        for row in _ordered(_once(tables.get("groups", ()), "gid"), "group_order")
    ]


def _questions(tables: Tables) -> dict[str, list[LimeQuestion]]:
    """Questions by group."""
    texts = _texts(tables, "questions", key="qid", name="question")
    helps = _texts(tables, "questions", key="qid", name="help")
    answers, subquestions, attributes = _answers(tables), _subquestions(tables), _attributes(tables)
    found: dict[str, list[LimeQuestion]] = defaultdict(list)
    tops = [row for row in tables.get("questions", ()) if row.get("parent_qid", "0") in ("", "0")]
    for row in _ordered(_once(tops, "qid"), "question_order"):
        mandatory = row.get("mandatory", "N")
        question = LimeQuestion(
            id=row["qid"],
            code=row.get("title", "") or f"Q{row['qid']}",
            type=row.get("type", ""),
            text=texts[row["qid"]],
            help=helps[row["qid"]],
            is_mandatory=mandatory == "Y",
            is_softly_mandatory=mandatory == "S",
            has_other=row.get("other", "N") == "Y",
            relevance=row.get("relevance", ""),
            answers=tuple(answers[row["qid"]]),
            subquestions=tuple(subquestions[row["qid"]]),
            attributes=attributes[row["qid"]],
        )
        found[row.get("gid", "")].append(question)
    return found


def _answers(tables: Tables) -> dict[str, list[Part]]:
    """Options by question; in the older form a row is an option in one language."""
    by_id = _texts(tables, "answers", key="aid", name="answer")
    older: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    rows: dict[tuple[str, str, str], Row] = {}
    for row in tables.get("answers", ()):
        key = (row.get("qid", ""), row.get("code", ""), row.get("scale_id", "0"))
        rows.setdefault(key, row)
        if row.get("language"):
            older[key][row["language"]] = row.get("answer", "")
    found: dict[str, list[Part]] = defaultdict(list)
    for key, row in sorted(rows.items(), key=lambda pair: _number(pair[1].get("sortorder", "0"))):
        question, code, axis = key
        found[question].append(Part(code, older[key] or by_id[row.get("aid", "")], _number(axis)))
    return found


def _subquestions(tables: Tables) -> dict[str, list[Part]]:
    texts = _texts(tables, "subquestions", key="qid", name="question", words_in="question_l10ns")
    rows = _once(tables.get("subquestions", ()), "qid")
    found: dict[str, list[Part]] = defaultdict(list)
    for row in _ordered(rows, "question_order"):
        part = Part(
            code=row.get("title", ""),
            text=texts[row["qid"]],
            axis=_number(row.get("scale_id", "0")),
            relevance=row.get("relevance", ""),
        )
        found[row.get("parent_qid", "")].append(part)
    return found


def _attributes(tables: Tables) -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for row in tables.get("question_attributes", ()):
        found[row.get("qid", "")][row.get("attribute", "")][row.get("language", "")] = row.get("value", "")
    return found


def _texts(
    tables: Tables, table: str, *, key: str, name: str, words_in: str = ""
) -> dict[str, dict[str, str]]:
    """Texts by key and language, out of the table itself and out of the one that holds its words."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    translations = words_in or f"{table.removesuffix('s')}_l10ns"
    for row in [*tables.get(table, ()), *tables.get(translations, ())]:
        if row.get("language") and row.get(name, "").strip():
            found[row.get(key, "")][row["language"]] = row[name]
    return found


def _once(rows: Iterable[Row], key: str) -> list[Row]:
    """The first row of each key: the older form has one a language."""
    found: dict[str, Row] = {}
    for row in rows:
        if row.get(key):
            found.setdefault(row[key], row)
    return list(found.values())


def _ordered(rows: Iterable[Row], name: str) -> list[Row]:
    return sorted(rows, key=lambda row: _number(row.get(name, "0")))


def _number(text: str) -> int:
    return int(text) if text.strip().isdecimal() and len(text) < 10 else 0


def _first(tables: Tables, name: str) -> Row:
    return next(iter(tables.get(name, ())), {})
