"""What changed question by question; which changes break a trend."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from surveys.definition.comparing import changes, order
from surveys.definition.comparing.changes import Change, ChangeKind
from surveys.definition.questionnaire import Aspect, Question, Questionnaire

LIMITS = (
    ("required", "is_required"),
    ("cannot_judge", "cannot_judge"),
    ("other", "has_other"),
    ("random", "is_random"),
    ("least", "least"),
    ("most", "most"),
    ("whole", "is_whole"),
    ("earliest", "earliest"),
    ("latest", "latest"),
    ("formats", "formats"),
    ("most_mb", "most_mb"),
)


def compared(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    """Removed questions, then the new version's in its order."""
    yield from _removed(old, new)
    yield from _questions(old, new)


def nature(question: Question) -> tuple[Any, ...]:
    """What must never change under one key: trends would join what does not belong together."""
    measure = question.measure
    return (
        question.type,
        (question.scale.lowest, question.scale.highest) if question.scale else None,
        (measure.kind, measure.attribute, measure.is_reversed) if measure else None,
    )


def _removed(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    for question in old.questions:
        if question.key not in new.by_key:
            ends_trend = question.measure is not None
            yield Change(
                ChangeKind.REMOVED, question.key, before=dict(question.text), breaks_trend=ends_trend
            )


def _questions(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    moved = order.moved(old, new)
    for question in new.questions:
        before = old.by_key.get(question.key)
        if before is None:
            yield Change(ChangeKind.ADDED, question.key, after=dict(question.text))
            continue
        if question.key in moved:
            places = [order.place(q, question.key) for q in (old, new)]
            yield Change(ChangeKind.MOVED, question.key, before=places[0], after=places[1])
        yield from _question(before, question)


def _question(old: Question, new: Question) -> Iterator[Change]:
    key, is_measured = new.key, new.measure is not None
    retyped = Change(ChangeKind.RETYPED, key, breaks_trend=True)
    yield from changes.value((_nature_words(old), _nature_words(new)), retyped)
    grids = [question.grid.key if question.grid else None for question in (old, new)]
    yield from changes.value(grids, Change(ChangeKind.RETYPED, key, what="grid"))
    if new.aspect != Aspect.IMPORTANCE:  # its words are its row's, and told there
        yield from changes.words(old.text, new.text, ChangeKind.REWORDED, key=key, what="text")
    yield from changes.words(old.help, new.help, ChangeKind.REWORDED, key=key, what="help")
    yield from changes.words(
        old.cannot_judge_text, new.cannot_judge_text, ChangeKind.REWORDED, key=key, what="cannot_judge"
    )
    yield from _options(old, new)
    rule = Change(ChangeKind.RULE, key, what="show_if", breaks_trend=is_measured)
    yield from changes.value((old.show_if, new.show_if), rule)
    for what, name in LIMITS:
        ends = (getattr(old, name), getattr(new, name))
        yield from changes.value(ends, Change(ChangeKind.LIMITS, key, what=what))


def _options(old: Question, new: Question) -> Iterator[Change]:
    """A removed option breaks the distribution's trend; an added or reworded one is told only."""
    before = {option.key: option for option in old.options}
    after = {option.key: option for option in new.options}
    for option in [*before, *(option for option in after if option not in before)]:
        change = Change(ChangeKind.OPTIONS, new.key, what=f"options.{option}")
        if option not in after:
            yield replace(change, before=dict(before[option].text), breaks_trend=True)
        elif option not in before:
            yield replace(change, after=dict(after[option].text))
        else:
            one, other = before[option], after[option]
            yield from changes.words(one.text, other.text, ChangeKind.OPTIONS, key=new.key, what=change.what)
            stays = Change(ChangeKind.OPTIONS, new.key, what=f"{change.what}.stays")
            yield from changes.value((one.stays, other.stays), stays)
    orders = [[o for o in some if o in before and o in after] for some in (before, after)]
    yield from changes.value(orders, Change(ChangeKind.OPTIONS, new.key, what="options"))


def _nature_words(question: Question) -> Mapping[str, Any]:
    """The nature as the document writes it."""
    kind, ends, measure = nature(question)
    told: dict[str, Any] = {"type": kind.value}
    if ends:
        told |= {"from": ends[0], "to": ends[1]}
    if measure:
        told["measures"] = {"kind": measure[0].value, "attribute": measure[1], "reversed": measure[2]}
    return told
