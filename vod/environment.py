"""Reads the process's environment, for `vod.settings` alone."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_SECRET = "local-only-" + "0" * 48  # a name for "no secret", never accepted in production

env = Env()
# The environment wins over the file. One that is named has to be there.
FILE: str = env.str("VOD_ENV_FILE", "")
if FILE and not Path(FILE).is_file():
    raise ImproperlyConfigured(f"VOD_ENV_FILE is {FILE!r}, and there is no such file")
env.read_env(str(Path(FILE).resolve() if FILE else BASE_DIR / ".env"), recurse=False)

ENVIRONMENT: str = env.str("VOD_ENV", "production")
if ENVIRONMENT not in {"production", "local"}:
    raise ImproperlyConfigured(f"VOD_ENV is {ENVIRONMENT!r}; it is 'production' or 'local'")
PRODUCTION = ENVIRONMENT == "production"


def secret(name: str, *, local: str = LOCAL_SECRET, length: int = 32) -> str:
    """The secret `name`; in production it must be set, long, and not a default."""
    value: str = env.str(name, "" if PRODUCTION else local)
    default = any(known in value for known in (local, "local-only", "change-me"))
    if PRODUCTION and (len(value) < length or default):
        raise ImproperlyConfigured(
            f"{name} is missing, shorter than {length} characters or a default: "
            "set it to a random value of your own before starting in production"
        )
    return value
