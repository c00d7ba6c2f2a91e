"""Half a configuration is refused before anything starts, in words for an operator."""

from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from tests.playback.delivery.test_addresses import KEY, pem
from vod.playback import delivery

EDGE = {"DELIVERY": "edge", "EDGE_URL": "https://films.example.org", "EDGE_SECRETS": ["a" * 32]}
CLOUDFRONT = {
    "DELIVERY": "cloudfront",
    "CLOUDFRONT_URL": "https://d1.cloudfront.net",
    "CLOUDFRONT_KEY_ID": "K1",
    "CLOUDFRONT_PRIVATE_KEY": pem(KEY),
}


def errors() -> list[str]:
    return [str(error.msg) for error in run_checks() if error.id == "playback.E001"]


def set_all(settings: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(settings, name, value)


@pytest.mark.parametrize("whole", [{"DELIVERY": "s3"}, EDGE, CLOUDFRONT])
def test_a_whole_one_is_taken(settings: Any, whole: dict[str, Any]) -> None:
    set_all(settings, whole)
    assert errors() == []


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"DELIVERY": "ftp"}, "VOD_DELIVERY"),
        ({"DELIVERY": "s3", "S3_ACCESS_KEY": "ASIAEXAMPLE"}, "temporary"),
        (EDGE | {"ADDRESS_SECONDS": 59}, "VOD_ADDRESS_SECONDS"),
        (EDGE | {"ADDRESS_SECONDS": 86_401}, "VOD_ADDRESS_SECONDS"),
        (EDGE | {"EDGE_URL": ""}, "VOD_EDGE_URL"),
        (EDGE | {"EDGE_URL": "https://films.example.org/"}, "slash"),
        (EDGE | {"EDGE_URL": "films.example.org"}, "VOD_EDGE_URL"),
        (EDGE | {"EDGE_SECRETS": []}, "VOD_EDGE_SECRET"),
        (EDGE | {"EDGE_SECRETS": ["a" * 32, "short"]}, "number 2"),
        (EDGE | {"EDGE_SECRETS": ["change-me" * 5]}, "VOD_EDGE_SECRET"),
        (CLOUDFRONT | {"CLOUDFRONT_URL": ""}, "VOD_CLOUDFRONT_URL"),
        (CLOUDFRONT | {"CLOUDFRONT_KEY_ID": ""}, "VOD_CLOUDFRONT_KEY_ID"),
        (CLOUDFRONT | {"CLOUDFRONT_PRIVATE_KEY": ""}, "VOD_CLOUDFRONT_PRIVATE_KEY"),
    ],
)
def test_what_is_missing_is_named(settings: Any, values: dict[str, Any], named: str) -> None:
    set_all(settings, values)
    [error] = errors()
    assert named in error


def test_films_over_http_on_pages_over_https(settings: Any) -> None:
    set_all(settings, EDGE | {"EDGE_URL": "http://films.example.org"})
    settings.PUBLIC_URLS = ["https://cinema.example.org"]
    assert "browsers would load no film" in errors()[0]


def test_the_container_that_prepares_the_store_refuses(settings: Any) -> None:
    """`web` waits for it in docker-compose.yml."""
    settings.DELIVERY = "ftp"
    with pytest.raises(SystemCheckError, match="VOD_DELIVERY"):
        call_command("prepare_store", skip_checks=False)


def test_pages_may_load_films_from_where_they_come(settings: Any) -> None:
    assert delivery.origin() == settings.S3_PUBLIC_ENDPOINT
    set_all(settings, EDGE)
    assert delivery.origin() == "https://films.example.org"
