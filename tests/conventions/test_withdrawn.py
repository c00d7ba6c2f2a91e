"""What is hidden is in no answer of the API either, unless its team or staff ask."""

import pytest
from django.test import Client

from catalog.models import Channel, Film, FilmText, Level
from catalog.services.withdrawal import withdraw
from tests.catalog.rows import real_now
from tests.conventions.test_growth import READING
from tests.conventions.test_permissions import PREFIX, QUERIES
from tests.conventions.world import World

pytestmark = pytest.mark.django_db
OTHERS = ("anonymous", "viewer", "holder", "member", "foreign", "asleep", "shop")
PAGES = ("/tickets/", "/bookings/", "/account/profile/", "/studio/")


def telling(world: World, words: tuple[str, ...]) -> set[tuple[str, str]]:
    """Who finds one of `words`, and where."""
    found = set()
    for role in OTHERS:
        client = Client(headers=world.headers[role])
        if role in world.people:
            client.force_login(world.people[role])
        for name in READING:
            path = name.removeprefix("GET ") + QUERIES.get(name, "")
            address = f"/{PREFIX}{world.address(path)}"
            for asked in (address, *(PAGES if name == READING[0] else ())):
                body = client.get(asked).content.decode().replace(asked, "")
                if any(word in body for word in words):
                    found.add((role, asked))
    return found


def test_a_hidden_film_is_told_to_none_of_the_others(world: World) -> None:
    film = Film.objects.get(slug=world.nouns["films"])
    FilmText.objects.filter(film=film).update(title="CanaryTitle 金丝雀之歌")
    words = ("CanaryTitle", "金丝雀之歌", film.slug)
    before = telling(world, words)
    assert {role for role, _ in before} == set(OTHERS)
    assert any("tickets" in where for _, where in before)
    withdraw(film=film, level=Level.HIDE, channel=Channel.FILMMAKER, now=real_now())
    assert telling(world, words) == set()
