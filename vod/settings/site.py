"""Django itself: apps, middleware, addresses, security; database, cache, languages, logs."""

from typing import Any

from vod import logs
from vod.environment import BASE_DIR, PRODUCTION, env, secret

DEBUG = False
SECRET_KEY = secret("VOD_SECRET_KEY")
# Base URLs under which people reach us. A list, since mirrors must work; mail names the first.
PUBLIC_URLS: list[str] = env.list("VOD_PUBLIC_URLS", ["http://127.0.0.1:8000"])
ALLOWED_HOSTS: list[str] = [url.split("://")[1].split(":")[0].strip("/") for url in PUBLIC_URLS]
if not PRODUCTION:
    ALLOWED_HOSTS += ["localhost"]
CSRF_TRUSTED_ORIGINS: list[str] = PUBLIC_URLS
INSTALLED_APPS = [
    "vod.web",
    "vod.ingest",
    "vod.audience",
    "vod.playback",
    "vod.outbox",
    "vod.conventions",
    "catalog",
    "transcoding",
    "accounts",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "storages",
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # allauth's page of passkeys asks for it
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "vod.web.security.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.second_factor.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "vod.staff.middleware.Desk",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "vod.web.errors.WithoutNul",
    "vod.web.errors.PartsAway",
    "vod.conventions.middleware.Conventions",
]
ROOT_URLCONF = "vod.urls"
WSGI_APPLICATION = "vod.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 7 * 1024 * 1024  # a subtitle of 5 MB in base64, and its words
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# Ours, in place of Django's app: rows know a digest of the key, and can be listed and ended.
SESSION_ENGINE = "accounts.sessions"
CSRF_FAILURE_VIEW = "vod.web.errors.stale_form"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URLS[0].startswith("https://")

# --- Database and cache ---------------------------------------------------------------------------
DATABASES: dict[str, Any] = {
    "default": env.dj_db_url(
        "VOD_DATABASE_URL", "postgresql://vod@127.0.0.1:5432/vod", conn_max_age=60
    )
    | {"CONN_HEALTH_CHECKS": True}
}
CACHE_URL: str = env.str("VOD_CACHE_URL", "redis://127.0.0.1:6379/1")
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        # Rate-limit keys would hold addresses: every key is stored as an HMAC of itself.
        "KEY_FUNCTION": "vod.cachekeys.hashed_key",
    }
}

# --- Languages and time ---------------------------------------------------------------------------
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "vod" / "web" / "locale"]

# --- Logs: one JSON object a line, without addresses and without anything after /play/ ------------
LOGGING = logs.configuration(level=env.str("VOD_LOG_LEVEL", "INFO"))
