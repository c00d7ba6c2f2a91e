"""The back end that the settings name, and what is wrong with what they say."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from vod.playback.delivery.cloudfront import CloudFront, UnusableKey, load_key
from vod.playback.delivery.edge import SHORTEST_SECRET, EdgeToken
from vod.playback.delivery.presigned import PresignedS3
from vod.playback.delivery.protocol import LONGEST, Delivery
from vod.playback.signing import Bucket

S3, EDGE, CLOUDFRONT = "s3", "edge", "cloudfront"
SHORTEST_LIFE = 60
TEMPORARY = "ASIA"  # access key ids that AWS's Security Token Service gives out


def chosen() -> Delivery:
    """The back end that `VOD_DELIVERY` names."""
    if settings.DELIVERY == EDGE:
        return EdgeToken(url=settings.EDGE_URL, secret=settings.EDGE_SECRETS[0])
    if settings.DELIVERY == CLOUDFRONT:
        return CloudFront(
            url=settings.CLOUDFRONT_URL,
            key_id=settings.CLOUDFRONT_KEY_ID,
            private_key=settings.CLOUDFRONT_PRIVATE_KEY,
        )
    return PresignedS3(
        Bucket(
            endpoint=settings.S3_PUBLIC_ENDPOINT,
            name=settings.BUCKET_RENDITIONS,
            region=settings.S3_REGION,
            access_key=settings.S3_ACCESS_KEY,
            secret_key=settings.S3_SECRET_KEY,
        )
    )


def origin() -> str:
    """Scheme, host and port that segments come from: pages have to allow it."""
    urls = {EDGE: settings.EDGE_URL, CLOUDFRONT: settings.CLOUDFRONT_URL}
    parts = urlsplit(urls.get(settings.DELIVERY, settings.S3_PUBLIC_ENDPOINT))
    return f"{parts.scheme}://{parts.netloc}"


def mistakes() -> Iterator[str]:
    """What of the settings can't work, in sentences for an operator."""
    if not SHORTEST_LIFE <= settings.ADDRESS_SECONDS <= LONGEST.total_seconds():
        yield f"VOD_ADDRESS_SECONDS is {settings.ADDRESS_SECONDS}: from a minute to a day (86400)."
    if settings.DELIVERY == S3:
        if settings.S3_ACCESS_KEY.startswith(TEMPORARY):
            yield (
                "VOD_S3_ACCESS_KEY is a temporary one: addresses that it signs end with it, in the"
                " middle of a film. Give a lasting key of a user that may read the renditions,"
                " or VOD_DELIVERY=edge or cloudfront."
            )
    elif settings.DELIVERY == EDGE:
        yield from _of_url("VOD_EDGE_URL", settings.EDGE_URL)
        yield from _of_secrets(settings.EDGE_SECRETS)
    elif settings.DELIVERY == CLOUDFRONT:
        yield from _of_url("VOD_CLOUDFRONT_URL", settings.CLOUDFRONT_URL)
        if not settings.CLOUDFRONT_KEY_ID:
            yield "VOD_CLOUDFRONT_KEY_ID is empty: it is the id of the public key at CloudFront."
        try:
            load_key(settings.CLOUDFRONT_PRIVATE_KEY)
        except UnusableKey as error:
            yield f"VOD_CLOUDFRONT_PRIVATE_KEY: {error}."
    else:
        yield f"VOD_DELIVERY is {settings.DELIVERY!r}; it is 's3', 'edge' or 'cloudfront'."


def _of_url(name: str, url: str) -> Iterator[str]:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        yield f"{name} is {url!r}: it is an address, as https://films.cinema.example."
    elif url.endswith("/"):
        yield f"{name} ends in a slash: leave it out."
    elif parts.scheme == "http" and settings.PUBLIC_URLS[0].startswith("https://"):
        yield f"{name} is http, and the pages are https: browsers would load no film."


def _of_secrets(secrets: list[str]) -> Iterator[str]:
    for number, secret in enumerate(secrets or [""], start=1):
        if len(secret) < SHORTEST_SECRET or not secret.isalnum() or not secret.isascii():
            yield (
                f"VOD_EDGE_SECRET, number {number}: a secret is {SHORTEST_SECRET} letters and"
                " digits or more (openssl rand -hex 32). The first signs, all are accepted."
            )
