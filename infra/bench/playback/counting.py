"""How many statements an answer takes, as PostgreSQL's own client library sends them.

Django's log of queries doesn't see what goes past its cursors, so the protocol is looked at
(libpq's `PQtrace`): every simple query and every execution of a prepared one is a statement.
"""

from __future__ import annotations

import tempfile
from typing import Any

from django.db import connection
from django.test import Client

FROM_US, SENT = "F", {"Query", "Execute"}
NO_WORK = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "SET ")


def statements(
    method: str, path: str, headers: dict[str, str], body: bytes = b"", *, status: int
) -> int:
    """Statements that one request sends; the same was asked before, so nothing is new."""
    client: Any = Client()
    connection.ensure_connection()
    with tempfile.TemporaryFile() as trace:
        connection.connection.pgconn.trace(trace.fileno())
        try:
            answer = client.generic(
                method, path, body, headers=headers, content_type=headers.get("Content-Type", "")
            )
        finally:
            connection.connection.pgconn.untrace()
        if answer.status_code != status:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.content[:300]!r}")
        trace.seek(0)
        return _count(trace.read().decode(errors="replace"))


def _count(trace: str) -> int:
    """Lines are: instant, direction, length, message, its fields."""
    found = 0
    for line in trace.splitlines():
        fields = line.split("\t")
        if len(fields) > 3 and fields[1] == FROM_US and fields[3] in SENT:  # noqa: PLR2004
            said = fields[4].lstrip(' "') if len(fields) > 4 else ""  # noqa: PLR2004
            found += not said.startswith(NO_WORK)
    return found
