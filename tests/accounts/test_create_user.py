"""`manage.py create_user`: the first accounts of an installation."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import ConfirmedBy, User
from tests.accounts.test_services import may_log_in

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is typed at the prompt, where there is no terminal; it may be changed."""
    answers = [PASSWORD]
    monkeypatch.setattr("accounts.management.commands.create_user.getpass", lambda _: answers[-1])
    return answers


def create_user(*arguments: str) -> str:
    out = StringIO()
    call_command("create_user", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("typed")
def test_makes_a_confirmed_account_and_says_its_id() -> None:
    said = create_user("Ling@example.org", "--role", "admin", "--role", "programmer")
    user = User.objects.get()
    assert said == f"account {user.public_id}\n"
    assert user.role_names == {"admin", "programmer"}
    assert user.confirmed_by == ConfirmedBy.STAFF
    assert may_log_in("ling@example.org", PASSWORD)


@pytest.mark.usefixtures("typed")
def test_without_a_role_it_is_a_viewers() -> None:
    create_user("ling@example.org")
    assert User.objects.get().role_names == frozenset()


@pytest.mark.parametrize(
    ("weak", "why"), [("short", "too short"), ("password123", "common"), ("8426917350", "numeric")]
)
def test_a_weak_password_is_refused(typed: list[str], weak: str, why: str) -> None:
    typed.append(weak)
    with pytest.raises(CommandError, match=why):
        create_user("ling@example.org", "--role", "admin")
    assert not User.objects.exists()


@pytest.mark.usefixtures("typed")
def test_a_role_that_there_is_not_is_refused() -> None:
    with pytest.raises(CommandError, match=re.escape("invalid choice: 'god'")):
        create_user("ling@example.org", "--role", "god")
    assert not User.objects.exists()


@pytest.mark.usefixtures("typed")
def test_the_password_is_asked_for_and_never_an_argument() -> None:
    """Arguments stand in the shell's history and in `ps`."""
    with pytest.raises(CommandError, match="unrecognized arguments"):
        create_user("ling@example.org", "--password", PASSWORD)
