"""Withdrawals over the API: by the film's team, and of whole editions by staff."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.handwritten import grouped
from catalog.models import Edition, Level, Withdrawal
from catalog.permissions import ReadOrStaff
from catalog.serializers.withdrawals import (
    CodeWordSerializer,
    WithdrawalSerializer,
    WithdrawSerializer,
)
from catalog.services import code_words, may_publish
from catalog.services import withdrawal as withdrawals
from catalog.views.teams import film_of_team


class _Withdrawal(APIView):
    """What film and edition have in common; `of` finds which it is."""

    def of(self, request: Request, slug: str) -> dict[str, Any]:
        """The film or the edition, as the service takes it."""
        raise NotImplementedError

    def _standing(self, request: Request, slug: str) -> Response:
        standing = withdrawals.standing_of(**self.of(request, slug))
        if standing is None:
            raise NotFound
        return Response(WithdrawalSerializer(standing).data)

    def _withdraw(self, request: Request, slug: str) -> Response:
        user: Any = request.user
        what = self.of(request, slug)
        body = WithdrawSerializer(data=request.data, context={"slug": slug})
        body.is_valid(raise_exception=True)
        made = withdrawals.withdraw(
            **what,
            level=Level(body.validated_data["level"]),
            people=body.validated_data.get("people", ()),
            channel=withdrawals.channel_of(user, film=what.get("film")),
            actor=user,
            now=timezone.now(),
        )
        return Response(WithdrawalSerializer(Withdrawal.objects.get(pk=made.pk)).data, status=201)

    def _lift(self, request: Request, slug: str) -> Response:
        user: Any = request.user
        withdrawals.lift(**self.of(request, slug), actor=user, now=timezone.now())
        return Response(status=204)


class FilmWithdrawal(_Withdrawal):
    """A film's team takes it back; staff may do so for them."""

    permission_classes = (IsAuthenticated,)

    def of(self, request: Request, slug: str) -> dict[str, Any]:
        """A film on whose team she is, or any for staff."""
        return {"film": film_of_team(request, slug)}

    @extend_schema(responses=WithdrawalSerializer, operation_id="films_withdrawal_retrieve")
    def get(self, request: Request, slug: str) -> Response:
        """Tell what stands; 404 where nothing is withdrawn."""
        return self._standing(request, slug)

    @extend_schema(
        request=WithdrawSerializer,
        responses={201: WithdrawalSerializer},
        operation_id="films_withdrawal_create",
    )
    def post(self, request: Request, slug: str) -> Response:
        """Pause, hide or erase it from now on. What goes as far already stays as it is.

        To erase needs `confirm`, and can't be lifted: the keys are destroyed before the answer.
        """
        return self._withdraw(request, slug)

    @extend_schema(responses={204: None}, operation_id="films_withdrawal_lift")
    def delete(self, request: Request, slug: str) -> Response:
        """Lift it; 403 `lifted_by_staff`, 409 `nothing_withdrawn`, `erased`."""
        return self._lift(request, slug)


class EditionWithdrawal(_Withdrawal):
    """The switch for a whole edition."""

    permission_classes = (ReadOrStaff,)

    def of(self, request: Request, slug: str) -> dict[str, Any]:
        """Any edition: staff alone come here, and others are told of nothing."""
        user: Any = request.user
        if not (user.is_authenticated and may_publish(user)):
            raise NotFound
        return {"edition": get_object_or_404(Edition, slug=slug)}

    @extend_schema(responses=WithdrawalSerializer, operation_id="editions_withdrawal_retrieve")
    def get(self, request: Request, slug: str) -> Response:
        """Tell what stands; 404 where nothing is withdrawn."""
        return self._standing(request, slug)

    @extend_schema(
        request=WithdrawSerializer,
        responses={201: WithdrawalSerializer},
        operation_id="editions_withdrawal_create",
    )
    def post(self, request: Request, slug: str) -> Response:
        """Pause all its screenings, or hide it and every film that it shows; 409 `film_by_film`."""
        return self._withdraw(request, slug)

    @extend_schema(responses={204: None}, operation_id="editions_withdrawal_lift")
    def delete(self, request: Request, slug: str) -> Response:
        """Lift it. Films that are withdrawn by themselves stay so."""
        return self._lift(request, slug)


class FilmCodeWord(APIView):
    """The word by which somebody without an account pauses the film."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        request=None,
        responses={201: CodeWordSerializer},
        operation_id="films_code_word_create",
    )
    def post(self, request: Request, slug: str) -> Response:
        """Agree on a new word; it is told this once, and the one before is worthless."""
        word = code_words.agree(film=film_of_team(request, slug), now=timezone.now())
        return Response({"word": grouped(word)}, status=201)

    @extend_schema(responses={204: None}, operation_id="films_code_word_forget")
    def delete(self, request: Request, slug: str) -> Response:
        """Make the word worthless."""
        code_words.forget(film=film_of_team(request, slug))
        return Response(status=204)
