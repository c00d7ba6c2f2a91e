"""What must not stand in a log is taken out before it is written."""

import logging
import re
from typing import Any

PLAY_PATH = re.compile(r"/play/[^\s\"']+")


class RedactPlayPaths(logging.Filter):
    """Cuts everything after `/play/` (the path holds the session's token) from each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; it is always kept."""
        message = record.getMessage()
        if "/play/" in message:
            record.msg, record.args = PLAY_PATH.sub("/play/…", message), None
        if record.exc_info:
            text = logging.Formatter().formatException(record.exc_info)
            record.exc_info, record.exc_text = None, PLAY_PATH.sub("/play/…", text)
        for name in ("request", "server_time"):  # Django attaches these; JSON would print them
            record.__dict__.pop(name, None)
        return True


def configuration(*, level: str) -> dict[str, Any]:
    """Django's LOGGING: one JSON object a line on standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
            }
        },
        "filters": {"redact": {"()": "vod.logs.RedactPlayPaths"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "filters": ["redact"],
            }
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Refusals are no news; a line for each would say what somebody was refused.
            "django.request": {"level": "ERROR"},
            # It would write down every address that it asks, signed ones included.
            "httpx": {"level": "WARNING"},
        },
    }
