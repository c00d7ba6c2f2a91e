"""One statement at a time, prepared: what PostgreSQL planned for a connection once stays planned.

Django's cursors put values into the text, so each statement is parsed and planned anew: for the
facts of a verdict that costs more than to run it. These are psycopg's own, with parameters sent
apart, inside Django's wrappers: tests count them, and errors are Django's.
"""

from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.types.numeric import Int8

Row = tuple[Any, ...]


class _Prepared(psycopg.Cursor[Row]):
    def execute(self, query: Any, params: Any = None, **_: Any) -> "_Prepared":
        return super().execute(query, params, prepare=True)


def one_row(statement: str, values: Mapping[str, Any]) -> Row | None:
    """The first row of a statement, or None where it has none."""
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        return _run(connection, statement, values)
    except OperationalError:
        # The database was started anew, most likely. Nobody asked whether it is there: to ask
        # before each statement costs as much as a statement.
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        return _run(connection, statement, values)


def _run(connection: BaseDatabaseWrapper, statement: str, values: Mapping[str, Any]) -> Row | None:
    connection.ensure_connection()
    raw = connection.connection
    raw.prepare_threshold = 0  # Django has switched it off
    cursor: Any = _Prepared(raw)
    wrapped = connection.make_debug_cursor(cursor) if connection.queries_logged else None
    with wrapped or connection.make_cursor(cursor) as run:
        run.execute(statement, {name: _typed(value) for name, value in values.items()})
        row: Row | None = run.fetchone()
        return row


def _typed(value: Any) -> Any:
    """One statement for numbers of every size: psycopg would prepare one for each."""
    return Int8(value) if type(value) is int else value
