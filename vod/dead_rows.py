"""Deleted rows, which stay in PostgreSQL's files until something is written over them."""

import logging
import re
from collections.abc import Collection
from typing import Any

from django.db import OperationalError, connection

logger = logging.getLogger(__name__)
PATIENCE = "2s"  # for a table that somebody uses just now
STATISTICS = "pg_catalog.pg_statistic"  # the planner's samples of what stood in the tables
COUNT = re.compile(r"\d+")


def remove(tables: Collection[str]) -> bool:
    """Write tables anew without their deleted rows; False where some are in the way for now.

    `VACUUM FULL` keeps what a transaction that is older than the deletion could still read, and
    says so in the detail of a notice alone, which begins with their number.
    """
    details: list[str] = []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = %s", [PATIENCE])
            server: Any = connection.connection
            server.add_notice_handler(lambda notice: details.append(notice.message_detail or ""))
            for table in (*tables, STATISTICS):
                cursor.execute(f"VACUUM (FULL, ANALYZE, VERBOSE) {table}")
    except OperationalError as failure:
        logger.warning("deleted rows stay for now: %s", type(failure).__name__)
        return False
    finally:
        connection.close()  # with its settings and its handler
    kept = sum(int(found[0]) for detail in details if (found := COUNT.match(detail)))
    if kept:
        logger.warning("%s deleted rows stay for now: somebody could still read them", kept)
    return kept == 0
