"""The programme: the editions that are open, or else the newest one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from catalog.models import Edition, EditionState, EditionText, Programme, ProgrammeText, Screening
from vod.web.listing import Reader, ScreeningLine, screening_lines
from vod.web.prose import as_html, first_paragraph
from vod.web.texts import pick

OVER = _("This edition is over. Its programme remains here to read.")
NOTICES: dict[str, Promise] = {
    EditionState.ANNOUNCED: _("This edition has been announced. It has not opened yet."),
    EditionState.CLOSED: OVER,
    EditionState.ARCHIVED: OVER,
}


@dataclass(frozen=True, kw_only=True)
class Strand:
    """A programme with its screenings; without a programme, those that belong to none."""

    programme: Programme | None
    text: ProgrammeText | None
    lead: SafeString
    screenings: Sequence[ScreeningLine]


@dataclass(frozen=True, kw_only=True)
class EditionPage:
    """An edition with everything it shows."""

    edition: Edition
    text: EditionText | None
    statement: SafeString
    notice: str
    strands: Sequence[Strand]


def editions(reader: Reader) -> Sequence[EditionPage]:
    """Every open edition; between two editions the newest one, which stays here to read."""
    seen = list(Edition.objects.seen(reader.now).with_programmes().order_by("-year", "pk"))
    shown = [edition for edition in seen if edition.state == EditionState.OPEN] or seen[:1]
    screenings = Screening.objects.seen_at(reader.now).in_order().filter(edition__in=shown)
    lines = screening_lines(screenings, reader=reader, listed=True)
    return [
        EditionPage(
            edition=edition,
            text=pick(edition.texts.all(), language=reader.language),
            statement=_statement(edition, language=reader.language),
            notice=str(NOTICES.get(edition.state, "")),
            strands=_strands(edition, lines, language=reader.language),
        )
        for edition in shown
    ]


@dataclass(frozen=True, kw_only=True)
class ProgrammePage:
    """A programme with the curator's words, and the others of its edition."""

    programme: Programme
    text: ProgrammeText | None
    statement: SafeString
    edition_text: EditionText | None
    screenings: Sequence[ScreeningLine]
    others: Sequence[tuple[Programme, ProgrammeText | None]]
    may_be_indexed: bool


def programme_page(edition_slug: str, slug: str, *, reader: Reader) -> ProgrammePage | None:
    """The page of a programme, or None where there is none that `reader` may know of."""
    editions = Edition.objects.seen(reader.now).with_programmes()
    edition = editions.filter(slug=edition_slug).first()
    programmes = list(edition.programmes.all()) if edition else []
    programme = next((row for row in programmes if row.slug == slug), None)
    if edition is None or programme is None:
        return None
    text = pick(programme.texts.all(), language=reader.language)
    screenings = Screening.objects.seen_at(reader.now).in_order().filter(programme=programme)
    lines = screening_lines(screenings, reader=reader, listed=True)
    return ProgrammePage(
        programme=programme,
        text=text,
        statement=as_html(text.statement if text else ""),
        edition_text=pick(edition.texts.all(), language=reader.language),
        screenings=lines,
        others=[
            (row, pick(row.texts.all(), language=reader.language))
            for row in programmes
            if row != programme
        ],
        may_be_indexed=all(film.film.indexable for line in lines for film in line.films),
    )


def may_be_indexed(pages: Sequence[EditionPage]) -> bool:
    """Search engines may list the page only if they may list every film on it."""
    return all(
        film.film.indexable
        for page in pages
        for strand in page.strands
        for line in strand.screenings
        for film in line.films
    )


def _strands(
    edition: Edition, lines: Sequence[ScreeningLine], *, language: str | None
) -> Sequence[Strand]:
    def of(programme: Programme | None) -> Sequence[ScreeningLine]:
        wanted = (edition.pk, programme.pk if programme else None)
        return [
            line
            for line in lines
            if (line.screening.edition_id, line.screening.programme_id) == wanted
        ]

    strands = [
        Strand(
            programme=programme,
            text=pick(programme.texts.all(), language=language),
            lead=_lead(programme, language=language),
            screenings=of(programme),
        )
        for programme in edition.programmes.all()
    ]
    loose = Strand(programme=None, text=None, lead=as_html(""), screenings=of(None))
    return [strand for strand in (*strands, loose) if strand.programme or strand.screenings]


def _lead(programme: Programme, *, language: str | None) -> SafeString:
    """The first paragraph; the whole stands on the programme's own page."""
    text = pick(programme.texts.all(), language=language)
    return as_html(first_paragraph(text.statement) if text else "")


def _statement(edition: Edition, *, language: str | None) -> SafeString:
    text = pick(edition.texts.all(), language=language)
    return as_html(text.statement if text else "")
