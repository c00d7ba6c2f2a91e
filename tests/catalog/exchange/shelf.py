"""A small edition with everything in it that an export carries, and things that it must not."""

from datetime import UTC, datetime, timedelta

from catalog.models import (
    Credit,
    CreditRole,
    Edition,
    EditionState,
    EditionText,
    Essay,
    EssayText,
    Film,
    FilmText,
    FilmVersion,
    Period,
    PeriodText,
    Person,
    PersonName,
    Programme,
    ProgrammeText,
    Screening,
    ScreeningItem,
    ScreeningText,
    Term,
    TermKind,
    TermText,
    Visibility,
)

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PUBLIC: dict[str, object] = {"visibility": Visibility.PUBLIC}
HIDDEN: dict[str, object] = {"visibility": Visibility.HIDDEN}
UNLISTED: dict[str, object] = {"visibility": Visibility.UNLISTED}
LATER: dict[str, object] = {"visibility": Visibility.PUBLIC, "reveal_at": NOW + timedelta(days=3)}


def shelf() -> Edition:
    """An open edition: a public, an unlisted, a later and a hidden film, and all about them."""
    edition = Edition.objects.create(
        slug="2026",
        year=2026,
        time_zone="Europe/Berlin",
        state=EditionState.OPEN,
        first_day="2026-11-20",
        last_day="2026-11-27",
    )
    EditionText.objects.create(
        edition=edition, language="zh-Hans", title="第一届", statement="=SUM(A1)"
    )
    programme = Programme.objects.create(edition=edition, slug="rivers", position=2)
    ProgrammeText.objects.create(programme=programme, language="en", title="Rivers")
    period = Period.objects.create(slug="dv-years", first_year=2000, last_year=2011, **PUBLIC)
    PeriodText.objects.create(period=period, language="zh-Hans", title="DV 年代", summary="……")
    for word, fields in (
        ("river", PUBLIC),
        ("secret", HIDDEN),
        ("unlisted", UNLISTED),
        ("later", LATER),
    ):
        _film(word, fields, edition=edition, programme=programme, period=period)
    return edition


def _film(
    word: str, fields: dict[str, object], *, edition: Edition, programme: Programme, period: Period
) -> None:
    film = Film.objects.create(
        slug=word,
        year=2009,
        countries=["CN", "FR"],
        languages=["zh", "bo"],
        runtime_seconds=5400,
        **fields,
    )
    FilmText.objects.create(
        film=film, language="en", title=f"title-{word}", synopsis='He said: "go",\nthen…'
    )
    FilmText.objects.create(film=film, language="zh-Hans", title=f"片名-{word}")
    term = Term.objects.create(kind=TermKind.THEME, slug=f"theme-{word}")
    TermText.objects.create(term=term, language="en", name=f"Theme {word}")
    film.terms.add(term)
    period.films.add(film)
    for name, seen in (("named", PUBLIC), ("unnamed", HIDDEN)):
        person = Person.objects.create(
            slug=f"{name}-of-{word}", **(seen if word == "river" else fields)
        )
        PersonName.objects.create(person=person, language="en", name=f"{name} of {word}")
        Credit.objects.create(film=film, person=person, role=CreditRole.DIRECTOR)
    essay = Essay.objects.create(slug=f"essay-{word}", period=period, **fields)
    EssayText.objects.create(essay=essay, language="en", title=f"On {word}", body="@all: read")
    essay.films.add(*Film.objects.all())
    essay.authors.add(Person.objects.get(slug=f"named-of-{word}"))
    version = FilmVersion.objects.create(film=film)
    screening = Screening.objects.create(edition=edition, programme=programme, slug=f"shows-{word}")
    ScreeningText.objects.create(screening=screening, language="en", title=f"Showing {word}")
    ScreeningItem.objects.create(screening=screening, version=version)


def burn() -> None:
    """Empty the catalogue."""
    for model in (ScreeningItem, Screening, Credit, Essay, Period, FilmVersion, Film, Person, Term):
        model._default_manager.all().delete()
    Edition.objects.all().delete()
