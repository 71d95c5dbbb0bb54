"""How refusals look in the OpenAPI document: one envelope, its parts named by `attr`."""

from typing import Any

from django.db import models
from rest_framework import serializers


class RefusalType(models.TextChoices):
    VALIDATION_ERROR = "validation_error"
    CLIENT_ERROR = "client_error"


class TooLargeCode(models.TextChoices):
    TOO_LARGE = "too_large"


class RefusedPart(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="stable, for programs")
    detail = serializers.CharField(help_text="for people")
    attr = serializers.CharField(allow_null=True, help_text="filter or field, such as rows.17.amount")


class Refusal(serializers.Serializer[Any]):
    """What was wrong with the request, part by part."""

    type = serializers.ChoiceField(choices=RefusalType.choices)
    errors = RefusedPart(many=True)  # type: ignore[assignment]


class TooLargePart(serializers.Serializer[Any]):
    code = serializers.ChoiceField(choices=TooLargeCode.choices)
    detail = serializers.CharField()
    attr = serializers.CharField(allow_null=True)


class TooLargeRefusal(serializers.Serializer[Any]):
    """The request has too many bytes."""

    type = serializers.ChoiceField(choices=[RefusalType.CLIENT_ERROR])
    errors = TooLargePart(many=True)  # type: ignore[assignment]
