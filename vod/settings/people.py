"""Accounts, log-ins, second factors, and the mail that comes with them."""

from django.core.exceptions import ImproperlyConfigured

from vod.environment import BASE_DIR, PRODUCTION, env
from vod.settings.site import PUBLIC_URLS
from vod.staff import look

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
HEADLESS_TOKEN_STRATEGY = "accounts.headless.TokenStrategy"  # noqa: S105 - a class
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
EMAIL_TIMEOUT: int = env.int("VOD_SMTP_SECONDS", 30)  # Django waits for ever
EMAIL_USE_TLS: bool = env.bool("VOD_SMTP_TLS", PRODUCTION)
DEFAULT_FROM_EMAIL: str = env.str("VOD_MAIL_FROM", "cinema@localhost")
# How long it is known who held a ticket, after the edition: for complaints, and no longer.
TICKET_HOLDER_DAYS: int = env.int("VOD_TICKET_HOLDER_DAYS", 30)
# How long the instant of somebody's last log-in is known: nothing needs it.
LAST_LOGIN_DAYS: int = env.int("VOD_LAST_LOGIN_DAYS", 7)
TERMS_VERSION = "2026-11"
