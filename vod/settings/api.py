"""The API and its description, and how it learns where somebody is."""

import ipaddress
from typing import Any

from vod.environment import env

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.SessionTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["vod.conventions.parsers.TextJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "vod.conventions.pagination.CursorPages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "EXCEPTION_HANDLER": "vod.api.problem_handler",
    "DEFAULT_METADATA_CLASS": None,  # the description says it all
    "URL_FORMAT_OVERRIDE": None,  # `format` is for the endpoints that have one
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Chinese Independent Film Exhibition, online edition",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    # What is sent and what is answered have shapes of their own: empty texts are answered only.
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "POSTPROCESSING_HOOKS": [
        "vod.api.describe_problems",
        "vod.conventions.schema.describe_headers",
        "vod.conventions.examples.give_examples",
    ],
}

# --- Place ----------------------------------------------------------------------------------------
# X-Forwarded-For is believed only from these networks.
PROXY_NETWORKS: list[str] = env.list("VOD_TRUSTED_PROXIES", [])
TRUSTED_PROXIES = [ipaddress.ip_network(network) for network in PROXY_NETWORKS]
# allauth limits by address: behind the edge, by the one that the edge wrote down last.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PROXY_NETWORKS else 0
PLACE_DATABASE: str = env.str("VOD_PLACE_DATABASE", "")
ANONYMOUS_DATABASE: str = env.str("VOD_ANONYMOUS_DATABASE", "")
