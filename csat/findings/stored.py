"""Results as JSON and back into their dataclasses."""

from typing import Any, TypeVar

from cattrs.preconf.json import make_converter

Result = TypeVar("Result")
_converter = make_converter(forbid_extra_keys=True)


def to_json(result: Any) -> Any:
    """Plain JSON of nested frozen dataclasses; floats keep their last digit."""
    return _converter.unstructure(result)


def from_json(kind: type[Result], stored: Any) -> Result:
    """The dataclass again. Raises cattrs' BaseValidationError where a method's result has another shape."""
    return _converter.structure(stored, kind)
