"""No export carries what `may_see` hides, and no import brings it back."""

from datetime import timedelta
from typing import Any

import pytest

from catalog.exchange.schema import Audience
from catalog.models import Edition, EditionState, Essay, Film, Period, Person, Visibility
from catalog.services import EditionIsDraft, export_catalogue, import_catalogue
from tests.catalog.exchange.shelf import NOW, burn, shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return shelf()


def exported(edition: Edition, audience: Audience, **more: Any) -> str:
    asked: dict[str, Any] = {"form": "json", "now": NOW} | more
    return export_catalogue(edition=edition, audience=audience, **asked)[1].decode()


@pytest.mark.parametrize("word", ["secret", "later", "unlisted"])
def test_the_public_is_told_nothing_of_them(edition: Edition, word: str) -> None:
    """Not a slug, title, name, theme, essay, screening; the period's list of films neither."""
    text = exported(edition, Audience.PUBLIC)
    assert "title-river" in text
    assert word not in text
    assert "unnamed" not in text
    assert "reveal_at" not in text


def test_staff_have_what_comes_later_and_nothing_that_is_hidden(edition: Edition) -> None:
    text = exported(edition, Audience.STAFF)
    assert "title-later" in text
    assert "title-unlisted" in text
    assert "secret" not in text
    assert "unnamed of river" not in text


def test_what_is_revealed_by_now_is_public(edition: Edition) -> None:
    text = exported(edition, Audience.PUBLIC, now=NOW + timedelta(days=4))
    assert "title-later" in text


def test_the_name_of_a_file_says_for_whom_it_is(edition: Edition) -> None:
    names = {
        export_catalogue(edition=edition, form=form, audience=audience, now=NOW)[0]
        for form in ("csv", "json")
        for audience in Audience
    }
    assert names == {
        "catalogue-2026-public.zip",
        "catalogue-2026-public.json",
        "catalogue-2026-staff.zip",
        "catalogue-2026-staff.json",
    }


def test_of_a_draft_there_is_nothing_for_the_public(edition: Edition) -> None:
    edition.state = EditionState.DRAFT
    edition.save()
    with pytest.raises(EditionIsDraft):
        exported(edition, Audience.PUBLIC)
    assert "title-river" in exported(edition, Audience.STAFF)


@pytest.mark.parametrize("model", [Film, Person, Period, Essay])
def test_what_was_hidden_since_stays_hidden(edition: Edition, model: type[Film]) -> None:
    """Yesterday's file names it still: the import is refused, and changes nothing."""
    data = exported(edition, Audience.PUBLIC).encode()
    model.objects.update(visibility=Visibility.HIDDEN)
    report = import_catalogue(data=data, actor=None, now=NOW, dry_run=False)
    assert "hidden_here" in {finding.code for finding in report.errors}
    assert not report.written
    assert set(model.objects.values_list("visibility", flat=True)) == {Visibility.HIDDEN}


def test_what_is_new_is_hidden_unless_the_file_says_otherwise() -> None:
    burn()
    document = (
        b'{"format": "cife-catalogue", "version": 1,'
        b' "edition": [{"slug": "x", "year": 2026, "time_zone": "UTC", "state": "draft"}],'
        b' "films": [{"slug": "new", "year": 2026}]}'
    )
    assert import_catalogue(data=document, actor=None, now=NOW, dry_run=False).written
    assert Film.objects.get(slug="new").visibility == Visibility.HIDDEN
