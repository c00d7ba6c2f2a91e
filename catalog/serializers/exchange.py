"""What an import found."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from catalog.examples import finding as examples
from catalog.exchange.report import Code, Finding, Report
from catalog.exchange.schema import NOUNS, Audience

FORMATS = ["csv", "json"]


class ExportQuerySerializer(serializers.Serializer[Any]):
    format = serializers.ChoiceField(choices=FORMATS, default="csv")
    audience = serializers.ChoiceField(
        choices=[(one.value, one.value) for one in Audience], default=Audience.PUBLIC.value
    )


class ImportQuerySerializer(serializers.Serializer[Any]):
    dry_run = serializers.BooleanField(default=False, help_text="report, and write nothing")


class ImportFindingSerializer(serializers.Serializer[Any]):
    noun = serializers.CharField(help_text="the file; empty: all of it")
    line = serializers.IntegerField(help_text="in JSON the number of the record; 0: the file")
    column = serializers.CharField()
    code = serializers.ChoiceField(choices=[(code.value, code.value) for code in Code])
    error = serializers.BooleanField(source="is_error", help_text="nothing is imported with one")
    messages = serializers.SerializerMethodField()

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
    def get_messages(self, finding: Finding) -> dict[str, str]:
        """In both languages."""
        return finding.messages()


class ImportCountsSerializer(serializers.Serializer[Any]):
    noun = serializers.ChoiceField(choices=[(noun.name, noun.name) for noun in NOUNS])
    created = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()


@extend_schema_serializer(examples=[examples.IMPORT])
class ImportReportSerializer(serializers.Serializer[Any]):
    written = serializers.BooleanField()
    findings = ImportFindingSerializer(many=True)
    records = serializers.SerializerMethodField()

    @extend_schema_field(ImportCountsSerializer(many=True))
    def get_records(self, report: Report) -> list[dict[str, Any]]:
        """How many of each noun."""
        return [
            {
                "noun": noun.name,
                "created": report.created[noun.name],
                "changed": report.changed[noun.name],
                "unchanged": report.unchanged[noun.name],
            }
            for noun in NOUNS
        ]
