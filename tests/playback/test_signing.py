"""Presigned addresses: what boto3 would give, and what the store makes of them."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.conf import settings
from hypothesis import example, given
from hypothesis import strategies as st

from tests.catalog.rows import real_now
from transcoding import storage
from vod.playback.signing import LONGEST_SECONDS, Bucket, sign_urls

BUCKET = Bucket(
    endpoint=settings.S3_PUBLIC_ENDPOINT,
    name=settings.BUCKET_RENDITIONS,
    region=settings.S3_REGION,
    access_key=settings.S3_ACCESS_KEY,
    secret_key=settings.S3_SECRET_KEY,
)
NOW = datetime(2026, 11, 28, 19, tzinfo=UTC)
UNUSUAL = "ünusual/电影 (1)+a=b&c~d'*!@:;,$?#%25.m4s"


def query(url: str) -> dict[str, str]:
    return {name: value for name, [value] in parse_qs(urlsplit(url).query).items()}


def signed(key: str, *, now: datetime = NOW, seconds: int = 60) -> str:
    [url] = sign_urls([key], bucket=BUCKET, now=now, seconds=seconds)
    return url


@given(
    key=st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    seconds=st.integers(1, LONGEST_SECONDS),
)
@example(key=UNUSUAL, seconds=60)
@example(key="job/1/2/abc_-.m4s", seconds=3600)
@example(key="a//b/../c/./d", seconds=1)
def test_an_address_is_what_boto3_gives_at_the_same_instant(key: str, seconds: int) -> None:
    """boto3 reads the clock; its instant stands in its address, and ours is signed for that."""
    theirs = storage.client(public=True).generate_presigned_url(
        "get_object", Params={"Bucket": BUCKET.name, "Key": key}, ExpiresIn=seconds
    )
    now = datetime.strptime(query(theirs)["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert signed(key, now=now, seconds=seconds) == theirs


def test_as_many_addresses_as_keys_in_their_order() -> None:
    keys = [f"segment-{number}" for number in range(5)]
    urls = sign_urls(keys, bucket=BUCKET, now=NOW, seconds=60)
    assert urls == [signed(key) for key in keys]
    assert [urlsplit(url).path for url in urls] == [f"/{BUCKET.name}/{key}" for key in keys]


@pytest.mark.parametrize(
    ("asked", "given_"),
    [(0, 1), (-5, 1), (60, 60), (LONGEST_SECONDS, 604_800), (LONGEST_SECONDS + 1, 604_800)],
)
def test_lifetimes_are_kept_within_what_the_store_accepts(asked: int, given_: int) -> None:
    assert query(signed("key", seconds=asked))["X-Amz-Expires"] == str(given_)


def test_an_endpoint_below_a_path() -> None:
    below = Bucket(**vars(BUCKET) | {"endpoint": "https://store.example.org/s3/"})
    [url] = sign_urls(["a/b"], bucket=below, now=NOW, seconds=60)
    assert url.startswith(f"https://store.example.org/s3/{BUCKET.name}/a/b?")


@pytest.fixture(scope="module")
def stored() -> None:
    for key in (UNUSUAL, "other"):
        storage.put_rendition(key, key.encode(), content_type="video/mp4")


@pytest.mark.usefixtures("stored")
class TestStore:
    """SeaweedFS, asked for real."""

    def test_gives_the_object_to_whoever_has_the_address(self) -> None:
        answer = httpx.get(signed(UNUSUAL, now=real_now()))
        assert (answer.status_code, answer.text) == (200, UNUSUAL)

    def test_gives_a_range_of_it(self) -> None:
        answer = httpx.get(signed("other", now=real_now()), headers={"Range": "bytes=1-2"})
        assert (answer.status_code, answer.text) == (206, "th")

    def test_refuses_an_address_without_its_query(self) -> None:
        url = urlsplit(signed("other", now=real_now()))
        assert httpx.get(url._replace(query="").geturl()).status_code == 403

    def test_refuses_the_signature_of_another_object(self) -> None:
        url = signed(UNUSUAL, now=real_now())
        moved = urlsplit(url)._replace(path=urlsplit(signed("other")).path)
        assert httpx.get(moved.geturl()).status_code == 403

    def test_refuses_a_longer_life_than_was_signed(self) -> None:
        url = signed("other", now=real_now(), seconds=60)
        assert httpx.get(url).status_code == 200
        longer = url.replace("X-Amz-Expires=60", "X-Amz-Expires=61")
        assert httpx.get(longer).status_code == 403

    def test_ignores_whom_an_address_is_for_but_not_that_it_is_changed(self) -> None:
        [url] = sign_urls(["other"], bucket=BUCKET, now=real_now(), seconds=60, viewer="me_-1")
        assert httpx.get(url).text == "other"
        assert httpx.get(url.replace("v=me_-1", "v=me_-2")).status_code == 403

    def test_refuses_an_address_that_has_run_out(self) -> None:
        url = signed("other", now=real_now() - timedelta(hours=1), seconds=3599)
        assert httpx.get(url).status_code == 403

    def test_refuses_another_method(self) -> None:
        url = signed("other", now=real_now())
        assert httpx.put(url, content=b"mine now").status_code == 403
        assert httpx.get(url).text == "other"
