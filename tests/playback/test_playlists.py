"""A session's playlists: rows of its publication as text that players read."""

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from pytest_django import DjangoAssertNumQueries

from catalog.places import UNKNOWN
from infra.local.hls import MediaPlaylist, Multivariant, read_media, read_multivariant
from tests.catalog.rows import real_now
from tests.playback.rows import Show, make_show
from transcoding import keys
from transcoding.models import Track
from vod.playback import playlists, services
from vod.playback.refusals import UnknownSession

pytestmark = pytest.mark.django_db
NOW = real_now()
BASE = "https://cinema.example.org/"
HOUR = timedelta(hours=1)


def multivariant_text(show: Show) -> str:
    return playlists.multivariant_playlist(show.publication.pk, token="T", item_id="I")


def multivariant(show: Show) -> Multivariant:
    return read_multivariant(multivariant_text(show), base=BASE)


def track(show: Show, label: str) -> Track:
    return show.publication.tracks.get(label=label)


def media_text(show: Show, label: str, *, now: datetime = NOW) -> str:
    return media_of(show, track(show, label).public_id, now=now)


def media_of(show: Show, track_id: str, *, now: datetime = NOW) -> str:
    show.offer.refresh_from_db()
    return playlists.media_playlist(
        [show.publication.pk],
        token="T",
        session_id="S",
        track_id=track_id,
        granted_until=show.offer.window.upper,
        now=now,
    )


def media(show: Show, label: str, *, now: datetime = NOW) -> MediaPlaylist:
    return read_media(media_text(show, label, now=now), base=BASE)


class TestMultivariant:
    def test_lists_every_track_of_the_publication_under_the_token(self) -> None:
        show = make_show()
        listed = multivariant(show)
        assert [urlsplit(variant.url).path for variant in listed.variants] == [
            f"/play/T/{track(show, label).public_id}.m3u8" for label in ("h264-234", "h264-360")
        ]
        assert [
            (language, urlsplit(url).path.split("/")[-1]) for language, url in listed.sounds
        ] == [("und", f"{track(show, label).public_id}.m3u8") for label in ("stereo", "low")]
        assert [language for language, _ in listed.subtitles] == ["zh-Hans"]

    def test_i_frames_have_an_entry_of_their_own_and_a_storyboard_has_none(self) -> None:
        show = make_show()
        text = multivariant_text(show)
        [line] = [line for line in text.splitlines() if line.startswith("#EXT-X-I-FRAME-STREAM")]
        assert f'URI="/play/T/{track(show, "h264-360-stills").public_id}.m3u8"' in line
        assert track(show, "storyboard").public_id not in text

    def test_plays_the_revision_that_the_session_began_with(self) -> None:
        show, newer = make_show(), make_show()
        begun = show.begin(now=NOW)
        version = show.item.version
        version.publication = newer.publication
        version.save()
        showing = services.showing(token=begun.token, place=UNKNOWN, now=NOW)
        text = playlists.multivariant_playlist(
            showing.publication(None), token=begun.token, item_id=show.item.public_id
        )
        assert track(show, "stereo").public_id in text
        assert track(newer, "stereo").public_id not in text


