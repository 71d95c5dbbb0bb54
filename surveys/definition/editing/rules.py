"""Show-if rules: set, found by what they ask for, taken away with what they asked for."""

from collections.abc import Collection, Mapping
from typing import Any

from surveys.definition import conditions
from surveys.definition.editing import places
from surveys.definition.editing.places import Document, EditError, Part
from surveys.definition.problems import say

Rule = Mapping[str, Any]


def set_rule(document: Document, key: str, rule: Rule | None) -> Part:
    """The question shown by this rule, or always for None.

    Raises EditError for a question that is not there, a rule of a wrong shape, and one that asks for
    something that is not answered on an earlier page.
    """
    new = places.copied(document)
    question = places.question(new, key).question
    if not rule:
        question.pop("show_if", None)
        return new
    where = f"questions.{key}.show_if"
    _check_shape(rule, where)
    question["show_if"] = places.copied(rule)
    asked_too_early = [name for asking, name in forward_looks(new) if asking == key]
    if asked_too_early:
        raise EditError(
            say("%(names)s: not answered on an earlier page", names=asked_too_early),
            where=where,
            mend=say("Ask for an answer of an earlier page, or move the question to a later one."),
        )
    return new


def set_thanks_rule(document: Document, number: int, rule: Rule | None) -> Part:
    """A text after submitting shown by this rule, or always for None; it may ask for any answer.

    Raises EditError for a text that is not there, a rule of a wrong shape, and one that asks for no question.
    """
    new = places.copied(document)
    end, where = places.thanks(new, str(number)), f"thanks.{number}.show_if"
    end.pop("show_if", None)
    if rule:
        _check_shape(rule, where)
        unknown = sorted(conditions.answers_asked(rule) - set(places.question_keys(new)))
        if unknown:
            raise EditError(
                say("there is no question “%(key)s”", key=unknown[0]),
                where=where,
                mend=say("Choose another."),
            )
        end["show_if"] = places.copied(rule)
    return new


def _check_shape(rule: Any, where: str) -> None:
    kinds = (
        [name for name in ("all", "any", "not", "answer", "fact") if name in rule]
        if isinstance(rule, Mapping)
        else []
    )
    compared = [name for name in conditions.COMPARISONS if kinds and name in rule]
    if len(kinds) != 1 or len(compared) != int(kinds[0] in ("answer", "fact")):
        raise EditError(
            say("not one comparison"), where=where, mend=say("Compare one answer or fact with one value.")
        )
    if kinds[0] in ("all", "any"):
        if not isinstance(rule[kinds[0]], list) or not rule[kinds[0]]:
            raise EditError(
                say("a group without comparisons"), where=where, mend=say("Add one or remove the group.")
            )
        for part in rule[kinds[0]]:
            _check_shape(part, where)
    if kinds[0] == "not":
        _check_shape(rule["not"], where)


def asking_for(document: Document, names: Collection[str]) -> list[str]:
    """Keys of the questions whose rules ask for an answer to one of these, in order."""
    return [
        question["key"]
        for question in places.questions(document)
        if conditions.answers_asked(question.get("show_if")) & set(names)
    ]


def forward_looks(document: Document) -> list[tuple[str, str]]:
    """(question, what its rule asks for) where that is not answered on an earlier page."""
    found: list[tuple[str, str]] = []
    earlier: set[str] = set()
    for page in document.get("pages", ()):
        for question in page.get("questions", ()):
            asked = conditions.answers_asked(question.get("show_if"))
            found += [(question["key"], name) for name in sorted(asked - earlier)]
        earlier |= {name for question in page.get("questions", ()) for name in places.keys_of(question)}
    return found


def refuse_new_forward_looks(before: Document, after: Document, *, where: str) -> None:
    """Raises EditError naming the questions whose rules the edit would turn towards later answers."""
    broken = sorted({asking for asking, _ in set(forward_looks(after)) - set(forward_looks(before))})
    if broken:
        raise EditError(
            say("the rules of %(names)s would ask for a later answer", names=broken),
            where=where,
            mend=say("Answers must stand on an earlier page than the rules that ask for them."),
        )


def released(document: Part, gone: Collection[str], *, with_rules: bool, where: str) -> Part:
    """The document once nothing asks for what is gone; changes the one given, which is the edit's own.

    Raises EditError naming the rules that ask for it, unless they shall go as well.
    """
    asking = asking_for(document, gone)
    ends = [n for n, end in enumerate(document.get("thanks", ())) if _asks(end.get("show_if"), gone)]
    if (asking or ends) and not with_rules:
        names = [*asking, *(say("thanks %(number)s", number=number + 1) for number in ends)]
        raise EditError(
            say("the rules of %(names)s ask for it", names=names),
            where=where,
            mend=say("Remove these rules too, or change them first."),
        )
    for key in asking:
        _strip(places.question(document, key).question, gone)
    for number in ends:
        _strip(document["thanks"][number], gone)
    return document


def _asks(rule: Rule | None, names: Collection[str]) -> bool:
    return bool(conditions.answers_asked(rule) & set(names))


def _strip(owner: Part, gone: Collection[str]) -> None:
    left = without(owner.get("show_if"), lambda leaf: leaf.get("answer") in gone)
    owner.pop("show_if", None)
    if left:
        owner["show_if"] = left


def without(rule: Rule | None, is_gone: Any) -> Part | None:
    """The rule without the comparisons that `is_gone` says; None where nothing is left."""
    if not rule:
        return None
    for name in ("all", "any"):
        if name in rule:
            parts = [part for part in (without(each, is_gone) for each in rule[name]) if part]
            return {name: parts} if len(parts) > 1 else (parts[0] if parts else None)
    if "not" in rule:
        inner = without(rule["not"], is_gone)
        return {"not": inner} if inner else None
    return None if is_gone(rule) else dict(rule)
