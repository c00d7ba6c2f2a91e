"""A film's team over the API."""

from typing import Any

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog import services
from catalog.models import Film, TeamRole
from catalog.serializers.teams import (
    GivenInvitationSerializer,
    InvitationSerializer,
    MemberSerializer,
    OfferedSerializer,
)


def film_of_team(request: Request, slug: str) -> Film:
    """A film on whose team she is, or any for staff; of another she does not learn that it is."""
    user: Any = request.user
    film = get_object_or_404(Film, slug=slug)
    if not services.may_see_team(user, film):
        raise NotFound
    return film


class Team(APIView):
    """Who works on a film here."""

    @extend_schema(responses=MemberSerializer(many=True), operation_id="films_team_list")
    def get(self, request: Request, slug: str) -> Response:
        """List the team by pseudonym, to the team itself and to staff."""
        film = film_of_team(request, slug)
        return Response(MemberSerializer(services.team_of(film), many=True).data)


class TeamMember(APIView):
    """One member."""

    @extend_schema(responses={204: None}, operation_id="films_team_remove")
    def delete(self, request: Request, slug: str, public_id: str) -> Response:
        """Take a member off the team; 409 `last_member` for the last one."""
        user: Any = request.user
        film = film_of_team(request, slug)
        now = timezone.now()
        if not services.remove_member(film=film, public_id=public_id, actor=user, now=now):
            raise NotFound
        return Response(status=204)


class Invitations(APIView):
    """The links into a team that are open."""

    @extend_schema(responses=InvitationSerializer(many=True), operation_id="films_invitations_list")
    def get(self, request: Request, slug: str) -> Response:
        """List the open invitations. Their links were told once and are not known here."""
        film = film_of_team(request, slug)
        open_ones = services.invitations_to(film, now=timezone.now())
        return Response(InvitationSerializer(open_ones, many=True).data)

    @extend_schema(
        request=InvitationSerializer,
        responses={201: GivenInvitationSerializer},
        operation_id="films_invitations_create",
    )
    def post(self, request: Request, slug: str) -> Response:
        """Make a link into the team: it works once, for 14 days."""
        film = film_of_team(request, slug)
        body = InvitationSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        role = TeamRole(body.validated_data["role"])
        given = services.invite(film=film, role=role, now=timezone.now())
        invitation: Any = given.invitation
        invitation.token = given.token
        invitation.url = f"{settings.PUBLIC_URLS[0]}/invitations/{given.token}/"
        return Response(GivenInvitationSerializer(invitation).data, status=201)


class Invitation(APIView):
    """One open invitation."""

    @extend_schema(responses={204: None}, operation_id="films_invitations_withdraw")
    def delete(self, request: Request, slug: str, public_id: str) -> Response:
        """Make its link worthless."""
        film = film_of_team(request, slug)
        if not services.withdraw_invitation(film=film, public_id=public_id):
            raise NotFound
        return Response(status=204)


class OfferedInvitation(APIView):
    """An invitation as the one who was given the link sees it."""

    @extend_schema(responses=OfferedSerializer, operation_id="invitations_retrieve")
    def get(self, request: Request, token: str) -> Response:
        """Tell which film it is, before it is accepted; 404 `invitation_gone`."""
        digest = services.invitation_digest(token)
        return Response(OfferedSerializer(services.invitation_by(digest, now=timezone.now())).data)


class AcceptInvitation(APIView):
    """The yes."""

    @extend_schema(
        request=None, responses={201: MemberSerializer}, operation_id="invitations_accept"
    )
    def post(self, request: Request, token: str) -> Response:
        """Join the team; 404 `invitation_gone`, 409 `already_on_team`."""
        user: Any = request.user
        digest = services.invitation_digest(token)
        member = services.accept_invitation(digest=digest, user=user, now=timezone.now())
        return Response(MemberSerializer(member).data, status=201)
