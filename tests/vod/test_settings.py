"""Settings: production refuses to start with a secret that is missing, short or a default."""

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from infra.local.platform import ROOT, Platform
from vod.environment import LOCAL_SECRET

SECRETS = {
    "VOD_SECRET_KEY": "a-long-random-value-as-production-has-one-0123456789",
    "VOD_S3_ACCESS_KEY": "AKEXAMPLE",
    "VOD_S3_SECRET_KEY": "of-the-store-0123456789",
    "VOD_KEY_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
}
LOCAL_KEY = "bG9jYWwtb25seS1sb2NhbC1vbmx5LWxvY2FsLW9ubHk="
# The edge in front of us answers http with a redirect and sets HSTS (infra/edge).
LEFT_TO_THE_EDGE = {"security.W004", "security.W008"}
NOT_SET = "(not set)"
SHOW = "from django.conf import settings; print(settings.{})"


def run(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Python in production's environment; an empty value also beats a developer's .env."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("VOD_")}
    environment |= {"VOD_ENV": "production", "DJANGO_SETTINGS_MODULE": "vod.settings"}
    environment |= {"VOD_PUBLIC_URLS": "https://cinema.example.org"} | SECRETS | changes
    environment = {name: value for name, value in environment.items() if value != NOT_SET}
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def refused(**changes: str) -> str:
    """What is said where the settings don't load."""
    done = run("-c", SHOW.format("SECRET_KEY"), **changes)
    assert done.returncode != 0, done.stdout
    assert done.stdout == ""
    *_, last = done.stderr.strip().splitlines()
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: "), done.stderr
    return last


class TestProduction:
    @pytest.mark.parametrize("name", SECRETS)
    def test_needs_every_secret(self, name: str) -> None:
        assert name in refused(**{name: ""})

    @pytest.mark.parametrize("name", SECRETS)
    def test_does_not_start_on_a_short_one(self, name: str) -> None:
        assert name in refused(**{name: SECRETS[name][:2]})

    @pytest.mark.parametrize("name", SECRETS)
    @pytest.mark.parametrize("default", [LOCAL_SECRET, "change-me-" * 5])
    def test_nor_on_a_default(self, name: str, default: str) -> None:
        assert name in refused(**{name: default})

    @pytest.mark.parametrize("others", ["", f"{SECRETS['VOD_S3_SECRET_KEY']},"])
    def test_nor_on_the_key_encryption_key_of_make_demo(self, others: str) -> None:
        """Not even as one that is being rotated out."""
        keys = f"{others}{LOCAL_KEY}"
        assert "VOD_KEY_ENCRYPTION_KEYS" in refused(VOD_KEY_ENCRYPTION_KEYS=keys)

    def test_is_what_runs_where_nothing_is_said(self, tmp_path: Path) -> None:
        """The module by itself, out of reach of a developer's .env."""
        shutil.copy(ROOT / "vod" / "environment.py", tmp_path)
        (tmp_path / "run.py").write_text("import environment; print(environment.PRODUCTION)")
        done = run(str(tmp_path / "run.py"), VOD_ENV=NOT_SET)
        assert done.stdout == "True\n", done.stderr

    def test_has_no_staff_without_a_second_factor(self) -> None:
        assert "VOD_STAFF_MFA" in refused(VOD_STAFF_MFA="false")
        done = run("-c", SHOW.format("STAFF_SECOND_FACTOR"))
        assert done.stdout == "True\n", done.stderr

    def test_a_refusal_does_not_print_the_secret(self) -> None:
        assert "s3cr3t-but-short" not in refused(VOD_SECRET_KEY="s3cr3t-but-short")

    def test_passes_djangos_check_for_deployment(self) -> None:
        done = run("manage.py", "check", "--deploy")
        assert done.returncode == 0, done.stderr
        assert set(re.findall(r"\((\w+\.[WE]\d+)\)", done.stderr)) <= LEFT_TO_THE_EDGE

    @pytest.mark.parametrize(
        ("setting", "value"),
        [
            ("DEBUG", "False"),
            ("ALLOWED_HOSTS", "['cinema.example.org', 'mirror.example.net']"),
            ("SESSION_COOKIE_SECURE", "True"),
            ("CSRF_COOKIE_SECURE", "True"),
            ("EMAIL_USE_TLS", "True"),
            ("ACCOUNT_DEFAULT_HTTP_PROTOCOL", "https"),
        ],
    )
    def test_is_strict_by_default(self, setting: str, value: str) -> None:
        mirrors = "https://cinema.example.org,https://mirror.example.net:8443"
        done = run("-c", SHOW.format(setting), VOD_PUBLIC_URLS=mirrors)
        assert done.stdout == f"{value}\n", done.stderr


def test_an_environment_of_another_name_is_refused_by_name() -> None:
    done = run("-c", SHOW.format("DEBUG"), VOD_ENV="prod")
    assert done.returncode != 0
    assert "VOD_ENV is 'prod'" in done.stderr


def test_the_example_names_every_variable_that_is_read() -> None:
    read = set()
    for module in [*(ROOT / "vod/settings").glob("*.py"), ROOT / "vod/environment.py"]:
        read |= set(re.findall(r'"(VOD_[A-Z0-9_]+)"', module.read_text()))
    listed = set(
        re.findall(r"^#?(VOD_[A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    )
    assert read - listed == set()
    assert "VOD_SECRET_KEY" in read


def test_nothing_else_reads_the_environment() -> None:
    """`environ.setdefault` of the settings module in entry points is no reading."""
    reading = re.compile(r"os\.(getenv|environ(?!\.setdefault\(\"DJANGO_SETTINGS_MODULE\"))")
    readers = {
        str(path.relative_to(ROOT))
        for app in ("vod", "accounts", "catalog", "transcoding")
        for path in (ROOT / app).rglob("*.py")
        if reading.search(path.read_text())
    }
    assert readers == set()


class TestAFileOfSettings:
    def named(self, path: Path, **changes: str) -> subprocess.CompletedProcess[str]:
        without = dict.fromkeys(SECRETS, NOT_SET) | {"VOD_ENV": NOT_SET, "VOD_PUBLIC_URLS": NOT_SET}
        show = SHOW.format("PUBLIC_URLS")
        return run("-c", show, **without | {"VOD_ENV_FILE": str(path)} | changes)

    @pytest.fixture
    def kept(self, tmp_path: Path) -> Path:
        """As `make demo` writes it."""
        environment = SECRETS | {"VOD_ENV": "local", "VOD_PUBLIC_URLS": "http://127.0.0.1:8004"}
        return Platform(url="", environment=environment, directory=tmp_path).keep_environment()

    def test_is_read_if_it_is_named(self, kept: Path) -> None:
        assert self.named(kept).stdout == "['http://127.0.0.1:8004']\n"

    def test_gives_way_to_the_environment(self, kept: Path) -> None:
        done = self.named(kept, VOD_PUBLIC_URLS="http://127.0.0.1:8005")
        assert done.stdout == "['http://127.0.0.1:8005']\n"

    def test_has_to_be_there(self, tmp_path: Path) -> None:
        assert "there is no such file" in self.named(tmp_path / "none.env").stderr

    def test_is_for_its_owner_alone(self, kept: Path) -> None:
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
