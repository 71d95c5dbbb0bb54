"""What changed between two questionnaires, told by question key; which changes break a trend."""

from collections.abc import Iterator

from surveys.definition.comparing import changes, questions
from surveys.definition.comparing.changes import Change, ChangeKind
from surveys.definition.questionnaire import Questionnaire, Scale, Texts


def compare(old: Questionnaire, new: Questionnaire) -> tuple[Change, ...]:
    """Every change, the survey's own first, then question by question in the new order."""
    return (
        *_survey(old, new),
        *_pages(old, new),
        *_scales(old, new),
        *_grids(old, new),
        *questions.compared(old, new),
        *_thanks(old, new),
    )


def _survey(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    yield from changes.words(old.name, new.name, ChangeKind.SURVEY, what="name")
    yield from changes.words(old.title, new.title, ChangeKind.SURVEY, what="title")
    groups = [None if q.anonymous is None else {"group": q.anonymous.group} for q in (old, new)]
    for what, before, after in (
        ("kind", old.kind, new.kind),
        ("minutes", old.minutes, new.minutes),
        ("languages", list(old.languages), list(new.languages)),
        ("anonymous", groups[0], groups[1]),
    ):
        yield from changes.value((before, after), Change(ChangeKind.SURVEY, what=what))
    for what in ("subject", "lead", "reminder_subject", "reminder_lead"):
        yield from changes.words(getattr(old.mail, what), getattr(new.mail, what), ChangeKind.MAIL, what=what)


def _pages(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    before = {page.key: page for page in old.pages}
    after = {page.key: page for page in new.pages}
    for key in [*before, *(key for key in after if key not in before)]:
        ends = (before.get(key), after.get(key))
        for what in ("title", "intro"):
            words = [getattr(page, what) if page else {} for page in ends]
            yield from changes.words(words[0], words[1], ChangeKind.PAGE, key=key, what=what)


def _scales(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    before, after = _scales_of(old), _scales_of(new)
    for name in before.keys() & after.keys():
        kind = ChangeKind.SCALE
        one, other = _scale_words(before[name]), _scale_words(after[name])
        for what in dict.fromkeys([*one, *other]):
            yield from changes.words(one.get(what, {}), other.get(what, {}), kind, key=name, what=what)


def _scales_of(questionnaire: Questionnaire) -> dict[str, Scale]:
    return {question.scale.name: question.scale for question in questionnaire.questions if question.scale}


def _scale_words(scale: Scale) -> dict[str, Texts]:
    if scale.labels:
        return {f"labels.{number}": label for number, label in zip(scale.points, scale.labels, strict=False)}
    return {"low": scale.low, "high": scale.high}


def _grids(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    before = {question.grid.key: question.grid for question in old.questions if question.grid}
    after = {question.grid.key: question.grid for question in new.questions if question.grid}
    for key, grid in after.items():
        if key not in before:
            continue
        for what in ("text", "help"):
            yield from changes.words(
                getattr(before[key], what), getattr(grid, what), ChangeKind.REWORDED, key=key, what=what
            )
        order = (before[key].is_random, grid.is_random)
        yield from changes.value(order, Change(ChangeKind.LIMITS, key=key, what="random"))


def _thanks(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    """Thanks have no keys: they are compared by their places."""
    for number in range(max(len(old.thanks), len(new.thanks))):
        ends = [q.thanks[number] if number < len(q.thanks) else None for q in (old, new)]
        for what in ("title", "text"):
            words = [getattr(thanks, what) if thanks else {} for thanks in ends]
            yield from changes.words(words[0], words[1], ChangeKind.THANKS, key=str(number + 1), what=what)
        rules = [thanks.show_if if thanks else None for thanks in ends]
        yield from changes.value(rules, Change(ChangeKind.THANKS, str(number + 1), what="show_if"))
