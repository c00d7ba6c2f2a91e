"""A film's team and the invitations into it."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from catalog.models import TeamRole

MEMBER = OpenApiExample(
    "member",
    value={"id": "oUpBcHEMfbm3Rv2XkXcFXw", "pseudonym": "河边人", "role": "director"},
)
INVITATION = OpenApiExample(
    "invitation",
    value={
        "id": "Zk3Jb0T4m1xQe5vYw8sUaA",
        "role": "producer",
        "created_at": "2026-11-20T12:00:00Z",
        "expires_at": "2026-12-04T12:00:00Z",
    },
)
GIVEN = OpenApiExample(
    "given",
    value={
        **INVITATION.value,
        "url": "https://cinema.example/invitations/8yUE…/",
        "token": "8yUE…",
    },
    response_only=True,
)
OFFERED = OpenApiExample(
    "offered",
    value={
        "film": "the-river",
        "titles": {"zh-Hans": "河", "en": "The River"},
        "role": "producer",
        "expires_at": "2026-12-04T12:00:00Z",
    },
)


@extend_schema_serializer(examples=[MEMBER])
class MemberSerializer(serializers.Serializer[Any]):
    id = serializers.CharField(source="user.public_id", help_text="of the account")
    pseudonym = serializers.SerializerMethodField(help_text="empty: none was chosen")
    role = serializers.ChoiceField(choices=TeamRole.choices)

    def get_pseudonym(self, member: Any) -> str:
        """The pseudonym alone: a team is told no address."""
        profile = getattr(member.user, "profile", None)
        return profile.pseudonym if profile else ""


@extend_schema_serializer(examples=[INVITATION])
class InvitationSerializer(serializers.Serializer[Any]):
    id = serializers.CharField(source="public_id", read_only=True)
    role = serializers.ChoiceField(choices=TeamRole.choices)
    created_at = serializers.DateTimeField(read_only=True)
    expires_at = serializers.DateTimeField(read_only=True)


@extend_schema_serializer(examples=[GIVEN])
class GivenInvitationSerializer(InvitationSerializer):
    url = serializers.URLField(read_only=True, help_text="to be sent; told this once")
    token = serializers.CharField(read_only=True, help_text="the secret in it")


@extend_schema_serializer(examples=[OFFERED])
class OfferedSerializer(serializers.Serializer[Any]):
    film = serializers.CharField(source="film.slug")
    titles = serializers.SerializerMethodField(help_text="by BCP 47 tag")
    role = serializers.ChoiceField(choices=TeamRole.choices)
    expires_at = serializers.DateTimeField()

    def get_titles(self, invitation: Any) -> dict[str, str]:
        """Whoever holds the link is told which film it is."""
        return {text.language: text.title for text in invitation.film.texts.all()}
