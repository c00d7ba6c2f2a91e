"""What the database refuses, whoever writes; and lists that follow the rule for one row."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models

from catalog import access
from catalog.facts import is_playable
from catalog.models import (
    Edition,
    EditionText,
    Film,
    FilmText,
    Offer,
    Programme,
    Screening,
    ScreeningItem,
    Visibility,
)
from tests.catalog.rows import (
    add_item,
    make_edition,
    make_film,
    make_offer,
    make_screening,
    make_ticket,
    make_user,
    make_version,
    real_now,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


class TestOffer:
    @pytest.mark.parametrize(
        ("fields", "constraint"),
        [
            ({"territories": ["us"]}, "offer_territories"),
            ({"territories": ["DE", "USA"]}, "offer_territories"),
            ({"territories": ["DE", ""]}, "offer_territories"),
            ({"territories": ["US,CA"]}, "offer_territories"),
            ({"territories": ["DE", None]}, "offer_territories"),
            ({"audience": "press", "free_tickets": True}, "offer_free_tickets_are_public"),
            ({"audience": "friends", "free_tickets": False}, "offer_audience_known"),
            ({"unlock": timedelta(0)}, "offer_periods_positive"),
            ({"watch": -DAY}, "offer_periods_positive"),
        ],
    )
    def test_refused(self, fields: dict[str, Any], constraint: str) -> None:
        with pytest.raises(IntegrityError, match=constraint):
            make_offer(make_screening(), **fields)

    @pytest.mark.parametrize("territories", [["DE"], ["US-CA", "CN"], ["GB-ENG"]])
    def test_territories(self, territories: list[str]) -> None:
        offer = make_offer(make_screening(), territory_rule="deny", territories=territories)
        offer.full_clean()

    @pytest.mark.parametrize(
        "window",
        [
            "empty",
            "[2026-11-20, 2026-11-27]",
            "(2026-11-20, 2026-11-27)",
            "[2026-11-20,)",
            "(,2026-11-27)",
        ],
    )
    def test_a_window_is_half_open_and_has_two_ends(self, window: str) -> None:
        offer = make_offer(make_screening())
        with pytest.raises(IntegrityError, match="offer_window_half_open"):
            Offer.objects.filter(pk=offer.pk).update(
                window=models.expressions.RawSQL("%s::tstzrange", [window])
            )


class TestWords:
    @pytest.mark.parametrize("language", ["zh-hans", "ZH-Hans", "zh_Hans", "English", ""])
    def test_a_language_is_written_in_one_way(self, language: str) -> None:
        with pytest.raises(IntegrityError, match="edition_text_language"):
            EditionText.objects.create(edition=make_edition(), language=language, title="x")

    @pytest.mark.parametrize("language", ["zh-Hans", "yue-Hant-HK", "en", "es-419", "de-1996"])
    def test_any_language_may_be_used(self, language: str) -> None:
        EditionText.objects.create(edition=make_edition(), language=language, title="x")

    def test_once_a_language(self) -> None:
        with pytest.raises(IntegrityError, match="film_text_once_a_language"):
            FilmText.objects.create(film=make_film(), language="en", title="Again")


class TestTicket:
    def test_one_unrevoked_ticket_an_offer_and_holder(self) -> None:
        offer, user = make_offer(make_screening()), make_user()
        make_ticket(offer, user, revoked_at=real_now())
        make_ticket(offer, user)
        with pytest.raises(IntegrityError, match="ticket_once_an_offer_and_holder"):
            make_ticket(offer, user)

    def test_erasing_the_holder_keeps_the_seat(self) -> None:
        user = make_user()
        ticket = make_ticket(make_offer(make_screening()), user)
        user.delete()
        ticket.refresh_from_db()
        assert ticket.holder is None

    def test_an_offer_with_tickets_stays(self) -> None:
        ticket = make_ticket(make_offer(make_screening()), None)
        with pytest.raises(models.ProtectedError):
            ticket.offer.delete()


def test_a_position_is_held_once() -> None:
    screening = make_screening()
    with pytest.raises(IntegrityError, match="item_position_once_a_screening"):
        add_item(screening, make_version(), position=0)


def test_a_programme_of_another_edition_is_refused() -> None:
    programme = Programme.objects.create(edition=make_edition(), slug="shorts")
    with pytest.raises(ValidationError):
        Screening(edition=make_edition(), programme=programme).full_clean()


def test_a_time_zone_is_one() -> None:
    with pytest.raises(ValidationError):
        Edition(slug="x", year=2026, time_zone="Mars/Olympus").full_clean()


def test_films_and_people_are_hidden_until_somebody_decides_otherwise() -> None:
    assert Film(slug="x", year=2026).visibility == Visibility.HIDDEN


@pytest.mark.parametrize("visibility", Visibility)
@pytest.mark.parametrize("reveal_in", [None, -DAY, timedelta(0), DAY])
@pytest.mark.parametrize("conceal_in", [None, -DAY, timedelta(0), DAY])
class TestListsFollowTheRule:
    def test_seen_at_is_may_see(
        self, visibility: str, reveal_in: timedelta | None, conceal_in: timedelta | None
    ) -> None:
        now = real_now()
        reveal_at = None if reveal_in is None else now + reveal_in
        concealed_at = None if conceal_in is None else now + conceal_in
        instants: dict[str, Any] = {"reveal_at": reveal_at, "concealed_at": concealed_at}
        make_film(visibility=visibility, paused_at=concealed_at, **instants)
        seen = access.may_see(visibility=visibility, now=now, **instants)
        assert Film.objects.seen_at(now).exists() is seen

    @pytest.mark.parametrize("published", [True, False])
    def test_playable_at_is_is_playable(
        self,
        visibility: str,
        reveal_in: timedelta | None,
        conceal_in: timedelta | None,
        *,
        published: bool,
    ) -> None:
        now = real_now()
        reveal_at = None if reveal_in is None else now + reveal_in
        paused_at = None if conceal_in is None else now + conceal_in
        film = make_film(visibility=visibility, reveal_at=reveal_at, paused_at=paused_at)
        make_screening(version=make_version(film, published=published))
        item = ScreeningItem.objects.get()
        assert ScreeningItem.objects.playable_at(now).exists() is is_playable(item, now=now)
