"""What must not stand in a log is taken out before it is written."""

import logging
import re
from typing import Any

# What follows is a token: of a playback session, an invitation, a confirmation, a mail.
SECRET_PATH = re.compile(r"/(play|invitations|confirm-email|unsubscribe)/[^\s\"']+")


class RedactSecretPaths(logging.Filter):
    """Cuts the token, and what follows it, from each path in a record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; it is always kept."""
        message = record.getMessage()
        if SECRET_PATH.search(message):
            record.msg, record.args = SECRET_PATH.sub(r"/\1/…", message), None
        if record.exc_info:
            text = logging.Formatter().formatException(record.exc_info)
            record.exc_info, record.exc_text = None, SECRET_PATH.sub(r"/\1/…", text)
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
        "filters": {"redact": {"()": "vod.logs.RedactSecretPaths"}},
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
