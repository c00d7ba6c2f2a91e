"""Values that results are counted and narrowed by: "country:CN", "decade:1990"."""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum


class Facet(StrEnum):
    """What results can be narrowed by, in the order of the page."""

    TYPE = "type"
    PERIOD = "period"
    THEME = "theme"
    GENRE = "genre"
    DECADE = "decade"
    COUNTRY = "country"
    LANGUAGE = "language"
    RUNTIME = "runtime"
    AVAILABILITY = "availability"


class Runtime(StrEnum):
    """Bands of length; independent documentaries are often very long."""

    SHORT = "short"
    MEDIUM = "medium"
    FEATURE = "feature"
    LONG = "long"


SHORT_ENDS, MEDIUM_ENDS, FEATURE_ENDS = (timedelta(minutes=m) for m in (40, 70, 150))


def value(facet: Facet, of: object) -> str:
    """A facet's value as the index keeps it."""
    return f"{facet}:{of}"


def runtime_band(runtime: timedelta) -> Runtime:
    """Up to 40 minutes, 70, 150, and above."""
    bands = (
        (Runtime.SHORT, SHORT_ENDS),
        (Runtime.MEDIUM, MEDIUM_ENDS),
        (Runtime.FEATURE, FEATURE_ENDS),
    )
    return next((band for band, ends in bands if runtime <= ends), Runtime.LONG)


def of_film(
    *,
    year: int,
    countries: Iterable[str],
    languages: Iterable[str],
    runtime_seconds: int | None,
    terms: Iterable[tuple[str, int]],
    periods: Iterable[int],
) -> list[str]:
    """All values of a film. `terms` are kind and primary key; content notes are none to find by."""
    found = [value(Facet.DECADE, year - year % 10)]
    found += [value(Facet.COUNTRY, country) for country in countries]
    # Spoken language without script and region: nobody looks for "zh-Hans" by ear.
    found += [value(Facet.LANGUAGE, language.split("-")[0]) for language in languages]
    found += [value(Facet(kind), pk) for kind, pk in terms if kind in {Facet.THEME, Facet.GENRE}]
    found += [value(Facet.PERIOD, pk) for pk in periods]
    if runtime_seconds:
        found.append(value(Facet.RUNTIME, runtime_band(timedelta(seconds=runtime_seconds))))
    return sorted(set(found))
