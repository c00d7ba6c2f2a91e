"""How languages, countries and regions are written: one spelling each, or rows would double.

A territory in the wrong case would match nobody, and under a "deny" rule let everybody in, so the
database checks the same patterns.
"""

# RFC 5646 section 2.1.1 recommends this case: "zh-Hans", "yue-Hant-HK", "es-419", "sl-rozaj".
LANGUAGE = (
    r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*$"
)
COUNTRY = r"^[A-Z]{2}$"  # ISO 3166-1 alpha-2
TERRITORY = r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$"  # ISO 3166-1 alpha-2 or ISO 3166-2
WALL_TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"  # "2026-11-20T20:00"
