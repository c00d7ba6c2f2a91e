"""`/healthz`: this process answers. `/readyz`: what it needs does."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from transcoding import outages, rotation, storage

logger = logging.getLogger(__name__)


def healthz(request: HttpRequest) -> JsonResponse:
    """Alive."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """503 with the names of the parts that fail."""
    checks: dict[str, Callable[[], bool]] = {
        "database": _database_answers,
        "chinese_search": _chinese_search_works,
        "cache": _cache_answers,
        "store": storage.reachable,
        "film_keys": _film_keys_open,
    }
    failing = [name for name, check in checks.items() if not _holds(check)]
    body: dict[str, Any] = {"status": "failing" if failing else "ok", "failing": failing}
    if "cache" not in failing and outages.refusing():
        body["notices"] = ["worker_disk"]  # no reason to send people away from the site
    return JsonResponse(body, status=503 if failing else 200)


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception as failure:  # noqa: BLE001 - whatever the reason, the part is not ready
        logger.warning("%s: %s", check.__name__, failure)
        return False


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _chinese_search_works() -> bool:
    """Under locale C trigrams of Chinese are empty, and search finds nothing, silently."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT show_trgm('电影')")
        return bool(cursor.fetchone()[0])


def _film_keys_open() -> bool:
    """A key-encryption key that is wrong or lost: films would not play."""
    try:
        rotation.require_keys()
    except DatabaseError:
        return True  # "database" says so
    return True


def _cache_answers() -> bool:
    cache.set("readyz", 1, 5)
    return bool(cache.get("readyz") == 1)
