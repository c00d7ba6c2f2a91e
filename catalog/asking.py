"""Who asks for a code, as the request tells it."""

from typing import Any

from django.utils.translation import get_language

from catalog.browsers import browser_of, reading_language
from catalog.places import place_of
from catalog.services import Asked


def asked_by(request: Any, *, trouble: dict[str, Any]) -> Asked:
    """Who makes a code, by API or page: the address and the agent's words stay here."""
    headers = request.headers
    return Asked(
        user=request.user,
        place=place_of(request),
        language=reading_language(get_language(), accepted=headers.get("Accept-Language", "")),
        trouble=trouble | browser_of(headers.get("User-Agent", "")),
    )
