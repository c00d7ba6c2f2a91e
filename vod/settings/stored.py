"""Static files, and what stands in the object store: masters, renditions, stills."""

from typing import Any

from vod.environment import BASE_DIR, PRODUCTION, env, secret

STATIC_URL = "/static/"
# On one machine static files are served from where they lie.
STATIC_ROOT = env.str("VOD_STATIC_ROOT", str(BASE_DIR / "var" / "static")) if PRODUCTION else None

S3_ENDPOINT: str = env.str("VOD_S3_ENDPOINT", "http://127.0.0.1:8333")
S3_PUBLIC_ENDPOINT: str = env.str("VOD_S3_PUBLIC_ENDPOINT", S3_ENDPOINT)
S3_REGION: str = env.str("VOD_S3_REGION", "us-east-1")
S3_ACCESS_KEY = secret("VOD_S3_ACCESS_KEY", length=3)
S3_SECRET_KEY = secret("VOD_S3_SECRET_KEY", length=16)
BUCKET_MASTERS: str = env.str("VOD_BUCKET_MASTERS", "masters")
BUCKET_RENDITIONS: str = env.str("VOD_BUCKET_RENDITIONS", "renditions")
BUCKET_MEDIA: str = env.str("VOD_BUCKET_MEDIA", "media")
MEDIA_STORE: dict[str, Any] = {
    "region_name": S3_REGION,
    "access_key": S3_ACCESS_KEY,
    "secret_key": S3_SECRET_KEY,
    "bucket_name": BUCKET_MEDIA,
    "addressing_style": "path",
    "signature_version": "s3v4",
    "querystring_expire": 3600,
    "object_parameters": {"CacheControl": "private, max-age=300"},
    "file_overwrite": False,
}
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": MEDIA_STORE | {"endpoint_url": S3_ENDPOINT},
    },
    # Only signs: the addresses are for browsers.
    "signed": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": MEDIA_STORE | {"endpoint_url": S3_PUBLIC_ENDPOINT},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
