"""What is looked at before anything starts: `manage.py check`, and every command."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, register

from vod.playback.delivery.chosen import mistakes
from vod.playback.tracing import UnusableKey, require_public_key


@register()
def delivery_is_whole(**_: Any) -> list[CheckMessage]:
    """Half a configuration would show at the first segment, to a viewer."""
    return [Error(sentence, id="playback.E001") for sentence in mistakes()]


@register(deploy=True)
def marks_lead_somewhere(**_: Any) -> list[CheckMessage]:
    """A mark without a trace frightens, and finds nobody."""
    if settings.TRACE_PUBLIC_KEY:
        return []
    words = "VOD_TRACE_PUBLIC_KEY is empty: no mark over a picture will lead to its session."
    return [checks.Warning(words, hint="manage.py make_trace_key FILE", id="playback.W001")]


@register()
def traces_can_be_sealed(**_: Any) -> list[CheckMessage]:
    """A key that is none would show when the press presses play."""
    try:
        if settings.TRACE_PUBLIC_KEY:
            require_public_key(settings.TRACE_PUBLIC_KEY)
    except UnusableKey as error:
        return [Error(f"VOD_TRACE_PUBLIC_KEY: {error}.", id="playback.E002")]
    return []
