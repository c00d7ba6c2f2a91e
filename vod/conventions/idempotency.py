"""Idempotency keys: a POST that is sent again gives the answer it gave before, and does nothing.

After draft-ietf-httpapi-idempotency-key-header-07. The answer is kept in the transaction of what
was created, so there is never one without the other. Two statements: one looks and locks, one
keeps. What is refused is not kept: it created nothing, and may be allowed by the next time.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from vod.conventions import sealing
from vod.conventions.errors import KeyInvalid, KeyReused, StillRunning
from vod.conventions.models import KeptAnswer

HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotency-Replayed"
SHORTEST, LONGEST = 16, 255
KEY: Final = re.compile(rf"[!-~]{{{SHORTEST},{LONGEST}}}")
KEPT: Final = timedelta(hours=24)
ERRORS: Final = 400
# A second session, signature or explanation is no second thing; a stored one would outlive it.
WITHOUT: Final = frozenset({"begin-playback", "begin-trailer", "master-part", "explain"})

Handler = Callable[..., Any]


@dataclass(frozen=True)
class Asked:
    """A request with a key: the name of its row, and what it asks."""

    key: str
    name: bytes
    request: bytes

    @property
    def lock(self) -> int:
        """For an advisory lock, which is a signed 64-bit number."""
        return int.from_bytes(self.name[:8], "big", signed=True)


def idempotent(handler: Handler) -> Handler:
    """Wrap the `post` of a view."""

    @wraps(handler)
    def post(view: APIView, request: Request, *args: Any, **kwargs: Any) -> Any:
        asked = _asked(request)

        def handle() -> HttpResponse:
            response: HttpResponse = handler(view, request, *args, **kwargs)
            return response

        try:
            return _once(asked, view=view, request=request, handle=handle)
        except _Overtaken:
            # The first request ended between our look and our lock: now its answer is there.
            return _once(asked, view=view, request=request, handle=handle)

    return post


class _Overtaken(Exception):
    """Another request with the same key was quicker; nothing of ours is left."""


def _once(
    asked: Asked, *, view: APIView, request: Request, handle: Callable[[], HttpResponse]
) -> HttpResponse:
    with transaction.atomic():
        kept = _look(asked)
        if kept is not None:
            return kept
        response = handle()
        if response.status_code >= ERRORS:
            transaction.set_rollback(True)
            return response
        _keep(asked, _rendered(response, view=view, request=request), now=timezone.now())
        return response


def _look(asked: Asked) -> HttpResponse | None:
    """Find the kept answer, or lock the key until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT pg_try_advisory_xact_lock(%s), kept.request, kept.answer
            FROM (SELECT 1) AS always
            LEFT JOIN conventions_keptanswer AS kept ON kept.name = %s
            """,
            [asked.lock, asked.name],
        )
        locked, request, answer = cursor.fetchone()
    if answer is not None:
        if bytes(request) != asked.request:
            raise KeyReused
        return _opened(bytes(answer), asked)
    if not locked:
        raise StillRunning
    return None


def _keep(asked: Asked, response: HttpResponse, *, now: datetime) -> None:
    plain = {
        "status": response.status_code,
        "type": response.get("Content-Type", ""),
        "location": response.get("Location", ""),
        "body": response.content.decode(),
    }
    sealed = sealing.seal_answer(json.dumps(plain).encode(), secret=_secret(), key=asked.key)
    hour = now.replace(minute=0, second=0, microsecond=0)
    try:
        KeptAnswer.objects.bulk_create(
            [
                KeptAnswer(
                    name=asked.name,
                    request=asked.request,
                    answer=sealed,
                    expires_at=hour + KEPT + timedelta(hours=1),
                )
            ]
        )
    except IntegrityError as taken:
        raise _Overtaken from taken


def _opened(answer: bytes, asked: Asked) -> HttpResponse:
    kept = json.loads(sealing.open_answer(answer, secret=_secret(), key=asked.key))
    response = HttpResponse(kept["body"], status=kept["status"])
    for header, value in (("Content-Type", kept["type"]), ("Location", kept["location"])):
        if value:
            response[header] = value
        else:
            del response[header]
    response[REPLAYED] = "true"
    return response


def _rendered(response: HttpResponse, *, view: APIView, request: Request) -> HttpResponse:
    """Turn data into bytes now, as DRF would after the transaction."""
    if isinstance(response, Response) and not response.is_rendered:
        response.accepted_renderer = request.accepted_renderer
        response.accepted_media_type = request.accepted_media_type
        context = view.get_renderer_context()
        response.renderer_context = context  # type: ignore[attr-defined] # not in the stubs
        response.render()
    return response


def _asked(request: Request) -> Asked:
    key = request.headers[HEADER]
    if not KEY.fullmatch(key):
        raise KeyInvalid
    django = request._request  # noqa: SLF001 - the bytes, before a parser takes them
    parts = (request.method or "", django.get_full_path(), request.content_type or "")
    return Asked(
        key=key,
        name=sealing.row_name(secret=_secret(), caller=_caller(request), key=key),
        request=sealing.fingerprint(
            key=key, request=(*(part.encode() for part in parts), django.body)
        ),
    )


def _caller(request: Request) -> str:
    """Who asks: a person, else a shop by its key, else somebody unknown with a key of her own."""
    user: Any = request.user
    if user.is_authenticated:
        return f"user {user.public_id}"
    pk = getattr(request.auth, "pk", None)
    return "unknown" if pk is None else f"{type(request.auth).__name__} {pk}"


def _secret() -> bytes:
    return settings.SECRET_KEY.encode()


def forget_expired(*, now: datetime) -> int:
    """Delete the answers that were kept long enough; how many."""
    deleted, _ = expired(now).delete()
    return deleted


def expired(now: datetime) -> QuerySet[KeptAnswer]:
    """Those that were."""
    return KeptAnswer.objects.filter(expires_at__lte=now)
