"""A show-if tree as groups of sentences, "the answer to X is at most 6", and back. Pure; nothing is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.definition import conditions
from surveys.definition.questionnaire import CANNOT_JUDGE, Condition

ALWAYS, ALL, ANY, NONE, NOT_ALL = "", "all", "any", "none", "not_all"
# A group's word -> the tree's name and whether the group is turned round.
MODES = {ALL: ("all", False), ANY: ("any", False), NONE: ("any", True), NOT_ALL: ("all", True)}
# A sentence's verb -> the tree's comparison and whether it is turned round.
VERBS = {
    "at_most": ("at_most", False),
    "at_least": ("at_least", False),
    "is": ("is", False),
    "is_not": ("is", True),
    "one_of": ("one_of", False),
    "none_of": ("one_of", True),
    "includes": ("includes", False),
    "leaves_out": ("includes", True),
    "given": ("given", False),
    "not_given": ("given", False),
    "cannot_judge": ("is", False),
    "can_judge": ("is", True),
    "above": ("at_most", True),
    "below": ("at_least", True),
}
# Verbs that say all by themselves.
FIXED = {"given": True, "not_given": False, "cannot_judge": CANNOT_JUDGE, "can_judge": CANNOT_JUDGE}


@dataclass(frozen=True)
class Sentence:
    """`source` is answer or fact, `name` the question's key or the fact's."""

    source: str
    name: str
    verb: str
    value: Any = None

    @property
    def subject(self) -> str:
        return f"{self.source}:{self.name}"


@dataclass(frozen=True)
class Group:
    """`mode` says how its parts hold together; ALWAYS only at the root, without parts."""

    mode: str
    parts: tuple["Sentence | Group", ...] = ()

    @property
    def is_always(self) -> bool:
        return not self.parts


def read(condition: Condition | None) -> Group:
    """The tree as a group of sentences; a single comparison is a group of one."""
    if not condition:
        return Group(ALWAYS)
    node = _node(condition)
    return node if isinstance(node, Group) else Group(ALL, (node,))


def _node(condition: Condition, *, is_turned: bool = False) -> Sentence | Group:
    for mode, (name, turned) in MODES.items():
        if name in condition and turned == is_turned:
            return Group(mode, tuple(_node(part) for part in condition[name]))
    if "not" not in condition:
        return _sentence(condition, is_turned)
    inner = condition["not"]
    return _node(inner) if is_turned else _turned(inner)


def _turned(inner: Condition) -> Sentence | Group:
    comparison = next((name for name in conditions.COMPARISONS if name in inner), "")
    is_plain = not comparison or any(verb == (comparison, True) for verb in VERBS.values())
    return _node(inner, is_turned=True) if is_plain else Group(NONE, (_node(inner),))


def _sentence(leaf: Condition, is_turned: bool) -> Sentence:
    source = "answer" if "answer" in leaf else "fact"
    comparison = next((name for name in conditions.COMPARISONS if name in leaf), "given")
    value = leaf.get(comparison)
    if comparison == "given":
        verb = "given" if value in (True, None) else "not_given"
        return Sentence(source, str(leaf.get(source, "")), verb)
    if comparison == "is" and value == CANNOT_JUDGE:
        return Sentence(source, leaf[source], "can_judge" if is_turned else "cannot_judge")
    verb = next(verb for verb, meaning in VERBS.items() if meaning == (comparison, is_turned))
    return Sentence(source, str(leaf.get(source, "")), verb, value)


def write(group: Group) -> Condition | None:
    """The tree that the sentences say; None where the question is always shown."""
    parts = [tree for part in group.parts if (tree := _tree(part)) is not None]
    if not parts or group.mode not in MODES:
        return None
    name, is_turned = MODES[group.mode]
    if group.mode == ALL and len(parts) == 1:
        return parts[0]
    tree = {name: parts}
    return {"not": tree} if is_turned else tree


def _tree(part: Sentence | Group) -> Condition | None:
    if isinstance(part, Group):
        return write(part)
    comparison, is_turned = VERBS[part.verb]
    value: Any = FIXED.get(part.verb, part.value)
    leaf: Mapping[str, Any] = {part.source: part.name, comparison: value}
    return {"not": leaf} if is_turned else leaf


def at(group: Group, path: tuple[int, ...]) -> Sentence | Group:
    """The part at a place: () is the group itself, (1, 0) the first part of its second part."""
    found: Sentence | Group = group
    for index in path:
        found = found.parts[index] if isinstance(found, Group) else found
    return found


def added(group: Group, path: tuple[int, ...], part: Sentence | Group) -> Group:
    """With a part more at the end of the group at `path`; a rule that was none becomes one."""
    if not path:
        return Group(group.mode or ALL, (*group.parts, part))
    head, *rest = path
    parts = list(group.parts)
    inner = parts[head]
    parts[head] = added(inner, tuple(rest), part) if isinstance(inner, Group) else inner
    return Group(group.mode, tuple(parts))


def removed(group: Group, path: tuple[int, ...]) -> Group:
    """Without the part at `path`; a group that would be empty goes too."""
    head, *rest = path
    parts = list(group.parts)
    inner = parts[head]
    left = removed(inner, tuple(rest)) if rest and isinstance(inner, Group) else None
    parts[head : head + 1] = [left] if left and left.parts else []
    return Group(group.mode if parts else ALWAYS, tuple(parts))
