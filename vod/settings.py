"""Every setting, typed, from the environment. No other module reads the environment.

`.env.example` lists the variables. With `VOD_ENV=production` (the default) nothing secret has a
default and the process refuses to start without it; `VOD_ENV=local` is for `make demo` and tests.
"""

import ipaddress
from datetime import timedelta
from typing import Any

import django_stubs_ext
from celery.schedules import schedule
from django.core.exceptions import ImproperlyConfigured

from vod import logs
from vod.environment import BASE_DIR, PRODUCTION, env, secret
from vod.staff import look

django_stubs_ext.monkeypatch()  # makes Django's generic classes subscriptable, as typed code does

# --- Django ---------------------------------------------------------------------------------------
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

# --- Static files and stored media ----------------------------------------------------------------
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

# --- People ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
# What a role may do in the admin site: permissions by prefix. An admin may do everything.
ROLE_PERMISSIONS: dict[str, tuple[str, ...]] = {
    "programmer": (
        "catalog.",
        "transcoding.view_",
        "transcoding.steer_",
        "accounts.view_auditentry",
    )
}
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
UNFOLD = look.configuration()
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# Mail does not reach everybody, so an unconfirmed person may log in; what she may watch is
# decided by catalog.access. "strict": sign-up tells nobody whether an address is registered.
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
# A link of chance, and codes instead of links: a signed link would carry a primary key.
ACCOUNT_EMAIL_CONFIRMATION_HMAC = False
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True  # one address each, and no list of former ones
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_USER_DISPLAY = "accounts.services.called"
# "ip" is an address (of IPv6 its network), "key" the mail address or account concerned.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "request_login_code": "20/m/ip,3/m/key,10/h/key",
    "reset_password": "20/m/ip,3/m/key,10/h/key",
    "confirm_email": "1/3m/key",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "accounts.factors.FactorAdapter"
