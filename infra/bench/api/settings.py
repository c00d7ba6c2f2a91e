"""The platform's settings with the benchmark's own addresses. Nothing else starts with these."""

from vod.settings import *  # noqa: F403 - all of them

ROOT_URLCONF = "infra.bench.api.urls"
