"""What was exported and is imported into an empty house is exported the same again."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from catalog.exchange.schema import Audience
from catalog.models import Edition, Film, FilmText, SearchDocument
from catalog.services import export_catalogue, import_catalogue, search_index
from tests.catalog.exchange.shelf import NOW, burn, shelf
from transcoding.models import Master


def exported(form: str, audience: Audience) -> bytes:
    edition = Edition.objects.get(slug="2026")
    return export_catalogue(edition=edition, form=form, audience=audience, now=NOW)[1]


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["csv", "json"])
@pytest.mark.parametrize("audience", list(Audience))
def test_into_an_empty_house(form: str, audience: Audience) -> None:
    shelf()
    before = exported(form, audience)
    burn()
    report = import_catalogue(data=before, actor=None, now=NOW, dry_run=False)
    assert report.errors == []
    assert report.written
    assert report.created["films"] == {Audience.PUBLIC: 1, Audience.STAFF: 3}[audience]
    assert exported(form, audience) == before
    assert search_index.stale() == []
    assert SearchDocument.objects.filter(film__slug="river").exists()
    again = import_catalogue(data=before, actor=None, now=NOW, dry_run=False)
    assert (again.created.total(), again.changed.total()) == (0, 0)
    assert not Master.objects.exists()


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=40
).filter(str.strip)


class TestAnyWords(TestCase):
    """Words with quotes, lines, formulas, and any script."""

    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(title=TEXTS, synopsis=st.one_of(st.just(""), TEXTS), year=st.integers(1900, 2100))
    def test_come_back_as_they_were(self, title: str, synopsis: str, year: int) -> None:
        shelf()
        Film.objects.update(year=year)
        FilmText.objects.filter(language="en").update(title=title, synopsis=synopsis)
        files = {form: exported(form, Audience.PUBLIC) for form in ("csv", "json")}
        for form, before in files.items():
            burn()
            report = import_catalogue(data=before, actor=None, now=NOW, dry_run=False)
            assert report.errors == []
            assert exported(form, Audience.PUBLIC) == before
            text = FilmText.objects.get(film__slug="river", language="en")
            assert (text.title, text.synopsis) == (title, synopsis)
