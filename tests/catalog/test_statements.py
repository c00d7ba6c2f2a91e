"""Django's SQL within statements that are kept prepared."""

import pytest
from django.db import connection

from catalog.models import Film, Person
from catalog.statements import SOME_TIME, rows_of, text_of
from tests.catalog.rows import client_of, make_film, real_now

pytestmark = pytest.mark.django_db


def test_the_instant_stays_a_parameter_and_words_stand_in_the_text() -> None:
    now = real_now()
    film = make_film(reveal_at=now)
    text = text_of(Film.objects.seen_at(SOME_TIME).exclude(slug="o'clock").values("pk"))
    assert "'o''clock'" in text
    assert rows_of(text, {"now": now}) == [(film.pk,)]
    assert rows_of(text, {"now": now.replace(year=2001)}) == []


def test_what_would_be_read_as_a_parameter_is_refused() -> None:
    with pytest.raises(TypeError):
        text_of(Film.objects.filter(slug="50%s"))


def prepared() -> tuple[int, int]:
    """Searches by words that are kept prepared, and how often without planning them anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(sum(generic_plans), 0) FROM pg_prepared_statements"
            " WHERE statement LIKE '%terms AS MATERIALIZED%'"
        )
        texts, kept = cursor.fetchone()
        return texts, kept


def test_a_search_is_planned_once_for_all_words() -> None:
    Person.objects.create(slug="jia", visibility="public")
    texts, kept = prepared()
    for words in ("river", "street", "河", "zhan tai", "a b c d", "lake", "west", "wuhan"):
        assert client_of().get("/api/v1/search/", {"q": words}).status_code == 200
    more_texts, more_kept = prepared()
    assert more_texts - texts <= 1
    assert more_kept > kept
