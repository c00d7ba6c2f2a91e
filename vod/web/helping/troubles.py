"""What a page and its player know of a trouble, as they send it with the button for a code."""

import json
from typing import Any

from django.http import HttpRequest

from catalog.serializers import TroubleSerializer

LONGEST = 1000


def trouble_of(request: HttpRequest) -> dict[str, Any]:
    """From the form's hidden fields. What makes no sense is left out: she gets her code anyway."""
    sent = _read(request.POST.get("trouble", "")[:LONGEST])
    error = request.POST.get("error")
    known = {"error": error} if error else {}
    checked = TroubleSerializer(data=known | sent)
    if checked.is_valid():
        return dict(checked.validated_data)
    good = {name: value for name, value in (known | sent).items() if name not in checked.errors}
    again = TroubleSerializer(data=good)
    return dict(again.validated_data) if again.is_valid() else {}


def _read(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
