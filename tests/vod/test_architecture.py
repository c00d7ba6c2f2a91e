"""What the customer fixed, and what the house forbids. The layers are import-linter's business."""

import ast
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from infra.local.platform import ROOT

APPS = ("vod", "accounts", "catalog", "transcoding")
MODULES = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
MOST_LINES = 250


@pytest.mark.parametrize("name", ["vod", "transcoding", "catalog", "accounts", "tests", "infra"])
def test_the_directories_that_the_customer_fixed(name: str) -> None:
    assert (ROOT / name).is_dir()


@pytest.mark.parametrize(
    "name",
    [
        "docker-compose.yml",
        "pyproject.toml",
        "Makefile",
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "LICENSE",
        "manage.py",
        ".editorconfig",
        ".env.example",
        ".pre-commit-config.yaml",
        ".ci/run",
    ],
)
def test_the_files_that_the_customer_fixed(name: str) -> None:
    assert (ROOT / name).is_file()


@pytest.mark.parametrize("name", ["playback", "web"])
def test_playback_and_pages_are_in_the_project(name: str) -> None:
    assert (ROOT / "vod" / name / "__init__.py").is_file()


def imported(path: Path) -> Iterator[str]:
    """Full names of what a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def importing(*prefixes: str) -> set[str]:
    return {
        str(path.relative_to(ROOT))
        for path in MODULES
        if any(f"{name}.".startswith(f"{p}.") for name in imported(path) for p in prefixes)
    }


def test_this_looks_at_the_modules() -> None:
    assert len(MODULES) > 100
    assert "vod/playback/services/keeping.py" in importing("transcoding.keys")


def test_no_signals() -> None:
    """What happens is called by name: a service calls a service."""
    assert importing("django.db.models.signals", "django.dispatch", "allauth.account.signals") == (
        set()
    )


def test_ffmpeg_is_built_in_one_module_and_started_in_one() -> None:
    assert importing("ffmpeg") == {
        f"transcoding/commands/{name}.py"
        for name in ("base", "inspect", "picture", "sound", "survey", "takes", "text")
    }
    assert importing("subprocess") == {"transcoding/runner.py"}


def test_no_library_that_stores_addresses_and_agents(settings) -> None:
    assert "allauth.usersessions" not in settings.INSTALLED_APPS


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "misc"])
def test_every_module_has_a_name_that_says_something(name: str) -> None:
    assert [path for path in MODULES if name in (path.stem, path.parent.name)] == []


def test_modules_are_short() -> None:
    """Programs included; migrations are Django's."""
    written = [*MODULES, *(ROOT / "infra").rglob("*.py"), ROOT / "manage.py"]
    long = [
        str(path.relative_to(ROOT))
        for path in written
        if path.parent.name != "migrations" and len(path.read_text().splitlines()) > MOST_LINES
    ]
    assert long == []


@pytest.mark.parametrize("name", ["accounts.services", "catalog.services"])
def test_no_module_takes_the_place_of_what_its_package_offers(name: str) -> None:
    package = import_module(name)
    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"{name}.{module.name}")
    hidden = [
        offered for offered in package.__all__ if isinstance(getattr(package, offered), ModuleType)
    ]
    assert hidden == []
