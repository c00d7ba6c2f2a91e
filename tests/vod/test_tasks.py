"""What beat has done hourly, over all apps."""

from datetime import timedelta

import pytest

from accounts.models import User
from catalog.models import ScreeningItem
from tests.catalog.rows import make_offer, make_screening, make_user, make_version, real_now
from transcoding import collection
from transcoding.models import Master, Publication
from vod import tasks
from vod.playback.models import PlaybackSession, SessionItem

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def replaced() -> Publication:
    """A publication that a newer one replaced two days ago; no version points to it."""
    version = make_version()
    old = version.publication
    assert old is not None
    new = Publication.objects.create(
        master=old.master, revision=old.revision + 1, created_at=real_now() - timedelta(days=2)
    )
    version.publication = new
    version.save()
    return old


def session_of(publication: Publication, user: User, *, lease: timedelta) -> PlaybackSession:
    screening = make_screening()
    now = real_now()
    session = PlaybackSession.objects.create(
        token_hash="x",
        user=user,
        screening=screening,
        started_at=now - timedelta(hours=30),
        seated_at=now,
        metered_until=now,
        watch_after_seconds=180,
        granted_until=now + timedelta(hours=2),
        lease_until=now + lease,
    )
    item = ScreeningItem.objects.get(screening=screening)
    SessionItem.objects.create(session=session, item=item, publication=publication, position=0)
    return session


def test_a_publication_that_a_session_plays_stays_until_the_session_is_forgotten(
    replaced: Publication,
) -> None:
    session = session_of(replaced, make_user(), lease=timedelta(minutes=1))
    tasks.collect()
    assert Publication.objects.filter(pk=replaced.pk).exists()
    assert PlaybackSession.objects.filter(pk=session.pk).exists()
    PlaybackSession.objects.update(lease_until=real_now() - timedelta(hours=25))
    tasks.collect()
    assert not PlaybackSession.objects.exists()
    assert not Publication.objects.filter(pk=replaced.pk).exists()


def test_a_session_is_kept_as_long_as_its_addresses(replaced: Publication) -> None:
    session_of(replaced, make_user(), lease=-timedelta(hours=23))
    tasks.collect()
    assert PlaybackSession.objects.exists()


def test_nobody_plays_it(replaced: Publication) -> None:
    assert collection.collect(now=real_now()) == 1
    assert not Publication.objects.filter(pk=replaced.pk).exists()


def test_days_go_by() -> None:
    version = make_version()
    now = real_now()
    make_offer(
        make_screening(version=version),
        opens=now + timedelta(days=4, minutes=1),
        closes=now + timedelta(days=9),
    )
    tasks.set_priorities()
    assert version.master is not None
    assert Master.objects.get(pk=version.master.pk).priority == 4
