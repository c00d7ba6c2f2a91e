"""Rows of an import into the database, one noun after another."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from accounts import audit
from catalog.exchange.report import Code, Report
from catalog.exchange.rows import Row
from catalog.exchange.schema import BY_NAME, Column, Kind
from catalog.models import (
    Credit,
    Edition,
    Essay,
    Film,
    FilmVersion,
    Period,
    Person,
    Programme,
    Screening,
    ScreeningItem,
    SearchKind,
    Term,
    Visibility,
)
from catalog.services.import_fields import fill, link, write_words

PUBLIC_ID = 22  # characters; a shorter id in a file is a label, for this file alone
BY_SLUG: Mapping[str, Any] = {
    "films": Film,
    "people": Person,
    "periods": Period,
    "essays": Essay,
}
SEARCHED = {
    "people": SearchKind.PERSON,
    "films": SearchKind.FILM,
    "periods": SearchKind.PERIOD,
    "essays": SearchKind.ESSAY,
    "screenings": SearchKind.SCREENING,
}


class Importer:
    """Writes rows, and tells the report what became of each."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.edition: Edition | None = None
        self.touched: dict[SearchKind, set[int]] = defaultdict(set)
        self.terms: set[int] = set()
        self._labels: dict[tuple[str, str], Any] = {}
        self._made: set[tuple[str, str]] = set()
        self._find: Mapping[str, Callable[[Row], Any]] = {
            "edition": self._edition,
            "programmes": self._programme,
            "terms": self._term,
            "people": self._by_slug,
            "films": self._by_slug,
            "versions": self._version,
            "credits": self._credit,
            "periods": self._by_slug,
            "essays": self._by_slug,
            "screenings": self._screening,
            "items": self._item,
        }

    def write(self, row: Row) -> None:
        """Create or change what a row is of."""
        found = self._find[row.noun](row)
        if found is None:
            return
        if _is_out_of_sight(found) and found.pk:
            self._say(row, Code.HIDDEN_HERE, BY_NAME[row.noun].key[0], value=str(found))
            return
        new = found.pk is None
        links = self._set_fields(found, row)
        if links is None or not self._in_order(found, row):
            return
        before = None if new else audit.values_of(type(found).objects.get(pk=found.pk))
        changed = new or audit.values_of(found) != before
        if changed:
            found.save()
        if "id" in row.record:
            self._labels[row.noun, row.record["id"]] = found
        elif new:
            self._made.add((row.noun, str(row.record.get("slug"))))
        changed = link(found, links) or changed
        changed = write_words(found, row) or changed
        count = self.report.unchanged
        if changed:
            count = self.report.created if new else self.report.changed
            self._touch(row.noun, found)
        count[row.noun] += 1

    def _set_fields(self, found: Any, row: Row) -> dict[str, list[Any]] | None:
        """Set plain fields; what it is to be linked with. None where a key is of nothing."""
        links: dict[str, list[Any]] = {}
        for column in BY_NAME[row.noun].columns:
            if column.name not in row.record or column.kind == Kind.WORDS or column.name == "id":
                continue
            value = row.record[column.name]
            if column.kind == Kind.KEYS or column.of:
                others = [self._other(row, column, key) for key in _listed(value)]
                if None in others:
                    return None
                if column.kind == Kind.KEYS:
                    links.setdefault("terms" if column.of == "terms" else column.name, []).extend(
                        others
                    )
                else:
                    setattr(found, column.name, others[0] if others else None)
            elif not (column.name == "state" and found.pk):
                fill(found, column, value)
        return links

    def _in_order(self, found: Any, row: Row) -> bool:
        for first, last in (("first_day", "last_day"), ("first_year", "last_year")):
            begins, ends = getattr(found, first, None), getattr(found, last, None)
            if (ends is not None and begins is not None and ends < begins) or (
                first == "first_day"
                and row.noun == "edition"
                and (begins is None) != (ends is None)
            ):
                self._say(row, Code.ORDER, last)
                return False
        return True

    def _touch(self, noun: str, found: Any) -> None:
        if noun in SEARCHED:
            self.touched[SEARCHED[noun]].add(found.pk)
        elif noun == "terms":
            self.terms.add(found.pk)

    def _other(self, row: Row, column: Column, key: str) -> Any:
        """What a key points to, in this file or here."""
        found: Any = None
        if column.of == "terms":
            kind = column.name.removesuffix("s")
            found = Term.objects.filter(kind=kind, slug=key).first()
        elif column.of == "programmes":
            found = Programme.objects.filter(edition=self.edition, slug=key).first()
        elif column.of in {"versions", "screenings"}:
            found = self._labels.get((column.of, key)) or self._of_edition(column.of, key)
        else:
            found = BY_SLUG[column.of].objects.filter(slug=key).first()
        if found is None:
            self._say(row, Code.UNKNOWN_KEY, column.name, value=key, of=column.of)
        elif _is_out_of_sight(found) and (column.of, key) not in self._made:
            self._say(row, Code.HIDDEN_HERE, column.name, value=key)
            found = None
        return found

    def _of_edition(self, noun: str, key: str) -> Any:
        if noun == "versions":
            return FilmVersion.objects.filter(public_id=key).first()
        return Screening.objects.filter(public_id=key, edition=self.edition).first()

    def _by_slug(self, row: Row) -> Any:
        model, slug = BY_SLUG[row.noun], row.record["slug"]
        return model.objects.filter(slug=slug).first() or model(slug=slug)

    def _edition(self, row: Row) -> Edition:
        found = Edition.objects.filter(slug=row.record["slug"]).first()
        if found is not None:
            self.report.edition_before = audit.values_of(found)
            if row.record["state"] != found.state:
                self._say(
                    row, Code.STATE_STAYS, "state", value=row.record["state"], wanted=found.state
                )
        self.edition = found or Edition(slug=row.record["slug"])
        return self.edition

    def _programme(self, row: Row) -> Programme:
        slug = row.record["slug"]
        found = Programme.objects.filter(edition=self.edition, slug=slug).first()
        return found or Programme(edition=self.edition, slug=slug)

    def _term(self, row: Row) -> Term:
        kind, slug = row.record["kind"], row.record["slug"]
        return Term.objects.filter(kind=kind, slug=slug).first() or Term(kind=kind, slug=slug)

    def _version(self, row: Row) -> FilmVersion | None:
        label, film, kind = (row.record[name] for name in ("id", "film", "kind"))
        found = FilmVersion.objects.filter(public_id=label).select_related("film").first()
        if found is None and len(label) != PUBLIC_ID:
            found = FilmVersion.objects.filter(film__slug=film, kind=kind).order_by("pk").first()
        if found is not None and found.film.slug != film:
            self._say(row, Code.ELSEWHERE, "id", value=label)
            return None
        return found or FilmVersion(**_with_id(label))

    def _credit(self, row: Row) -> Credit:
        film, person, role = row.key
        found = Credit.objects.filter(film__slug=film, person__slug=person, role=role).first()
        return found or Credit()

    def _screening(self, row: Row) -> Screening | None:
        label, slug = row.record["id"], row.record.get("slug")
        found = Screening.objects.filter(public_id=label).first()
        if found is None and slug:
            found = Screening.objects.filter(edition=self.edition, slug=slug).first()
        if found is not None and found.edition != self.edition:
            self._say(row, Code.ELSEWHERE, "id", value=label)
            return None
        return found or Screening(edition=self.edition, **_with_id(label))

    def _item(self, row: Row) -> ScreeningItem:
        key, position = row.key
        screening = self._labels.get(("screenings", key)) or self._of_edition("screenings", key)
        found = screening and screening.items.filter(position=position).first()
        return found or ScreeningItem()

    def _say(self, row: Row, code: Code, column: str, **details: Any) -> None:
        self.report.findings.append(row.finding(code, column, **details))


def _listed(value: Any) -> list[str]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _with_id(label: str) -> dict[str, str]:
    """The same address as where it came from, if it has one."""
    return {"public_id": label} if len(label) == PUBLIC_ID else {}


def _is_out_of_sight(row: Any) -> bool:
    """Hidden here, or withdrawn: a file of yesterday changes nothing of that."""
    hidden = getattr(row, "visibility", None) == Visibility.HIDDEN
    return hidden or getattr(row, "concealed_at", None) is not None
