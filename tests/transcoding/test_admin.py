"""Masters and work in the admin site: to look at, never to edit."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User, UserRole
from tests.transcoding.films import make_film
from tests.transcoding.rows import make_step, real_now
from tests.transcoding.visitors import hand_in
from tests.transcoding.workshop import drain
from transcoding.models import JobStep, Master, Publication, Track
from transcoding.states import StepKind, StepState

pytestmark = pytest.mark.django_db
MODELS = sorted(
    (model for model in admin.site._registry if model._meta.app_label == "transcoding"),
    key=lambda model: model.__name__,
)
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)


@pytest.fixture
def client() -> Client:
    user = User.objects.create_user("root@example.org", is_superuser=True)
    UserRole.objects.create(user=user, role="admin")
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def rows() -> None:
    make_rows()


def make_rows() -> None:
    """One of each."""
    job = make_step(error="store: reset").job
    Publication.objects.create(master=job.master, revision=1, created_at=real_now())
    Track.objects.create(
        master=job.master, kind="video", label="h264-234", codecs="avc1.64000D",
        peak_bandwidth=1, average_bandwidth=1, timescale=24000, secret=job.secret,
    )  # fmt: skip


def page(model: type[Model], name: str, *args: Any) -> str:
    return reverse(f"admin:transcoding_{model.__name__.lower()}_{name}", args=args)


def test_what_is_shown() -> None:
    shown = [model.__name__ for model in MODELS]
    assert shown == ["Job", "JobStep", "Master", "Publication", "Track"]


@each_model
def test_the_list_opens(client: Client, model: type[Model]) -> None:
    (row,) = model._default_manager.all()
    answer = client.get(page(model, "changelist"))
    assert answer.status_code == 200
    assert page(model, "change", row.pk).encode() in answer.content


@each_model
def test_a_row_is_shown_and_not_changed(client: Client, model: type[Model]) -> None:
    (row,) = model._default_manager.all()
    url = page(model, "change", row.pk)
    answer = client.get(url)
    assert answer.status_code == 200
    assert b'name="_save"' not in answer.content
    assert client.post(url, {"error": "none", "label": "none"}).status_code == 403


@each_model
def test_nothing_is_added_or_deleted(client: Client, model: type[Model]) -> None:
    (row,) = model._default_manager.all()
    assert client.get(page(model, "add")).status_code == 403
    assert client.post(page(model, "add"), {}).status_code == 403
    assert client.post(page(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert model._default_manager.filter(pk=row.pk).exists()


@each_model
def test_a_longer_list_asks_no_more(client: Client, model: type[Model]) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(page(model, "changelist"))
        return len(asked)

    queries()  # content types are looked up once a process
    short = queries()
    for _ in range(5):
        make_rows()
    assert queries() == short


def test_of_a_film_every_step_is_there_with_its_log(client: Client, tmp_path: Path) -> None:
    master = hand_in(make_film(tmp_path / "film.mov", frames=48, sound=2))
    drain()
    steps = f"{page(JobStep, 'changelist')}?q={master.public_id}"
    assert f'href="{steps}"' in client.get(page(Master, "changelist")).content.decode()
    listed = client.get(steps).context["cl"].result_list
    assert {step.kind for step in listed} == set(StepKind) - {StepKind.SUBTITLE}
    for step in listed.filter(state=StepState.DONE):
        shown = client.get(page(JobStep, "change", step.pk)).content.decode()
        assert "attempt 1: done in" in shown


def test_no_secret_is_shown(client: Client) -> None:
    track = Track.objects.get()
    assert track.secret is not None
    sealed = bytes(track.secret.sealed)
    assert sealed not in client.get(page(Track, "change", track.pk)).content
