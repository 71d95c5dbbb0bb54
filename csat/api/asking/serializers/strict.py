"""The base of every body that is sent: a misspelt field is an error, a day lies in our times."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers

from csat.reports.programs.parts import Part

PARTS = [(part.value, part.value) for part in Part]  # where an invitation stands
FIRST_YEAR, LAST_YEAR = 2000, 2199
LARGEST_SMALL = 32_767


class Strict(serializers.Serializer[Any]):
    """What is sent. A field that is not known is told by its name."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping) and (unknown := sorted(set(map(str, data)) - set(self.fields))):
            raise serializers.ValidationError({name: [_("There is no such field.")] for name in unknown})
        return super().to_internal_value(data)


class Day(serializers.DateField):
    """A day of our times: others are slips of the keyboard."""

    def to_internal_value(self, value: Any) -> date:
        day = super().to_internal_value(value)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise serializers.ValidationError(_("A day from 2000 to 2199."))
        return day


class Because(Strict):
    because = serializers.CharField(max_length=500, help_text="why; stands in the history")


def small(**options: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=LARGEST_SMALL, **options)


def example(value: Any, *, is_sent: bool = False) -> list[OpenApiExample]:
    """One example, of what is sent or of what is answered."""
    return [OpenApiExample("Example", value=value, request_only=is_sent, response_only=not is_sent)]
