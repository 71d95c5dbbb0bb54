"""Reports' dataclasses in the OpenAPI document: names that differ, and fields that may be one of several."""

from typing import Any

from drf_spectacular.contrib.rest_framework_dataclasses import OpenApiDataclassSerializerExtensions
from drf_spectacular.extensions import OpenApiSerializerFieldExtension


class NamedByModule(OpenApiDataclassSerializerExtensions):
    """Several modules have a Report, a Client, a Curve: lead.Report is LeadReport."""

    priority = 1

    def get_name(self, *args: Any) -> str:
        kind = self.target.dataclass_definition.dataclass_type
        words = kind.__module__.rsplit(".", 1)[-1].split("_")
        return "".join(word.title() for word in words) + kind.__name__


class OneOf(OpenApiSerializerFieldExtension):
    """A field that holds one of several dataclasses."""

    target_class = "rest_framework_dataclasses.fields.UnionField"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        children = self.target.child_fields.values()
        kinds = [auto_schema._map_serializer_field(child, direction) for child in children]
        return {"oneOf": kinds}
