"""How many statements an answer takes: asked in this process, with the platform's middleware."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

OPENING, CLOSING = ("BEGIN", "SAVEPOINT"), ("COMMIT", "RELEASE", "ROLLBACK")


def statements(method: str, path: str, headers: dict[str, str], *, status: int = 200) -> list[str]:
    """Everything that was sent to PostgreSQL, transactions included."""
    client: Any = Client()
    with CaptureQueriesContext(connection) as caught:
        answer = client.generic(method, path, headers=headers, content_type="application/json")
    if answer.status_code != status:
        raise RuntimeError(f"{path}: {answer.status_code} {answer.content[:300]!r}")
    return [query["sql"] for query in caught]


def queries(sent: list[str]) -> int:
    """Those that ask or change something."""
    return sum(not one.startswith((*OPENING, *CLOSING)) for one in sent)


def commits(sent: list[str]) -> int:
    """How often something was made durable."""
    return sum(one.startswith("COMMIT") for one in sent)
