"""Turns a foreign rule into a show_if of ours, comparison by comparison."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any

from surveys.definition.exchange.logic import trees
from surveys.definition.exchange.logic.trees import Comparison, NotExpressible, Operator

Condition = dict[str, Any]
_OPPOSITES = {
    Operator.IS_NOT: Operator.IS,
    Operator.LACKS: Operator.CONTAINS,
    Operator.NONE_OF: Operator.ANY_OF,
}
_ORDERS: dict[Operator, Callable[[float, float], bool]] = {
    Operator.ABOVE: lambda given, wanted: given > wanted,
    Operator.AT_LEAST: lambda given, wanted: given >= wanted,
    Operator.BELOW: lambda given, wanted: given < wanted,
    Operator.AT_MOST: lambda given, wanted: given <= wanted,
}


@dataclass(frozen=True)
class Target:
    """The answer that a foreign name stands for.

    `values`: foreign value -> ours, for what has options. `option`: the name means this tick, not the list.
    """

    key: str
    type: str
    is_whole: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    option: str = ""


def condition(rule: trees.Rule, targets: Mapping[str, Target]) -> Condition:
    """The rule over answers. Raises NotExpressible with what it cannot say."""
    match rule:
        case trees.Opposite():
            return _opposite(condition(rule.part, targets))
        case trees.Group():
            return {"all" if rule.is_all else "any": [condition(part, targets) for part in rule.parts]}
    if rule.name not in targets:
        raise NotExpressible(rule.name)
    return _compared(rule, targets[rule.name])


def _opposite(found: Condition) -> Condition:
    inner = found.get("not")
    return inner if isinstance(inner, dict) else {"not": found}


def plain_value(value: Any) -> str:
    """A value as the name of an option: 7.0 and "7" are one, true is "true"."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _compared(comparison: Comparison, target: Target) -> Condition:
    operator, value = comparison.operator, comparison.value
    if value == []:
        raise NotExpressible(f"{comparison.name} {operator} []")
    if operator in _OPPOSITES:
        turned = Comparison(comparison.name, _OPPOSITES[operator], value)
        return _opposite(_compared(turned, target))
    if target.option:
        return _ticked(comparison, target)
    if operator in (Operator.GIVEN, Operator.MISSING):
        return _given(target, operator == Operator.GIVEN)
    if operator == Operator.IS and value == "":
        return _given(target, False)
    match target.type:
        case "scale" | "number":
            return _number(comparison, target)
        case "choice" | "yes_no":
            return _chosen(comparison, target)
        case "choices":
            return _among(comparison, target)
        case "text" | "long_text" | "date" if operator == Operator.IS and isinstance(value, str):
            return {"answer": target.key, "is": value}
    raise NotExpressible(f"{comparison.name} {operator}")


def _given(target: Target, is_given: bool) -> Condition:
    return {"answer": target.key, "given": is_given}


def _ticked(comparison: Comparison, target: Target) -> Condition:
    """LimeSurvey asks whether the option's own field is "Y" or empty."""
    includes = {"answer": target.key, "includes": target.option}
    match comparison.operator:
        case Operator.IS if comparison.value == "":
            return {"not": includes}
        case Operator.IS if comparison.value == "Y":
            return includes
        case Operator.GIVEN | Operator.TRUE:
            return includes
        case Operator.MISSING:
            return {"not": includes}
    raise NotExpressible(comparison.name)


def _number(comparison: Comparison, target: Target) -> Condition:
    if comparison.operator == Operator.ANY_OF and isinstance(comparison.value, list):
        numbers = [_number_of(value, target) for value in comparison.value]
        return {"answer": target.key, "one_of": numbers}
    number, answer = _number_of(comparison.value, target), {"answer": target.key}
    match comparison.operator:
        case Operator.IS:
            return answer | {"is": number}
        case Operator.AT_LEAST:
            return answer | {"at_least": number}
        case Operator.AT_MOST:
            return answer | {"at_most": number}
        case Operator.ABOVE if target.is_whole:
            return answer | {"at_least": floor(number) + 1}
        case Operator.BELOW if target.is_whole:
            return answer | {"at_most": ceil(number) - 1}
        case Operator.ABOVE:
            return {"all": [answer | {"at_least": number}, {"not": answer | {"is": number}}]}
        case Operator.BELOW:
            return {"all": [answer | {"at_most": number}, {"not": answer | {"is": number}}]}
    raise NotExpressible(f"{comparison.name} {comparison.operator}")


def _number_of(value: Any, target: Target) -> float:
    """A column of a matrix may be called by a word; on our scale it is a number."""
    return _as_number(target.values.get(plain_value(value), value))


def _as_number(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError) as error:
        raise NotExpressible(str(value)) from error
    if abs(number) > 1e15 or number != number:
        raise NotExpressible(str(value))
    return int(number) if number.is_integer() else number


def _chosen(comparison: Comparison, target: Target) -> Condition:
    operator, value = comparison.operator, comparison.value
    if operator in _ORDERS:
        return {"answer": target.key, "one_of": _in_order(comparison, target)}
    if operator == Operator.TRUE and target.type == "yes_no":
        return {"answer": target.key, "is": "yes"}
    if operator == Operator.ANY_OF and isinstance(value, list):
        return {"answer": target.key, "one_of": [_option(part, target) for part in value]}
    if operator in (Operator.IS, Operator.CONTAINS):
        return {"answer": target.key, "is": _option(value, target)}
    raise NotExpressible(f"{comparison.name} {operator}")


def _in_order(comparison: Comparison, target: Target) -> list[str]:
    """Options whose foreign values are numbers can be compared by them."""
    wanted = _as_number(comparison.value)
    holds = _ORDERS[comparison.operator]
    found = [ours for theirs, ours in target.values.items() if holds(_as_number(theirs), wanted)]
    if not found:
        raise NotExpressible(f"{comparison.name} {comparison.operator} {comparison.value}")
    return found


def _among(comparison: Comparison, target: Target) -> Condition:
    operator, value = comparison.operator, comparison.value
    if operator == Operator.CONTAINS and not isinstance(value, list):
        return {"answer": target.key, "includes": _option(value, target)}
    if (
        operator in (Operator.ANY_OF, Operator.ALL_OF, Operator.CONTAINS)
        and isinstance(value, list)
        and value
    ):
        parts = [{"answer": target.key, "includes": _option(part, target)} for part in value]
        return {"any" if operator == Operator.ANY_OF else "all": parts}
    raise NotExpressible(f"{comparison.name} {operator}")


def _option(value: Any, target: Target) -> str:
    found = target.values.get(plain_value(value))
    if found is None:
        raise NotExpressible(plain_value(value))
    return found
