"""Shapes of messages and of what is wanted by mail."""

from typing import Any

from rest_framework import serializers

from vod.outbox.kinds import OPTIONAL, PAGES, Kind
from vod.outbox.models import Message


class MessageSerializer(serializers.ModelSerializer[Message]):
    """One message, in the language that it was told in."""

    id = serializers.CharField(source="public_id", read_only=True)
    language = serializers.CharField(source="locale", read_only=True)
    subject = serializers.CharField(source="text.subject", read_only=True)
    text = serializers.CharField(source="text.body", read_only=True)
    page = serializers.SerializerMethodField(help_text="path of the page that it leads to")

    class Meta:
        model = Message
        fields = ("id", "kind", "language", "subject", "text", "page", "created_at", "read_at")
        read_only_fields = fields

    def get_page(self, message: Message) -> str:
        """Where to go on."""
        return PAGES[Kind(message.kind)]


class MailChoiceSerializer(serializers.Serializer[Any]):
    """What comes by mail. The inbox has everything; mail of the account itself always comes."""

    kinds = serializers.MultipleChoiceField(
        choices=[kind.value for kind in OPTIONAL], help_text="the kinds that are mailed"
    )
