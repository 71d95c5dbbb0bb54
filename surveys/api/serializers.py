"""Surveys, drafts, versions and changes, as the API tells them."""

from typing import Any

from rest_framework import serializers

from surveys.definition.comparing.changes import ChangeKind
from surveys.definition.exchange.imported import Fate

DOCUMENT = "format 1: /api/v1/questionnaire-schema/1"


class SurveyRow(serializers.Serializer[Any]):
    """A survey; its texts are in its draft and versions."""

    id = serializers.UUIDField(source="uuid")
    key = serializers.SlugField()
    title = serializers.CharField(help_text="what our staff call it")
    kind = serializers.CharField(help_text="budgets and opt-outs go by it")
    version = serializers.IntegerField(allow_null=True, help_text="the latest published; null: none yet")
    languages = serializers.ListField(child=serializers.CharField(), help_text="of the latest version")
    published_at = serializers.DateTimeField(allow_null=True)
    draft_revision = serializers.IntegerField()
    is_archived = serializers.BooleanField()
    created_at = serializers.DateTimeField()


class SurveyChange(serializers.Serializer[Any]):
    is_archived = serializers.BooleanField(
        help_text="true: nobody new is asked and its shared links close; answers and trends stay"
    )


class NewSurvey(serializers.Serializer[Any]):
    """A questionnaire file: our document or SurveyJS's JSON as `document`, or any file's text as `file`."""

    document = serializers.DictField(required=False, help_text=f"{DOCUMENT}, or a SurveyJS survey")
    file = serializers.CharField(
        required=False, max_length=2_000_000, trim_whitespace=False, help_text="such as LimeSurvey's .lss"
    )
    key = serializers.SlugField(
        required=False, max_length=60, help_text="left out: the document's own, with a number where taken"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("document" in attrs) == ("file" in attrs):
            raise serializers.ValidationError({"document": "Send either document or file."})
        return attrs


class NoteRow(serializers.Serializer[Any]):
    """What became of one part of a foreign file."""

    where = serializers.CharField(help_text="its name in the file; empty: the file as a whole")
    fate = serializers.ChoiceField(choices=[(fate.value, fate.value) for fate in Fate])
    code = serializers.CharField()
    detail = serializers.DictField()


class ImportedRow(serializers.Serializer[Any]):
    survey = SurveyRow()
    source = serializers.CharField(help_text="barometer, surveyjs, limesurvey")  # type: ignore[assignment]
    report = NoteRow(many=True)


class ProblemRow(serializers.Serializer[Any]):
    path = serializers.CharField(help_text="where in the document, such as pages[0].questions[2].text.ru")
    key = serializers.CharField(help_text="of the question, where it is one")
    what = serializers.CharField()
    mend = serializers.CharField()


class DraftRow(serializers.Serializer[Any]):
    """The draft. `problems` hinder publishing, not saving."""

    document = serializers.DictField(help_text=DOCUMENT)
    revision = serializers.IntegerField(help_text="send it back as base_revision")
    problems = ProblemRow(many=True)


class DraftChange(serializers.Serializer[Any]):
    document = serializers.DictField(help_text=f"the whole of it; {DOCUMENT}")
    base_revision = serializers.IntegerField(
        min_value=0,
        required=False,
        help_text="the revision you edited, unless If-Match says it: no later edit is overwritten, 409",
    )


class ChangeRow(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=[(kind.value, kind.value) for kind in ChangeKind])
    key = serializers.CharField(help_text="of the question, grid, page or scale")
    what = serializers.CharField(help_text="its part, such as text or options.price")
    language = serializers.CharField()
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)
    breaks_trend = serializers.BooleanField()


class ReviewRow(serializers.Serializer[Any]):
    """What publishing would do now."""

    revision = serializers.IntegerField(help_text="of the draft: send it back as base_revision")
    next_number = serializers.IntegerField()
    languages = serializers.ListField(child=serializers.CharField())
    problems = ProblemRow(many=True, help_text="empty: it may be published")
    changes = ChangeRow(many=True, help_text="against the version before")


class VersionRow(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="uuid")
    survey = serializers.SlugField(source="survey.key")
    number = serializers.IntegerField()
    languages = serializers.ListField(child=serializers.CharField())
    published_at = serializers.DateTimeField()
    published_by = serializers.CharField(source="published_by.get_full_name", default="", allow_null=True)


class VersionWhole(VersionRow):
    document = serializers.DictField(help_text=f"as it was published, for ever; {DOCUMENT}")


class NewVersion(serializers.Serializer[Any]):
    base_revision = serializers.IntegerField(
        min_value=0, help_text="the draft's revision that you read: a later one is not published unseen, 409"
    )
