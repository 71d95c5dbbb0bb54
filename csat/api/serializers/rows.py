"""The base of every serializer: read only, with personal fields that turn null for some logins."""

from typing import Any, ClassVar

from rest_framework import serializers


class Row(serializers.Serializer[Any]):
    """A row to read. `hides` names the fields that are null for a login without personal data."""

    hides: ClassVar[tuple[str, ...]] = ()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        told = super().to_representation(instance)
        if not self.context.get("may_see_people", False):
            told |= dict.fromkeys(self.hides)
        return told


def personal(**options: Any) -> serializers.CharField:
    return serializers.CharField(allow_null=True, help_text="null without access to personal data", **options)


class External(serializers.Serializer[Any]):
    source = serializers.CharField()  # type: ignore[assignment]
    external_id = serializers.CharField()
