"""What is looked at before anything starts: `manage.py check`, and every command."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from vod.playback.delivery.chosen import mistakes


@register()
def delivery_is_whole(**_: Any) -> list[CheckMessage]:
    """Half a configuration would show at the first segment, to a viewer."""
    return [Error(sentence, id="playback.E001") for sentence in mistakes()]