class TestMedia:
    def test_segments_in_their_order_with_their_length(self) -> None:
        show = make_show(segments=5)
        listed = media(show, "h264-360")
        own = track(show, "h264-360").public_id
        assert [urlsplit(segment.url).path for segment in listed.segments] == [
            f"/{settings.BUCKET_RENDITIONS}/{own}/{n}.m4s" for n in range(5)
        ]
        assert [segment.seconds for segment in listed.segments] == [6, 6, 6, 6, 3]
        assert urlsplit(listed.init_url).path == f"/{settings.BUCKET_RENDITIONS}/init.mp4"

    def test_a_key_for_each_period_shared_by_the_tracks(self) -> None:
        show = make_show(segments=5, per_period=2)
        expected = [f"{BASE}play/T/key/{show.secret_id}/{period}" for period in range(3)]
        for label in ("h264-234", "h264-360", "stereo"):
            assert media(show, label).key_urls == expected

    def test_an_iv_of_its_own_for_each_track_and_period(self) -> None:
        show = make_show(segments=5, per_period=2)
        for label in ("h264-234", "h264-360", "stereo"):
            assert [segment.iv for segment in media(show, label).segments] == [
                keys.period_iv(show.secret, track=label, period=period)
                for period in (0, 0, 1, 1, 2)
            ]

    def test_i_frames_have_one_key_and_one_iv(self) -> None:
        show = make_show(segments=5, per_period=2)
        text = media_text(show, "h264-360-stills")
        assert "#EXT-X-I-FRAMES-ONLY" in text
        assert "#EXT-X-I-FRAMES-ONLY" not in media_text(show, "h264-360")
        listed = media(show, "h264-360-stills")
        assert listed.key_urls == [f"{BASE}play/T/key/{show.secret_id}/stills"]
        iv = keys.stills_iv(show.secret, track="h264-360-stills")
        assert {segment.iv for segment in listed.segments} == {iv}

    def test_a_storyboard_is_no_playlist(self) -> None:
        show = make_show()
        with pytest.raises(UnknownSession):
            media_text(show, "storyboard")

    def test_a_subtitle_is_clear(self) -> None:
        show = make_show()
        assert "#EXT-X-KEY" not in media_text(show, "subtitles-zh-Hans")
        listed = media(show, "subtitles-zh-Hans")
        assert listed.init_url == ""
        assert len(listed.segments) == 5

    def test_neither_secret_nor_key_stands_in_it(self) -> None:
        show = make_show()
        text = media_text(show, "h264-360")
        for period in range(3):
            assert keys.period_key(show.secret, period=period).hex() not in text
        assert show.secret.hex() not in text

    def test_a_track_of_another_film_is_not_there(self) -> None:
        show, other = make_show(), make_show()
        for track_id in (track(other, "stereo").public_id, "invented"):
            with pytest.raises(UnknownSession):
                media_of(show, track_id)

    @pytest.mark.parametrize(
        ("grant", "life"),
        [
            (HOUR, 2 * HOUR),
            (22 * HOUR, 23 * HOUR),
            (23 * HOUR, 24 * HOUR),
            (48 * HOUR, 24 * HOUR),
        ],
    )
    def test_addresses_live_an_hour_longer_than_the_grant_and_a_day_at_most(
        self, grant: timedelta, life: timedelta
    ) -> None:
        show = make_show()
        show.close(at=NOW + grant)
        listed = media(show, "h264-360")
        for url in (listed.init_url, *(segment.url for segment in listed.segments)):
            query = parse_qs(urlsplit(url).query)
            assert query["X-Amz-Expires"] == [str(int(life.total_seconds()))]
            assert query["X-Amz-Date"] == [f"{NOW:%Y%m%dT%H%M%SZ}"]

    def test_as_many_queries_for_a_long_film_as_for_a_short_one(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for segments in (5, 1200):
            show = make_show(segments=segments)
            stereo, until = track(show, "stereo").public_id, show.offer.window.upper
            for expected in (3, 0):  # a track never changes: it is looked up once
                with django_assert_num_queries(expected):
                    playlists.media_playlist(
                        [show.publication.pk],
                        token="T",
                        session_id="S",
                        track_id=stereo,
                        granted_until=until,
                        now=NOW,
                    )


class TestStoryboard:
    def text(self, show: Show) -> str:
        return playlists.storyboard_text(
            show.publication.pk,
            session_id="S",
            granted_until=show.offer.window.upper,
            now=NOW,
        )

    def test_its_sheets_are_at_presigned_addresses(self) -> None:
        show = make_show(segments=2)
        own = track(show, "storyboard").public_id
        shown = [line for line in self.text(show).splitlines() if "#xywh=" in line]
        assert len(shown) == 9
        assert [urlsplit(line).path for line in shown[5:7]] == [
            f"/{settings.BUCKET_RENDITIONS}/{own}/{sheet}.m4s" for sheet in (0, 1)
        ]
        assert [urlsplit(line).fragment for line in shown[2:5]] == [
            "xywh=320,0,160,90",
            "xywh=0,90,160,90",
            "xywh=160,90,160,90",
        ]
        assert all(parse_qs(urlsplit(line).query)["X-Amz-Signature"] for line in shown)

    def test_a_film_without_one(self) -> None:
        show = make_show()
        show.publication.tracks.remove(track(show, "storyboard"))
        with pytest.raises(UnknownSession):
            self.text(show)
