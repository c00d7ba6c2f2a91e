"""What the staff saw of a film, for its team to read."""

import pytest
from django.test import Client

from accounts import audit
from accounts.models import AuditSubject, User
from catalog.models import Audience, FilmTeam, TeamRole
from catalog.places import UNKNOWN
from tests.catalog.rows import add_item, client_of, make_ticket, make_user, make_version
from tests.playback.rows import Show, make_show
from tests.playback.services.acts import NOW
from vod.playback import services
from vod.playback.models import StaffView

pytestmark = pytest.mark.django_db


def seen_by(user: User, *, audience: Audience = Audience.STAFF) -> Show:
    show = make_show(audience=audience)
    make_ticket(show.offer, user)
    show.begin(user=user, now=NOW)
    return show


@pytest.mark.parametrize("role", ["programmer", "admin"])
def test_the_team_reads_which_of_the_staff_began_to_watch(role: str) -> None:
    staff, member = make_user(role), make_user("filmmaker")
    show = seen_by(staff)
    FilmTeam.objects.create(film=show.film, user=member, role=TeamRole.DIRECTOR)
    [view] = client_of(member).get(f"/api/v1/films/{show.film.slug}/staff-views/").json()
    audit_id = audit.subject_of(staff).audit_id
    assert (view["role"], view["viewer"]) == (role, audit_id)
    page = Client()
    page.force_login(member)
    text = page.get(f"/studio/films/{show.film.slug}/seen/").content.decode()
    assert audit_id[:6] in text
    assert staff.public_id not in text


def test_every_film_of_a_block_is_written_down_once() -> None:
    show, staff = make_show(audience=Audience.STAFF), make_user("programmer")
    film = show.film
    add_item(show.screening, make_version(film), position=1)
    other = add_item(show.screening, make_version(), position=2)
    make_ticket(show.offer, staff)
    services.begin(
        screening_id=show.screening.public_id, item_id=None, user=staff, place=UNKNOWN, now=NOW
    )
    films = StaffView.objects.values_list("film", flat=True)
    assert sorted(films) == sorted([film.pk, other.version.film_id])


def test_a_viewer_to_whom_the_desk_gave_such_terms_is_a_viewer() -> None:
    seen_by(make_user())
    assert not StaffView.objects.exists()


def test_staff_who_watch_as_the_public_does_are_the_public() -> None:
    seen_by(make_user("admin"), audience=Audience.PUBLIC)
    assert not StaffView.objects.exists()


def test_who_it_was_goes_with_the_account() -> None:
    staff = make_user("programmer")
    seen_by(staff)
    staff.delete()
    viewer = StaffView.objects.get().viewer
    assert not AuditSubject.objects.filter(audit_id=viewer).exists()
