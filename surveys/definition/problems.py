"""What is wrong with a document, each problem with its place and its mend, said in any language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Translate = Callable[[str], str]


class Said(str):
    """English words that remember the message and the values they are made of, to be told in others."""

    message: str
    values: Mapping[str, Any]

    def __new__(cls, message: str, values: Mapping[str, Any] | None = None) -> "Said":
        words = super().__new__(cls, _filled(message, values or {}, str))
        words.message, words.values = message, dict(values or {})
        return words

    def told(self, translate: Translate) -> str:
        """The same in the language that `translate` knows; "" stays "", for which gettext has a header."""
        return _filled(translate(self.message), self.values, translate) if self.message else ""


def say(message: str, /, **values: object) -> Said:
    """Words of a message with %(name)s of `values`; the catalogues find the message by this call.

    A value may be words itself, or several, which stand one after another.
    """
    return Said(message, values)


def _filled(message: str, values: Mapping[str, Any], translate: Translate) -> str:
    return message % {name: _value(each, translate) for name, each in values.items()} if values else message


def _value(value: Any, translate: Translate) -> Any:
    if isinstance(value, Said):
        return value.told(translate)
    if isinstance(value, (tuple, list)):
        return ", ".join(str(_value(each, translate)) for each in value)
    return value


NOTHING = Said("")


@dataclass(frozen=True)
class Problem:
    """`path` is a JSON path such as pages[0].questions[2].text; `key` names the question, where it is one."""

    path: str
    what: Said
    mend: Said = NOTHING
    key: str = ""

    def __str__(self) -> str:
        return self.told(str)

    def told(self, translate: Translate) -> str:
        """Place, problem and mend in one line, in the language that `translate` knows."""
        mend = f" {self.mend.told(translate)}" if self.mend else ""
        return f"{self.path or 'document'}: {self.what.told(translate)}.{mend}"


class DocumentError(ValueError):
    """The document cannot be used; `problems` lists everything found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
