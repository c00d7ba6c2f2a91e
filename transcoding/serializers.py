"""Shapes of the upload API."""

from dataclasses import asdict
from typing import Any, ClassVar

from django.utils import timezone, translation
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from transcoding.messages import describe
from transcoding.models import Master
from transcoding.progress import progress_of
from transcoding.quality.findings import Code, Level
from transcoding.reports import LANGUAGES
from transcoding.states import Problem


class RungSerializer(serializers.Serializer[Any]):
    """See `transcoding.progress.RungProgress`."""

    name = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    fraction = serializers.FloatField()
    seconds = serializers.FloatField()


class ProgressSerializer(serializers.Serializer[Any]):
    """See `transcoding.progress.MasterProgress`."""

    stage = serializers.CharField()
    fraction = serializers.FloatField()
    speed = serializers.FloatField()
    eta_seconds = serializers.IntegerField(allow_null=True)
    rungs = RungSerializer(many=True)


class MasterSerializer(serializers.ModelSerializer[Master]):
    """A master as its owner sees it."""

    id = serializers.CharField(source="public_id", read_only=True)
    progress = serializers.SerializerMethodField()
    message = serializers.SerializerMethodField()
    problem = serializers.SerializerMethodField()

    class Meta:
        model = Master
        fields: ClassVar = [
            "id",
            "state",
            "problem",
            "message",
            "size",
            "part_size",
            "created_at",
            "completed_at",
            "retain_until",
            "progress",
        ]
        read_only_fields = fields

    @extend_schema_field(ProgressSerializer)
    def get_progress(self, master: Master) -> dict[str, Any]:
        """How far the transcode is, now."""
        return asdict(progress_of(master, now=timezone.now()))

    @extend_schema_field({"type": "string", "enum": [*Problem, ""]})
    def get_problem(self, master: Master) -> str:
        """What the master lacks; empty if nothing."""
        return master.problem

    def get_message(self, master: Master) -> str:
        """What the problem means and what to do, in the reader's language."""
        if not master.problem:
            return ""
        return describe(Problem(master.problem), language=translation.get_language() or "en")


class PartRequestSerializer(serializers.Serializer[Any]):
    """What a part to come is."""

    sha256 = serializers.RegexField(
        r"^[A-Za-z0-9+/]{43}=$", help_text="base64 of the part's SHA-256"
    )


class SignedPartSerializer(serializers.Serializer[Any]):
    """Where to PUT a part."""

    url = serializers.CharField()
    headers = serializers.DictField(child=serializers.CharField())
    seconds = serializers.IntegerField()


class PartSerializer(serializers.Serializer[Any]):
    """A part that has arrived."""

    PartNumber = serializers.IntegerField()
    ETag = serializers.CharField()
    Size = serializers.IntegerField()
    sha256 = serializers.CharField(help_text="base64, to tell whether it is of the same file")


class WordsSerializer(serializers.Serializer[Any]):
    """One text in both languages, by BCP 47 tag."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """A tag is no identifier of Python's."""
        return {language: serializers.CharField() for language in LANGUAGES}


class StretchSerializer(serializers.Serializer[Any]):
    """Seconds of the film."""

    start = serializers.FloatField()
    end = serializers.FloatField()


class PictureSerializer(serializers.Serializer[Any]):
    """A JPEG; its address is good for an hour."""

    seconds = serializers.FloatField()
    url = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class FindingSerializer(serializers.Serializer[Any]):
    """See `transcoding.quality.findings.Finding`."""

    code = serializers.ChoiceField(choices=[code.value for code in Code])
    level = serializers.ChoiceField(choices=[level.value for level in Level])
    level_name = WordsSerializer()
    title = WordsSerializer()
    text = WordsSerializer()
    advice = WordsSerializer()
    figures = serializers.DictField(child=serializers.FloatField())
    stretches = StretchSerializer(many=True)
    count = serializers.IntegerField()
    track = serializers.IntegerField(allow_null=True)
    pictures = PictureSerializer(many=True)


class ReportSerializer(serializers.Serializer[Any]):
    """See `transcoding.reports.Report`."""

    examined = serializers.BooleanField(source="report.examined")
    created_at = serializers.DateTimeField(source="report.created_at")
    blocks = serializers.BooleanField()
    technical = serializers.JSONField(source="report.technical")
    findings = FindingSerializer(many=True)
    series = serializers.JSONField(source="report.series")
    posters = PictureSerializer(many=True)
