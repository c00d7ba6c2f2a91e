"""From the wall time that staff enter to the instant that is compared, and back to priorities."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

LAST_PRIORITY = 100


class NoSuchTime(ValueError):
    """The clocks jump over this wall time in this zone."""


def instant_of(wall_time: str, *, time_zone: str, later: bool = False) -> datetime:
    """Return the instant (UTC) of "2026-11-20T20:00" in an IANA zone.

    When the clocks go back, a wall time happens twice: the first is meant, or with `later` the
    second. A window opens at the first and closes at the second, so that nobody loses an hour.
    """
    wall = datetime.fromisoformat(wall_time).replace(
        tzinfo=ZoneInfo(time_zone), fold=1 if later else 0
    )
    instant = wall.astimezone(UTC)
    if instant.astimezone(wall.tzinfo).replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise NoSuchTime(f"{wall_time} does not exist in {time_zone}")
    return instant


def window_of(*, opens_local: str, closes_local: str, time_zone: str) -> tuple[datetime, datetime]:
    """Return the half-open window [opens, closes) of two wall times in one zone."""
    return (
        instant_of(opens_local, time_zone=time_zone),
        instant_of(closes_local, time_zone=time_zone, later=True),
    )


def upload_priority(*, first_opening: datetime | None, now: datetime) -> int:
    """Count the days until a film opens, 0 to 100: what opens first is transcoded first."""
    if first_opening is None:
        return LAST_PRIORITY
    return max(0, min((first_opening - now) // timedelta(days=1), LAST_PRIORITY))
