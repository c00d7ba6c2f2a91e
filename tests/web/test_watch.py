"""The watch page, short of the player itself (tests/browser)."""

from datetime import datetime, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django.test.utils import override_settings

from accounts.models import User
from catalog.models import Ticket
from tests.catalog.rows import make_grant
from tests.web.programme import Shown, show


def page_of(client: Client, shown: Shown) -> str:
    return client.get(f"/watch/{shown.screening.public_id}/").content.decode()


def test_a_stranger_is_asked_to_log_in(client: Client, shown: Shown) -> None:
    page = page_of(client, shown)
    assert f"/accounts/login/?next=/watch/{shown.screening.public_id}/" in page
    assert "<video" not in page


def test_an_unconfirmed_viewer_is_sent_her_mail_again(client: Client, shown: Shown) -> None:
    user = User.objects.create_user("new@example.org", "correct horse battery")
    client.force_login(user)
    assert 'href="/accounts/email/"' in page_of(client, shown)


def test_a_free_ticket_is_one_button(seated: Client, viewer: User, shown: Shown) -> None:
    assert "Take a free ticket" in page_of(seated, shown)
    path = f"/watch/{shown.screening.public_id}/"
    response = seated.post(f"{path}ticket/")
    assert response["Location"] == path
    assert Ticket.objects.get().holder == viewer
    page = page_of(seated, shown)
    assert "The ticket is yours." in page
    assert "You can watch it until" in page
    assert "<video" in page


def test_no_ticket_without_logging_in(client: Client, shown: Shown) -> None:
    response = client.post(f"/watch/{shown.screening.public_id}/ticket/")
    assert response["Location"].startswith("/accounts/login/")
    assert not Ticket.objects.exists()


def test_a_ticket_comes_by_post_only(seated: Client, shown: Shown) -> None:
    assert seated.get(f"/watch/{shown.screening.public_id}/ticket/").status_code == 302
    assert not Ticket.objects.exists()


def test_there_is_no_button_where_there_is_no_free_ticket(seated: Client, shown: Shown) -> None:
    shown.offer.free_tickets = False
    shown.offer.save()
    assert "Take a free ticket" not in page_of(seated, shown)
    assert seated.post(f"/watch/{shown.screening.public_id}/ticket/").status_code == 404


def test_every_reason_is_told(seated: Client, db: None, now: datetime) -> None:
    shown = show(now=now, opens_in=timedelta(days=2))
    page = page_of(seated, shown)
    assert "Take a free ticket" in page
    assert "This screening opens on" in page


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_player_is_given_its_words(
    seated: Client, viewer: User, shown: Shown, now: datetime, language: str
) -> None:
    """In the language of the page; no script has words of its own."""
    Ticket.objects.create(offer=shown.offer, holder=viewer, origin="staff", issued_at=now)
    seated.cookies["django_language"] = language
    player = seated.get(f"/watch/{shown.screening.public_id}/").context["player"]
    assert player["playback_url"] == f"/api/v1/screenings/{shown.screening.public_id}/playback/"
    assert all(player["words"].values())
    chinese = ["一" <= words[0] <= "鿿" for words in player["words"].values()]
    assert all(chinese) if language == "zh-hans" else not any(chinese)


@override_settings(MARK_OPACITY=0.4, MARK_SIZE=6.0, MARK_SECONDS=5)
def test_the_player_knows_the_films_and_how_a_mark_looks(
    seated: Client, viewer: User, shown: Shown, now: datetime
) -> None:
    Ticket.objects.create(offer=shown.offer, holder=viewer, origin="staff", issued_at=now)
    item = shown.screening.items.get().public_id
    address = f"/watch/{shown.screening.public_id}/"
    response = seated.get(address)
    player = response.context["player"]
    assert [each["id"] for each in player["items"]] == [item]
    assert all(each["title"] for each in player["items"])
    assert player["mark"] == {"opacity": 0.4, "size": 6.0, "seconds": 5}
    assert player["item"] == ""
    assert seated.get(f"{address}?item={item}").context["player"]["item"] == item


def test_the_watch_period_is_told_before_it_begins(
    seated: Client, viewer: User, shown: Shown, now: datetime
) -> None:
    """And no more once it runs, when the page says until when."""
    words = "Your 48 hours to watch begin after about three minutes of film."
    shown.offer.watch = timedelta(hours=48)
    shown.offer.save()
    ticket = Ticket.objects.create(offer=shown.offer, holder=viewer, origin="staff", issued_at=now)
    assert words in page_of(seated, shown)
    ticket.started_at = now
    ticket.save()
    assert words not in page_of(seated, shown)


def test_what_will_cut_the_film_short_is_told_before_it_begins(
    seated: Client, viewer: User, shown: Shown, now: datetime
) -> None:
    Ticket.objects.create(offer=shown.offer, holder=viewer, origin="staff", issued_at=now)
    shown.film.runtime_seconds = 3600
    shown.film.save()
    assert 'role="note"' not in page_of(seated, shown)
    end = now + timedelta(minutes=30)
    grant = shown.film.rights.get()
    make_grant(shown.film, supersedes=grant, dates=DateTimeTZRange(None, end))
    page = page_of(seated, shown)
    assert 'role="note"' in page
    assert "The rights to the film end on" in page
