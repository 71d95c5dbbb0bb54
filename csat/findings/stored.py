"""Results as JSON and back into their dataclasses."""

from typing import Any, TypeVar

from cattrs.errors import BaseValidationError, StructureHandlerNotFoundError
from cattrs.preconf.json import make_converter

Result = TypeVar("Result")


class Unreadable(Exception):
    """A stored result that this release cannot read."""


_converter = make_converter(forbid_extra_keys=True)


def to_json(result: Any) -> Any:
    """Plain JSON of nested frozen dataclasses; floats keep their last digit."""
    return _converter.unstructure(result)


def from_json(kind: type[Result], stored: Any) -> Result:
    """The dataclass again. Raises Unreadable where a method's result has another shape by now."""
    try:
        return _converter.structure(stored, kind)
    except (BaseValidationError, StructureHandlerNotFoundError) as error:
        raise Unreadable(f"not a {kind.__module__}.{kind.__name__}") from error
