"""Statements written by hand, prepared: what PostgreSQL planned for a connection stays planned.

Django's cursors put values into the text, so that each statement is parsed and planned anew; for a
statement with a dozen parts that takes ten times longer than to run it. These cursors are
psycopg's own, with the values sent apart. Django's wrappers are round them: tests count what they
run, and errors are Django's.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from psycopg.sql import quote
from psycopg.types.numeric import Int8

Row = tuple[Any, ...]
SOME_TIME = datetime(9999, 1, 1, tzinfo=UTC)  # stands for the instant that is asked about


def text_of(rows: QuerySet[Any, Any]) -> str:
    """Django's own SQL of these rows, for a part of a statement: who may see what is said once.

    `SOME_TIME` in it becomes the parameter `now`; words stand in the text. Whoever calls this keeps
    what it gives: to make it takes as long as a request.
    """
    sql, params = rows.query.sql_with_params()
    return str(sql % tuple(map(_written, params)))


def _written(param: Any) -> str:
    if param == SOME_TIME:
        return "%(now)s"
    if isinstance(param, str) and "%" not in param:
        return quote(str(param))
    if isinstance(param, int) and not isinstance(param, bool):
        return str(int(param))
    raise TypeError(param)


class _Prepared(psycopg.Cursor[Row]):
    def execute(self, query: Any, params: Any = None, **_: Any) -> "_Prepared":
        super().execute(query, params, prepare=True)
        mine: Any = self
        mine._query = SimpleNamespace(query=query.encode())  # noqa: SLF001 - Django's log reads it
        return self


def rows_of(statement: str, values: Mapping[str, Any]) -> list[Row]:
    """All rows. The text of `statement` has to be one of few: each is kept prepared."""
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


def one_row(statement: str, values: Mapping[str, Any]) -> Row | None:
    """The first row of a statement, or None where it has none."""
    return next(iter(rows_of(statement, values)), None)


def _run(connection: BaseDatabaseWrapper, statement: str, values: Mapping[str, Any]) -> list[Row]:
    connection.ensure_connection()
    raw = connection.connection
    raw.prepare_threshold = 0  # Django has switched it off
    made: Any = _Prepared(raw)
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with wrap(made) as cursor:
        cursor.execute(statement, {name: _typed(value) for name, value in values.items()})
        found: list[Row] = cursor.fetchall()
        return found


def _typed(value: Any) -> Any:
    """One type for numbers of every size: psycopg would prepare the statement once for each."""
    if isinstance(value, list):
        return [_typed(one) for one in value]
    return Int8(value) if type(value) is int else value
