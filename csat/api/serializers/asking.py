"""Invitations, answers and scores, as the API tells them."""

from typing import Any

from rest_framework import serializers

from csat.api.serializers.rows import Row, personal
from csat.customers.models import Capacity, ContactRole
from csat.programs.models import ProgramKind
from surveys.models import MessageState


class WordsOfDecision(serializers.Serializer[Any]):
    en = serializers.CharField()
    ru = serializers.CharField()


class PersonRow(serializers.Serializer[Any]):
    employee = serializers.UUIDField(source="employee.uuid")
    capacity = serializers.ChoiceField(choices=Capacity.choices)
    share = serializers.DecimalField(max_digits=4, decimal_places=3)


class MessageRow(serializers.Serializer[Any]):
    number = serializers.IntegerField(help_text="0 invites, 1 and more remind")
    state = serializers.ChoiceField(choices=MessageState.choices)
    due_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()


class InvitationRow(Row):
    """A touchpoint with its invitation: who was asked about what, why, and what became of it."""

    hides = ("address",)

    id = serializers.UUIDField(source="invitation.uuid")
    account = serializers.UUIDField(source="account.uuid")
    contact = serializers.UUIDField(source="contact.uuid")
    address = personal(source="invitation.address")
    language = serializers.CharField(source="invitation.language")
    role = serializers.ChoiceField(choices=ContactRole.choices, help_text="as of the experience")
    segment = serializers.CharField()
    is_key = serializers.BooleanField()
    survey = serializers.CharField(source="survey.key")
    program = serializers.UUIDField(source="program.uuid")
    program_kind = serializers.ChoiceField(source="program.kind", choices=ProgramKind.choices)
    deal = serializers.UUIDField(source="deal.uuid", default=None, allow_null=True)
    wave_month = serializers.DateField(source="wave.month", default=None, allow_null=True)
    occurred_on = serializers.DateField()
    people = PersonRow(many=True)
    reason = WordsOfDecision(allow_null=True, help_text="why this contact was asked, in words")
    not_before_at = serializers.DateTimeField(source="invitation.not_before_at")
    expires_at = serializers.DateTimeField(source="invitation.expires_at")
    answered_at = serializers.DateTimeField(source="invitation.answered_at", allow_null=True)
    cancelled_at = serializers.DateTimeField(source="invitation.cancelled_at", allow_null=True)
    cancelled_because = serializers.CharField(source="invitation.cancelled_because")
    messages = MessageRow(source="invitation.messages", many=True)


class ScoreRow(Row):
    response = serializers.UUIDField(source="response_uuid")
    account = serializers.UUIDField(source="account.uuid")
    contact = serializers.UUIDField(source="contact.uuid")
    program = serializers.UUIDField(source="program.uuid")
    role = serializers.ChoiceField(choices=ContactRole.choices)
    measure = serializers.CharField(help_text="csi, overall, nps, csat, attribute:<name>")
    points = serializers.SerializerMethodField(help_text="0 to 100; NPS -100 to 100")
    given = serializers.IntegerField(allow_null=True, help_text="the number ticked, if one")
    is_headline = serializers.BooleanField(help_text="counts in the headline series")
    occurred_on = serializers.DateField()

    def get_points(self, score: Any) -> float:
        return float(score.value_milli) / 1000


class MeasuredRow(serializers.Serializer[Any]):
    measure = serializers.CharField()
    points = serializers.SerializerMethodField()
    given = serializers.IntegerField(allow_null=True)

    def get_points(self, score: Any) -> float:
        return float(score.value_milli) / 1000
