"""A film's team, and the link by which one comes into it."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from accounts import audit
from accounts.models import AuditAction, AuditEntry, Profile, User
from catalog import services
from catalog.models import Film, FilmTeam, TeamInvitation, TeamRole, Visibility
from tests.accounts.stored import everything_stored
from tests.catalog.rows import client_of, make_film, make_user, real_now

pytestmark = pytest.mark.django_db


def on_team(film: Film, *, pseudonym: str = "") -> User:
    user = make_user()
    Profile.objects.create(user=user, pseudonym=pseudonym)
    FilmTeam.objects.create(film=film, user=user, role=TeamRole.DIRECTOR)
    return user


def team(film: Film) -> str:
    return f"/api/v1/films/{film.slug}/team/"


def invitations(film: Film) -> str:
    return f"/api/v1/films/{film.slug}/invitations/"


def given(film: Film, role: TeamRole = TeamRole.PRODUCER) -> str:
    return services.invite(film=film, role=role, now=real_now()).token


def accept(token: str, user: User) -> Any:
    return client_of(user).post(f"/api/v1/invitations/{token}/accept/")


class TestTeam:
    def test_is_listed_to_itself_by_pseudonym(self) -> None:
        film = make_film()
        first, second = on_team(film, pseudonym="河边人"), on_team(film)
        answer = client_of(second).get(team(film))
        assert answer.json() == [
            {"id": first.public_id, "pseudonym": "河边人", "role": "director"},
            {"id": second.public_id, "pseudonym": "", "role": "director"},
        ]
        assert first.email
        assert first.email not in answer.content.decode()

    def test_is_listed_for_a_film_that_the_public_must_not_know(self) -> None:
        film = make_film(visibility=Visibility.HIDDEN)
        assert client_of(on_team(film)).get(team(film)).status_code == 200

    @pytest.mark.parametrize("role", ["programmer", "admin"])
    def test_is_listed_to_staff(self, role: str) -> None:
        assert client_of(make_user(role)).get(team(make_film())).json() == []

    @pytest.mark.parametrize("path", [team, invitations])
    def test_is_nothing_to_others(self, path: Any) -> None:
        film = make_film()
        on_team(film)
        elsewhere = on_team(make_film())
        for user in (make_user(), make_user("filmmaker"), elsewhere):
            assert client_of(user).get(path(film)).status_code == 404
        assert client_of().get(path(film)).status_code == 401

    @pytest.mark.parametrize("members", [1, 5])
    def test_costs_the_same_for_many(
        self, members: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        film = make_film()
        client = client_of([on_team(film) for _ in range(members)].pop())
        with django_assert_num_queries(4):  # the film, roles, the team, members with profiles
            assert len(client.get(team(film)).json()) == members


class TestRemoval:
    def remove(self, film: Film, actor: User, whom: User) -> Any:
        return client_of(actor).delete(f"{team(film)}{whom.public_id}/")

    def test_of_another_and_of_oneself(self) -> None:
        film = make_film()
        first, second, third = on_team(film), on_team(film), on_team(film)
        assert self.remove(film, first, second).status_code == 204
        assert self.remove(film, third, third).status_code == 204
        assert [member.user for member in film.team.all()] == [first]

    def test_of_the_last_one_is_refused(self) -> None:
        film = make_film()
        only = on_team(film)
        answer = self.remove(film, only, only)
        assert (answer.status_code, answer.json()["code"]) == (409, "last_member")
        assert film.team.exists()

    def test_of_the_last_one_is_for_staff(self) -> None:
        film = make_film()
        only = on_team(film)
        assert self.remove(film, make_user("programmer"), only).status_code == 204
        assert not film.team.exists()

    def test_by_somebody_else_is_refused(self) -> None:
        film = make_film()
        member = on_team(film)
        assert self.remove(film, on_team(make_film()), member).status_code == 404
        assert self.remove(film, member, make_user()).status_code == 404

    def test_is_in_the_audit_log_under_no_name(self) -> None:
        film = make_film()
        first, second = on_team(film), on_team(film)
        self.remove(film, first, second)
        entry = AuditEntry.objects.get()
        assert (entry.model, entry.action) == ("catalog.filmteam", AuditAction.DELETED)
        assert entry.target == film.public_id
        assert entry.before == {"role": "director"}
        assert second.public_id not in str(AuditEntry.objects.values())
        assert audit.naming_of(entry) == {"user": second.public_id}


class TestInvitation:
    def test_is_made_by_the_team_and_told_once(self) -> None:
        film = make_film()
        client = client_of(on_team(film))
        made = client.post(invitations(film), {"role": "producer"})
        assert made.status_code == 201
        token = made.json()["token"]
        assert made.json()["url"] == f"http://testserver/invitations/{token}/"
        [listed] = client.get(invitations(film)).json()
        assert set(listed) == {"id", "role", "created_at", "expires_at"}
        assert token not in everything_stored()

    @pytest.mark.parametrize("body", [{}, {"role": "admin"}, {"role": ""}])
    def test_is_for_a_role_on_the_team(self, body: dict[str, str]) -> None:
        film = make_film()
        answer = client_of(on_team(film)).post(invitations(film), body)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid")

    def test_tells_which_film_before_it_is_accepted(self) -> None:
        film = make_film(title="River", visibility=Visibility.HIDDEN)
        token = given(film)
        answer = client_of(make_user()).get(f"/api/v1/invitations/{token}/").json()
        assert answer["titles"] == {"en": "River", "zh-Hans": "河"}
        assert (answer["film"], answer["role"]) == (film.slug, "producer")
        assert not film.team.exists()

    def test_tells_strangers_nothing(self) -> None:
        answer = client_of().get(f"/api/v1/invitations/{given(make_film())}/")
        assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")

    def test_lets_one_person_in(self) -> None:
        film, user = make_film(), make_user(confirmed=False)
        token = given(film)
        assert accept(token, user).status_code == 201
        assert [(m.user, m.role) for m in film.team.all()] == [(user, "producer")]
        late = accept(token, make_user())
        assert (late.status_code, late.json()["code"]) == (404, "invitation_gone")
        assert film.team.count() == 1

    def test_is_left_for_another_by_whoever_is_on_the_team(self) -> None:
        film = make_film()
        token, member = given(film), on_team(film)
        assert accept(token, member).json()["code"] == "already_on_team"
        assert accept(token, make_user()).status_code == 201

    def test_is_worthless_once_withdrawn(self) -> None:
        film = make_film()
        member, token = on_team(film), given(film)
        public_id = TeamInvitation.objects.get().public_id
        path = f"{invitations(film)}{public_id}/"
        assert client_of(on_team(make_film())).delete(path).status_code == 404
        assert client_of(member).delete(path).status_code == 204
        assert client_of(member).delete(path).status_code == 404
        assert accept(token, make_user()).json()["code"] == "invitation_gone"

    def test_expires(self) -> None:
        film, user = make_film(), make_user()
        token = given(film)
        expires = TeamInvitation.objects.get().expires_at
        digest = services.invitation_digest(token)
        with pytest.raises(services.InvitationGone):
            services.accept_invitation(digest=digest, user=user, now=expires)
        just_before = expires - timedelta(seconds=1)
        services.accept_invitation(digest=digest, user=user, now=just_before)

    @pytest.mark.parametrize("token", ["x", "河" * 40, "%00", "a" * 43])
    def test_is_not_guessed(self, token: str) -> None:
        assert accept(token, make_user()).status_code == 404

    def test_there_are_not_too_many(self) -> None:
        film = make_film()
        for _ in range(20):
            given(film)
        answer = client_of(on_team(film)).post(invitations(film), {"role": "producer"})
        assert (answer.status_code, answer.json()["code"]) == (409, "too_many_invitations")
        TeamInvitation.objects.update(expires_at=real_now() - timedelta(days=1))
        assert given(film)
        assert TeamInvitation.objects.count() == 1

    def test_joining_is_in_the_audit_log(self) -> None:
        film, user = make_film(), make_user()
        accept(given(film), user)
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.after) == (AuditAction.CREATED, {"role": "producer"})
        assert entry.target == film.public_id


@pytest.mark.django_db(transaction=True)
def test_of_many_who_open_one_link_at_once_one_comes_in() -> None:
    film = make_film()
    digest = services.invitation_digest(given(film))
    users = [make_user() for _ in range(6)]
    start, outcomes = threading.Barrier(len(users)), []

    def join(user: User) -> None:
        start.wait()
        try:
            services.accept_invitation(digest=digest, user=user, now=real_now())
            outcomes.append("in")
        except services.InvitationGone:
            outcomes.append("gone")
        finally:
            connection.close()

    threads = [threading.Thread(target=join, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["gone"] * 5 + ["in"]
    assert film.team.count() == 1