MFA_FORMS = {"login_webauthn": "accounts.factors.PasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Programmers and admins are nobody special until their log-in has shown a second factor.
STAFF_SECOND_FACTOR: bool = env.bool("VOD_STAFF_MFA", default=True)
if PRODUCTION and not STAFF_SECOND_FACTOR:
    raise ImproperlyConfigured("VOD_STAFF_MFA=false is for tests on one machine, VOD_ENV=local")
HEADLESS_ADAPTER = "accounts.headless.HeadlessAdapter"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = PUBLIC_URLS[0].split(":")[0]
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_REDIRECT_URL = "/"
HEADLESS_CLIENTS = ("app", "browser")
EMAIL_BACKEND: str = env.str("VOD_MAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_FILE_PATH: str = env.str("VOD_MAIL_DIRECTORY", str(BASE_DIR / "var" / "mail"))
EMAIL_HOST: str = env.str("VOD_SMTP_HOST", "localhost")
EMAIL_PORT: int = env.int("VOD_SMTP_PORT", 587)
EMAIL_HOST_USER: str = env.str("VOD_SMTP_USER", "")
EMAIL_HOST_PASSWORD: str = env.str("VOD_SMTP_PASSWORD", "")
EMAIL_USE_TLS: bool = env.bool("VOD_SMTP_TLS", PRODUCTION)
DEFAULT_FROM_EMAIL: str = env.str("VOD_MAIL_FROM", "cinema@localhost")
TERMS_VERSION = "2026-11"

# --- API ------------------------------------------------------------------------------------------
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

# --- Transcoding ----------------------------------------------------------------------------------
CELERY_BROKER_URL: str = env.str("VOD_BROKER_URL", "redis://127.0.0.1:6379/0")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False  # a message is a doorbell; the lease in PostgreSQL is the truth
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_DISABLE_PREFETCH = True  # a ring is for whoever is idle
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_BEAT_SCHEDULE = {
    "ring for claimable steps": {
        "task": "transcoding.tasks.ring_claimable",
        "schedule": schedule(timedelta(seconds=env.int("VOD_RING_SECONDS", 10))),
    },
    "put films in order of opening": {
        "task": "vod.tasks.set_priorities",
        "schedule": schedule(timedelta(hours=1)),
    },
    "forget answers to idempotency keys": {
        "task": "vod.tasks.forget_answers",
        "schedule": schedule(timedelta(hours=1)),
    },
    "forget log-ins that expired": {
        "task": "vod.tasks.forget_logins",
        "schedule": schedule(timedelta(hours=1)),
    },
    "repair the search index": {
        "task": "vod.tasks.repair_search",
        "schedule": schedule(timedelta(hours=1)),
    },
    "keep out of sight what is withdrawn": {
        "task": "vod.tasks.keep_withdrawn",
        "schedule": schedule(timedelta(minutes=5)),
    },
    "note where people watch": {
        "task": "vod.tasks.note_places",
        "schedule": schedule(timedelta(minutes=5)),
    },
    "publish how films were watched": {
        "task": "vod.tasks.publish_audience",
        "schedule": schedule(timedelta(hours=1)),
    },
    "collect what nothing plays": {
        "task": "vod.tasks.collect",
        "schedule": schedule(timedelta(hours=1)),
    },
}
FFMPEG: str = env.str("VOD_FFMPEG", "")  # empty: the binary of the wheel
FFPROBE: str = env.str("VOD_FFPROBE", "")
KEY_ENCRYPTION_KEYS = secret(
    "VOD_KEY_ENCRYPTION_KEYS", local="bG9jYWwtb25seS1sb2NhbC1vbmx5LWxvY2FsLW9ubHk="
).split(",")
KEY_PERIOD_SEGMENTS: int = env.int("VOD_KEY_PERIOD_SEGMENTS", 5)
CHUNK_MAX_SECONDS: int = env.int("VOD_CHUNK_MAX_SECONDS", 180)
ENCODE_SLOTS: int = env.int("VOD_ENCODE_SLOTS", 2)
ENCODE_THREADS: int = env.int("VOD_ENCODE_THREADS", 1)
QUALITY_CONTROL: bool = env.bool("VOD_QUALITY_CONTROL", default=True)
LEASE_SECONDS: int = env.int("VOD_LEASE_SECONDS", 60)
STEP_ATTEMPTS: int = env.int("VOD_STEP_ATTEMPTS", 4)
STEP_SECONDS: int = env.int("VOD_STEP_SECONDS", 6 * 3600)
MAX_FILM_SECONDS: int = env.int("VOD_MAX_FILM_SECONDS", 12 * 3600)
MIN_FREE_BYTES: int = env.int("VOD_MIN_FREE_BYTES", 1024**3)
UPLOAD_PART_BYTES: int = env.int("VOD_UPLOAD_PART_BYTES", 64 * 1024 * 1024)
MASTER_RETENTION_DAYS: int = env.int("VOD_MASTER_RETENTION_DAYS", 365)
UPLOAD_DAYS: int = env.int("VOD_UPLOAD_DAYS", 30)
SUPERSEDED_HOURS: int = env.int("VOD_SUPERSEDED_HOURS", 25)  # signed addresses live for 24

# --- Playback -------------------------------------------------------------------------------------
LEASE_PLAYBACK_SECONDS: int = env.int("VOD_PLAYBACK_LEASE_SECONDS", 60)
HEARTBEAT_SECONDS: int = env.int("VOD_HEARTBEAT_SECONDS", 20)
MARK_OPACITY: float = env.float("VOD_MARK_OPACITY", 0.2)
MARK_SIZE: float = env.float("VOD_MARK_SIZE", 3.5)
MARK_SECONDS: int = env.int("VOD_MARK_SECONDS", 45)
STREAMS_PER_VIEWER: int = env.int("VOD_STREAMS_PER_VIEWER", 1)

# Where segments come from: "s3" (signed addresses of the store), "edge" (nginx, infra/edge) or
# "cloudfront". vod.playback.checks refuses half a configuration.
DELIVERY: str = env.str("VOD_DELIVERY", "s3")
EDGE_URL: str = env.str("VOD_EDGE_URL", "")
EDGE_SECRETS: list[str] = env.list("VOD_EDGE_SECRET", [])
CLOUDFRONT_URL: str = env.str("VOD_CLOUDFRONT_URL", "")
CLOUDFRONT_KEY_ID: str = env.str("VOD_CLOUDFRONT_KEY_ID", "")
CLOUDFRONT_PRIVATE_KEY: str = env.str("VOD_CLOUDFRONT_PRIVATE_KEY", "")

# --- Audience -------------------------------------------------------------------------------------
# Reports of players are deleted so long after the end of the day on which their session began.
QOE_RETENTION_HOURS: int = env.int("VOD_QOE_RETENTION_HOURS", 24)

# --- Logs: one JSON object a line, without addresses and without anything after /play/ ------------
LOGGING = logs.configuration(level=env.str("VOD_LOG_LEVEL", "INFO"))
