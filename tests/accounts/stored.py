"""What the database holds, for tests of what it must not hold."""

from django.db import connection

from accounts.models import LoginSession
from accounts.sessions import SessionStore


def everything_stored() -> str:
    """Every row of every table as PostgreSQL writes it, and what is packed into log-in sessions."""
    rows: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - names from the schema
            rows += (row for (row,) in cursor.fetchall())
    rows += (repr(SessionStore().decode(session.data)) for session in LoginSession.objects.all())
    return "\n".join(rows)
