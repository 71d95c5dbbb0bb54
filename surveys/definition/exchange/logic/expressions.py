"""Reads the rules of SurveyJS and LimeSurvey, which differ in names only, as trees of comparisons."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from surveys.definition.exchange.logic.trees import (
    Comparison,
    Group,
    Name,
    NotExpressible,
    Operator,
    Opposite,
    Part,
    Rule,
    Value,
)

LONGEST = 4000
DEEPEST = 30


_TOKEN = re.compile(
    r"""\s*(?:
        (?P<name>\{[^{}]{1,200}\})
      | (?P<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")
      | (?P<number>-?\d+(?:\.\d+)?(?![\w.]))
      | (?P<word>\w[\w.]*)
      | (?P<sign><=|>=|<>|!=|==|&&|\|\||[()\[\],=<>!&|+*/%^-])
    )""",
    re.VERBOSE,
)
_OR, _AND, _NOT = {"or", "||", "|"}, {"and", "&&", "&"}, {"not", "!"}
_COMPARING = {
    "=": Operator.IS,
    "==": Operator.IS,
    "eq": Operator.IS,
    "equal": Operator.IS,
    "equals": Operator.IS,
    "!=": Operator.IS_NOT,
    "<>": Operator.IS_NOT,
    "ne": Operator.IS_NOT,
    "notequal": Operator.IS_NOT,
    "notequals": Operator.IS_NOT,
    ">": Operator.ABOVE,
    "gt": Operator.ABOVE,
    "greater": Operator.ABOVE,
    ">=": Operator.AT_LEAST,
    "ge": Operator.AT_LEAST,
    "greaterorequal": Operator.AT_LEAST,
    "<": Operator.BELOW,
    "lt": Operator.BELOW,
    "less": Operator.BELOW,
    "<=": Operator.AT_MOST,
    "le": Operator.AT_MOST,
    "lessorequal": Operator.AT_MOST,
    "contain": Operator.CONTAINS,
    "contains": Operator.CONTAINS,
    "notcontain": Operator.LACKS,
    "notcontains": Operator.LACKS,
    "anyof": Operator.ANY_OF,
    "allof": Operator.ALL_OF,
    "noneof": Operator.NONE_OF,
}
_ENDING = {"notempty": Operator.GIVEN, "empty": Operator.MISSING}
_CONSTANTS = {"true": True, "false": False, "null": "", "undefined": ""}
_TURNED = {
    Operator.ABOVE: Operator.BELOW,
    Operator.BELOW: Operator.ABOVE,
    Operator.AT_LEAST: Operator.AT_MOST,
    Operator.AT_MOST: Operator.AT_LEAST,
    Operator.IS: Operator.IS,
    Operator.IS_NOT: Operator.IS_NOT,
}


def parse(source: str, *, name_of: Callable[[str], str] = str) -> Rule:
    """The rule as a tree. `name_of` brings a name into the form that questions are known by.

    Raises NotExpressible where it holds arithmetic, functions or anything else but comparisons.
    """
    if len(source) > LONGEST:
        raise NotExpressible("…")
    return _Parser(list(_tokens(source)), name_of).whole()


def _tokens(source: str) -> Iterator[tuple[str, str]]:
    source = source.strip()
    at = 0
    while at < len(source):
        found = _TOKEN.match(source, at)
        if not found or not found.lastgroup:
            raise NotExpressible(source[at : at + 20])
        yield found.lastgroup, found.group(found.lastgroup)
        at = found.end()


class _Parser:
    """Recursive descent over tokens: or, and, not, comparison, operand."""

    def __init__(self, tokens: list[tuple[str, str]], name_of: Callable[[str], str]) -> None:
        self.tokens, self.at, self.depth = tokens, 0, 0
        self.name_of = name_of

    def whole(self) -> Rule:
        rule = _as_rule(self._any())
        if self.at < len(self.tokens):
            raise NotExpressible(self._peek())
        return rule

    def _peek(self) -> str:
        """The next token in small letters; empty for texts, names and the end."""
        if self.at >= len(self.tokens):
            return ""
        kind, token = self.tokens[self.at]
        return token.lower() if kind in ("word", "sign") else ""

    def _take(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise NotExpressible("…")
        self.at += 1
        return self.tokens[self.at - 1]

    def _any(self) -> Part:
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotExpressible("(((")
        part = self._series(_OR, self._all, is_all=False)
        self.depth -= 1
        return part

    def _all(self) -> Part:
        return self._series(_AND, self._single, is_all=True)

    def _series(self, signs: set[str], read: Callable[[], Part], *, is_all: bool) -> Part:
        parts = [read()]
        while self._peek() in signs:
            self._take()
            parts.append(read())
        return parts[0] if len(parts) == 1 else Group(tuple(map(_as_rule, parts)), is_all)

    def _single(self) -> Part:
        turns = 0
        while self._peek() in _NOT:
            self._take()
            turns += 1
        part = self._comparison()
        return Opposite(_as_rule(part)) if turns % 2 else part

    def _comparison(self) -> Part:
        left = self._operand()
        sign = self._peek()
        if sign in _ENDING and isinstance(left, Name):
            self._take()
            return Comparison(left.name, _ENDING[sign])
        if sign not in _COMPARING:
            return left
        self._take()
        return _compared(left, _COMPARING[sign], self._operand())

    def _operand(self) -> Part:
        kind, token = self._take()
        match kind:
            case "text":
                return Value(re.sub(r"\\(.)", r"\1", token[1:-1]))
            case "number":
                return Value(float(token) if "." in token else int(token))
            case "name":
                return Name(self.name_of(token[1:-1].strip()))
            case "word":
                return self._word(token)
        if token == "(":
            part = self._any()
            self._expect(")")
            return part
        if token == "[":
            return Value(self._list())
        raise NotExpressible(token)

    def _word(self, word: str) -> Part:
        if word.lower() in _CONSTANTS:
            return Value(_CONSTANTS[word.lower()])
        if self._peek() != "(":
            return Name(self.name_of(word))
        if word.lower() != "is_empty":
            raise NotExpressible(f"{word}()")
        self._take()
        inside = self._operand()
        self._expect(")")
        if not isinstance(inside, Name):
            raise NotExpressible(f"{word}()")
        return Comparison(inside.name, Operator.MISSING)

    def _list(self) -> list[Any]:
        values = []
        while self._peek() != "]":
            part = self._operand()
            if not isinstance(part, Value):
                raise NotExpressible("[")
            values.append(part.value)
            if self._peek() == ",":
                self._take()
        self._expect("]")
        return values

    def _expect(self, sign: str) -> None:
        if self._take()[1] != sign:
            raise NotExpressible(sign)


def _as_rule(part: Part) -> Rule:
    if isinstance(part, Name):
        return Comparison(part.name, Operator.TRUE)
    if isinstance(part, Value):
        raise NotExpressible(str(part.value))
    return part


def _compared(left: Part, operator: Operator, right: Part) -> Comparison:
    if isinstance(left, Value) and isinstance(right, Name) and operator in _TURNED:
        left, operator, right = right, _TURNED[operator], left
    if not isinstance(left, Name) or not isinstance(right, Value):
        raise NotExpressible(operator)
    return Comparison(left.name, operator, right.value)
