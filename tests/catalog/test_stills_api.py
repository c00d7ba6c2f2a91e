"""Stills over the API and a real store: taken in clean, shown as long as they may be seen."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import httpx
import pytest
from django.core.files.storage import storages
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import AuditEntry, User
from catalog import services
from catalog.models import Film, FilmTeam, Still, TeamRole, Visibility
from catalog.pictures import MAX_BYTES
from tests.catalog.history import a_film, a_picture
from tests.catalog.rows import client_of, make_user, real_now
from transcoding.storage import client as store

pytestmark = pytest.mark.django_db
PATH = "/api/v1/films/river/stills/"


@pytest.fixture
def film() -> Film:
    return a_film("river", "River")


@pytest.fixture
def filmmaker(film: Film) -> User:
    user = make_user("filmmaker")
    FilmTeam.objects.create(film=film, user=user, role=TeamRole.DIRECTOR)
    return user


def send(user: User | None, data: bytes, *, kind: str = "image/jpeg") -> Any:
    client: Any = client_of(user)  # the stubs of `generic` know no bytes
    return client.generic("POST", PATH, data, content_type=kind)


def names_in_the_store() -> set[str]:
    listed = store().list_objects_v2(Bucket=storages["default"].bucket_name, Prefix="stills/")  # type: ignore[attr-defined]
    return {item["Key"] for item in listed.get("Contents", [])}


def test_the_team_sends_one_and_staff_show_it(film: Film, filmmaker: User) -> None:
    made = send(filmmaker, a_picture()).json()
    assert (made["visibility"], made["width"], made["height"]) == ("hidden", 640, 360)
    own = f"/api/v1/stills/{made['id']}/"
    words = {"texts": {"en": {"description": "A river", "credit": "© somebody"}}}
    assert client_of(filmmaker).patch(own, words).json()["texts"] == words["texts"]
    shown = {"visibility": "public"}
    assert client_of(filmmaker).patch(own, shown).status_code == 403
    assert client_of().get(own).status_code == 404
    assert client_of().get(PATH).json() == []
    assert len(client_of(filmmaker).get(f"{PATH}?all=true").json()) == 1
    assert client_of(make_user("programmer")).patch(own, shown).status_code == 200
    assert client_of().get(PATH).json()[0]["texts"] == words["texts"]
    models = AuditEntry.objects.values_list("model", "target").distinct()
    assert list(models) == [("catalog.still", made["id"])]


def test_browsers_load_it_at_a_signed_address(film: Film, filmmaker: User) -> None:
    made = send(filmmaker, a_picture()).json()
    for name, size in (("url", (640, 360)), ("small_url", (640, 360))):
        answer = httpx.get(made[name])
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["cache-control"] == "private, max-age=300"
        assert "X-Amz-Expires=3600" in made[name]
        with Image.open(BytesIO(answer.content)) as image:
            assert image.size == size
    bare = made["url"].split("?")[0]
    assert httpx.get(bare).status_code == 403
    assert "river" not in bare


def test_a_large_one_has_a_small_one_beside_it(film: Film, filmmaker: User) -> None:

    large = BytesIO()
    Image.new("RGB", (1920, 1080), (9, 9, 9)).save(large, format="PNG")
    made = send(filmmaker, large.getvalue(), kind="image/png").json()
    assert made["width"] == 1920
    with Image.open(BytesIO(httpx.get(made["small_url"]).content)) as image:
        assert image.size == (640, 360)


def test_the_address_stays_for_minutes_so_that_a_browser_may_keep_it(film: Film) -> None:
    still = services.add_still(
        film=film, data=a_picture(), actor=make_user("admin"), now=real_now()
    )
    start = real_now().replace(minute=0, second=0)
    same = services.address_of(still, now=start + timedelta(minutes=9))
    assert services.address_of(still, now=start) == same


def test_deleting_takes_the_pictures_out_of_the_store(
    film: Film,
    filmmaker: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    before = names_in_the_store()
    made = send(filmmaker, a_picture()).json()
    assert len(names_in_the_store() - before) == 2
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(filmmaker).delete(f"/api/v1/stills/{made['id']}/")
    assert answer.status_code == 204
    assert names_in_the_store() == before
    assert not Still.objects.exists()


def test_a_deleted_film_takes_its_stills_along(
    film: Film,
    filmmaker: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    before = names_in_the_store()
    send(filmmaker, a_picture())
    with django_capture_on_commit_callbacks(execute=True):
        client_of(make_user("admin")).delete("/api/v1/films/river/")
    assert names_in_the_store() == before


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"<svg/>", "image/svg+xml", 400),
        (a_picture(kind="GIF"), "image/jpeg", 400),
        (a_picture()[:500], "image/jpeg", 400),
        (b"", "image/jpeg", 400),
        (bytes(MAX_BYTES + 1), "image/jpeg", 400),
        (a_picture(), "application/json", 415),
    ],
    ids=["svg", "gif", "cut off", "empty", "too large", "no picture type"],
)
def test_refused(film: Film, filmmaker: User, data: bytes, kind: str, status: int) -> None:
    before = names_in_the_store()
    answer = send(filmmaker, data, kind=kind)
    assert answer.status_code == status
    assert not Still.objects.exists()
    assert names_in_the_store() == before


def test_others_may_not_send_any(film: Film, filmmaker: User) -> None:
    for user in (None, make_user(), make_user("filmmaker")):
        assert send(user, a_picture()).status_code == (403 if user else 401)
    Film.objects.update(visibility=Visibility.HIDDEN)
    assert send(make_user("filmmaker"), a_picture()).status_code == 404
    assert send(filmmaker, a_picture()).status_code == 201


def test_a_film_has_sixty_at_most(film: Film, filmmaker: User) -> None:
    Still.objects.bulk_create(
        Still(film=film, image=f"stills/{number}.jpg", width=9, height=9) for number in range(60)
    )
    answer = send(filmmaker, a_picture())
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_stills")


def test_refusals_speak_the_filmmakers_language(film: Film, filmmaker: User) -> None:
    client: Any = client_of(filmmaker)
    answer = client.generic(
        "POST", PATH, b"x", content_type="image/png", headers={"Accept-Language": "zh-CN"}
    )
    assert "JPEG、PNG" in answer.content.decode()
