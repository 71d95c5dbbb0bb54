"""Responses and single answers, as the API tells them."""

from typing import Any

from rest_framework import serializers

from csat.api.serializers.asking import MeasuredRow, PersonRow
from csat.customers.models import ContactRole
from surveys.models import Verdict

BY_LINK = "null: it came through a shared link"


class ResponseRow(serializers.Serializer[Any]):
    """A response with its answers and what they were worth."""

    id = serializers.UUIDField(source="response.uuid")
    invitation = serializers.UUIDField(
        source="response.invitation.uuid", default=None, allow_null=True, help_text=BY_LINK
    )
    collector = serializers.UUIDField(
        source="response.collector.uuid", default=None, allow_null=True, help_text="the shared link"
    )
    account = serializers.UUIDField(
        source="about.account.uuid", default=None, allow_null=True, help_text=BY_LINK
    )
    contact = serializers.UUIDField(
        source="about.contact.uuid", default=None, allow_null=True, help_text=BY_LINK
    )
    role = serializers.ChoiceField(
        source="about.role", choices=ContactRole.choices, default=None, allow_null=True, help_text=BY_LINK
    )
    survey = serializers.CharField(source="response.version.survey.key")
    version = serializers.IntegerField(source="response.version.number")
    language = serializers.CharField(source="response.language")
    started_at = serializers.DateTimeField(source="response.started_at")
    saved_at = serializers.DateTimeField(source="response.saved_at")
    submitted_at = serializers.DateTimeField(
        source="response.submitted_at", allow_null=True, help_text="null: begun and not sent yet"
    )
    revision = serializers.IntegerField(source="response.revision")
    verdict = serializers.ChoiceField(source="response.verdict", choices=Verdict.choices)
    doubts = serializers.ListField(child=serializers.CharField(), help_text="why it looks doubtful")
    people = PersonRow(many=True)
    answers = serializers.DictField(
        help_text="by question key; words, contact details and files only with access to personal data"
    )
    scores = MeasuredRow(many=True)


class AnswerRow(serializers.Serializer[Any]):
    """One answer, with the question as the client read it."""

    response = serializers.UUIDField()
    survey = serializers.CharField()
    version = serializers.IntegerField()
    question = serializers.CharField(help_text="its key, the same in every version")
    type = serializers.CharField()
    measures = serializers.CharField(help_text="overall, attribute, nps, ...; empty: nothing")
    attribute = serializers.CharField()
    language = serializers.CharField()
    wording = serializers.CharField(help_text="the question as it was shown")
    value = serializers.JSONField(
        help_text="as stored: a number, an option key, a list of them, cannot_judge, a text"
    )
    text = serializers.CharField(help_text="the answer in words, in the client's language")
    submitted_at = serializers.DateTimeField(allow_null=True)
    verdict = serializers.ChoiceField(choices=Verdict.choices)
