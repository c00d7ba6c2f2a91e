"""What `manage.py check` says of the key-encryption keys."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from transcoding import keys, rotation


@checks.register("security")
def keys_are_keys(**_: Any) -> list[checks.CheckMessage]:
    """Every one of them could seal something."""
    places = ", ".join(map(str, keys.malformed(settings.KEY_ENCRYPTION_KEYS)))
    words = rotation.MALFORMED.format(places=places)
    return [checks.Error(words, id="transcoding.E001")] if places else []


@checks.register(checks.Tags.database)
def keys_open_films(*, databases: Any = None, **_: Any) -> list[checks.CheckMessage]:
    """One of them opens what is in the database, where that is to be looked at."""
    if not databases:
        return []
    try:
        rotation.require_keys()
    except ImproperlyConfigured as wrong:
        return [checks.Error(str(wrong), id="transcoding.E002")]
    except DatabaseError:
        return []  # there are no tables yet
    return []
