"""The session engine: like Django's own on the database, but rows know only a digest of the key.

Named by `SESSION_ENGINE`. It serves cookies and the session tokens of apps alike.
"""

from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction

from accounts.models import Device, LoginSession, digest_of

DEVICE, SINCE = "device", "since"  # under which a log-in keeps them in its session
BY_OPERATOR = "by_operator"  # opened on the machine itself, see services.open_session


class SessionStore(SessionBase):
    """One session of a browser or an app."""

    def load(self) -> dict[str, Any]:
        """Read it; what expired or was revoked is an empty session without a key."""
        now = _now()
        row = LoginSession.objects.filter(
            digest=digest_of(self.session_key or ""), expires_at__gt=now
        ).first()
        if row is None:
            self._session_key = None
            return {}
        if row.seen != now.date():
            LoginSession.objects.filter(pk=row.pk).update(seen=now.date())
        return self.decode(row.data)

    def exists(self, session_key: str) -> bool:
        """Tell whether this key is taken."""
        return LoginSession.objects.filter(digest=digest_of(session_key)).exists()

    def create(self) -> None:
        """Keep it under a new key."""
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """Write it. What was revoked meanwhile stays so: raises `UpdateError`."""
        if self.session_key is None:
            self.create()
            return
        fields = self._fields(self._get_session(no_load=must_create))  # type: ignore[attr-defined]
        digest = digest_of(self.session_key)
        if not must_create:
            if not LoginSession.objects.filter(digest=digest).update(**fields):
                raise UpdateError
            return
        try:
            with transaction.atomic():
                LoginSession.objects.create(digest=digest, **fields)
        except IntegrityError as taken:
            raise CreateError from taken

    def delete(self, session_key: str | None = None) -> None:
        """End it."""
        key = session_key or self.session_key
        if key is not None:
            LoginSession.objects.filter(digest=digest_of(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        """Forget what nobody can use any more."""
        LoginSession.objects.filter(expires_at__lte=_now()).delete()

    def _fields(self, data: dict[str, Any]) -> dict[str, Any]:
        device, since = data.get(DEVICE, ""), data.get(SINCE)
        return {
            "user_id": data.get(SESSION_KEY),
            "device": device if device in Device.values else "",
            "since": date.fromisoformat(since) if since else None,
            "seen": _now().date(),
            "data": self.encode(data),
            "expires_at": self.get_expiry_date(),
        }


def _now() -> datetime:
    """The engine is called by Django, which hands no clock down."""
    return datetime.now(tz=UTC)
