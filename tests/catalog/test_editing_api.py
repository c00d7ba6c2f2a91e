"""Staff write the catalogue over the API; what they change is in the audit log, and no name is."""

from typing import Any

import pytest

from accounts.models import AuditEntry, User
from catalog.models import (
    Credit,
    Edition,
    Essay,
    Film,
    FilmTeam,
    Offer,
    Period,
    Person,
    Screening,
    TeamRole,
    Term,
    Visibility,
)
from tests.catalog.history import a_film, a_period, a_person, a_term
from tests.catalog.rows import (
    client_of,
    make_edition,
    make_offer,
    make_screening,
    make_ticket,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def staff() -> User:
    return make_user("programmer")


def post(user: User | None, path: str, body: Any, *, status: int = 201) -> Any:
    return sent(client_of(user).post(f"{API}{path}", body), status)


def patch(user: User | None, path: str, body: Any, *, status: int = 200) -> Any:
    return sent(client_of(user).patch(f"{API}{path}", body), status)


def delete(user: User | None, path: str, *, status: int = 204) -> Any:
    return sent(client_of(user).delete(f"{API}{path}"), status)


def sent(answer: Any, status: int) -> Any:
    assert answer.status_code == status, answer.content
    return answer.json() if answer.content else None


def last_entry() -> AuditEntry:
    entry = AuditEntry.objects.order_by("pk").last()
    assert entry is not None
    return entry


BODIES: dict[str, dict[str, Any]] = {
    "/editions/": {"slug": "2027", "year": 2027, "texts": {"en": {"title": "Next"}}},
    "/editions/2026/programmes/": {"slug": "shorts", "texts": {"zh-Hans": {"title": "短片"}}},
    "/films/": {"slug": "river", "year": 2019, "texts": {"zh-Hans": {"title": "河"}}},
    "/people/": {"slug": "zhang-san", "names": {"zh-Hans": {"name": "张三"}}},
    "/periods/": {"slug": "nineties", "first_year": 1990, "texts": {"en": {"title": "1990s"}}},
    "/essays/": {"slug": "essay", "texts": {"en": {"title": "Essay", "body": "# Words"}}},
    "/terms/": {"kind": "theme", "slug": "rivers", "texts": {"en": {"name": "Rivers"}}},
}


def own_path(path: str, body: dict[str, Any]) -> str:
    kind = f"{body['kind']}/" if "kind" in body else ""
    return f"{path}{kind}{body['slug']}/"


@pytest.fixture
def edition() -> Edition:
    return Edition.objects.create(slug="2026", year=2026)


@pytest.mark.parametrize("path", BODIES)
class TestEveryNoun:
    def test_is_made_changed_and_deleted(self, staff: User, edition: Edition, path: str) -> None:
        body = BODIES[path]
        made = post(staff, path, body)
        assert made["slug"] == body["slug"]
        own = own_path(path, body)
        words = "names" if "names" in body else "texts"
        inner = {"name": "新"} if words == "names" or "kind" in body else {"title": "新"}
        changed = patch(staff, own, {words: {"zh-Hant": inner}})
        assert set(changed[words]) == {*body[words], "zh-Hant"}
        assert set(patch(staff, own, {words: {"zh-Hant": None}})[words]) == set(body[words])
        delete(staff, own)
        assert client_of(staff).get(f"{API}{own}?all=true").status_code == 404
        actions = [(entry.action, entry.actor != "") for entry in AuditEntry.objects.order_by("pk")]
        assert actions == [
            ("created", True), ("changed", True), ("changed", True), ("deleted", True),
        ]  # fmt: skip

    @pytest.mark.parametrize("role", ["anonymous", "viewer", "filmmaker"])
    def test_is_for_staff_to_write(
        self, staff: User, edition: Edition, path: str, role: str
    ) -> None:
        user = None if role == "anonymous" else make_user(*([role] if role == "filmmaker" else []))
        body = BODIES[path]
        refused = 403 if user else 401
        post(user, path, body, status=refused)
        post(staff, path, body)
        own = own_path(path, body)
        hidden = path == "/films/" and user is not None  # to others a hidden film does not exist
        patch(user, own, {"slug": "mine"}, status=404 if hidden else refused)
        delete(user, own, status=404 if hidden else refused)

    @pytest.mark.parametrize("tag", ["zh-hans", "zh_Hans", "Chinese", "", "x" * 40])
    def test_wants_bcp_47_tags(self, staff: User, edition: Edition, path: str, tag: str) -> None:
        words = "names" if path == "/people/" else "texts"
        inner = next(iter(BODIES[path][words].values()))
        found = post(staff, path, BODIES[path] | {words: {tag: inner}}, status=400)
        assert found["code"] == "invalid"
        assert words in found["errors"]

    @pytest.mark.parametrize("slug", ["", "a b", "../x", "河", "x" * 51])
    def test_wants_a_slug(self, staff: User, edition: Edition, path: str, slug: str) -> None:
        assert "slug" in post(staff, path, BODIES[path] | {"slug": slug}, status=400)["errors"]

    def test_wants_a_slug_of_its_own(self, staff: User, edition: Edition, path: str) -> None:
        post(staff, path, BODIES[path])
        post(staff, path, BODIES[path], status=400)


def test_new_things_are_hidden_until_somebody_decides_otherwise(staff: User) -> None:
    assert post(staff, "/films/", BODIES["/films/"])["visibility"] == "hidden"
    assert client_of().get(f"{API}/films/river/").status_code == 404
    assert client_of(staff).get(f"{API}/films/river/").status_code == 404  # unless asked for
    assert client_of(staff).get(f"{API}/films/river/?all=true").status_code == 200
    assert client_of(make_user()).get(f"{API}/films/?all=true").status_code == 403
    patch(staff, "/films/river/", {"visibility": "public"})
    assert client_of().get(f"{API}/films/river/").status_code == 200


class TestAudit:
    def test_what_decides_is_kept_before_and_after(self, staff: User) -> None:
        film = a_film("river", "River")
        patch(staff, "/films/river/", {"visibility": "hidden"})
        entry = last_entry()
        assert (entry.model, entry.target) == ("catalog.film", film.public_id)
        assert (entry.before, entry.after) == ({"visibility": "public"}, {"visibility": "hidden"})

    def test_of_words_only_the_language_is(self, staff: User) -> None:
        a_film("river", "River")
        patch(staff, "/films/river/", {"texts": {"bo": {"title": "ཆུ་"}}, "slug": "stream"})
        assert last_entry().after == {"reworded": ["bo"], "renamed": True}

    def test_the_same_again_is_no_change(self, staff: User) -> None:
        a_film("river", "River")
        patch(staff, "/films/river/", {"year": 2004, "texts": {"en": {"title": "River"}}})
        assert not AuditEntry.objects.exists()

    def test_no_name_gets_in(self, staff: User) -> None:
        """A name that has to disappear would stay in a log that nobody can change."""
        person = post(staff, "/people/", {"slug": "canary", "names": {"en": {"name": "Canary"}}})
        film = post(staff, "/films/", {
            "slug": "canary-film", "year": 2019, "texts": {"en": {"title": "Canary film"}},
            "credits": [{"person": "canary", "role": "director"}],
        })  # fmt: skip
        period = {"slug": "canary-age", "first_year": 1990, "people": ["canary"]}
        post(staff, "/periods/", period | {"films": ["canary-film"]})
        essay = {"slug": "canary-words", "authors": ["canary"], "films": ["canary-film"]}
        post(staff, "/essays/", essay)
        delete(staff, "/films/canary-film/")
        log = str(list(AuditEntry.objects.values()))
        assert "canary" not in log.lower()
        assert film["id"] in log
        assert person["id"] in log


class TestEdition:
    def test_it_is_born_a_draft_and_goes_step_by_step(self, staff: User) -> None:
        post(staff, "/editions/", BODIES["/editions/"] | {"state": "open"})
        assert client_of().get(f"{API}/editions/2027/").status_code == 404
        refused = post(staff, "/editions/2027/state/", {"state": "open"}, status=409)
        assert (refused["code"], refused["allowed"]) == ("wrong_step", ["announced"])
        for state in ("announced", "open", "closed"):
            moved = post(staff, "/editions/2027/state/", {"state": state}, status=200)
            assert moved["state"] == state
        entry = last_entry()
        assert (entry.before, entry.after) == ({"state": "open"}, {"state": "closed"})
        post(make_user("filmmaker"), "/editions/2027/state/", {"state": "open"}, status=403)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"time_zone": "Mars/Olympus"},
            {"first_day": "2027-11-20"},
            {"first_day": "2027-11-20", "last_day": "2027-11-19"},
            {"year": -1},
        ],
    )
    def test_refuses(self, staff: User, wrong: dict[str, Any]) -> None:
        post(staff, "/editions/", BODIES["/editions/"] | wrong, status=400)

    def test_one_with_screenings_stays(self, staff: User) -> None:
        edition = make_screening().edition
        assert delete(staff, f"/editions/{edition.slug}/", status=409)["code"] == "in_use"


class TestFilm:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"countries": ["cn"]},
            {"countries": ["CHN"]},
            {"languages": ["chinese"]},
            {"visibility": "secret"},
            {"credits": [{"person": "nobody", "role": "director"}]},
            {"credits": [{"person": "zhang-san", "role": "king"}]},
            {"credits": [{"person": "zhang-san", "role": "editor"}] * 2},
            {"terms": [{"kind": "theme", "slug": "nothing"}]},
            {"terms": ["rivers"]},
            {"texts": {"en": {"synopsis": "without a title"}}},
            {"texts": []},
        ],
    )
    def test_refuses(self, staff: User, wrong: dict[str, Any]) -> None:
        a_person("zhang-san", "Zhang San")
        post(staff, "/films/", BODIES["/films/"] | wrong, status=400)
        assert not Film.objects.exists()

    def test_credits_and_terms_are_written_whole(self, staff: User) -> None:
        a_person("zhang-san", "Zhang San")
        a_person("li-si", "Li Si")
        a_term("theme", "rivers")
        credits_ = [{"person": name, "role": "writer"} for name in ("zhang-san", "li-si")]
        terms = [{"kind": "theme", "slug": "rivers"}]
        made = post(staff, "/films/", BODIES["/films/"] | {"credits": credits_, "terms": terms})
        assert [c["person"]["slug"] for c in made["credits"]] == ["zhang-san", "li-si"]
        assert [term["slug"] for term in made["terms"]] == ["rivers"]
        changed = patch(staff, "/films/river/", {"credits": credits_[:0:-1], "terms": []})
        assert [c["person"]["slug"] for c in changed["credits"]] == ["li-si"]
        assert changed["terms"] == []

    @pytest.mark.parametrize(
        "wrong",
        [
            {"credits": [{"person": "zhang-san"}]},
            {"credits": ["zhang-san"]},
            {"texts": {"bo": {"synopsis": "a new language without a title"}}},
            {"texts": {"en": "River"}},
        ],
    )
    def test_a_change_has_its_parts_whole(self, staff: User, wrong: dict[str, Any]) -> None:
        a_person("zhang-san", "Zhang San")
        a_film("river", "River")
        patch(staff, "/films/river/", wrong, status=400)

    def test_one_with_a_master_is_withdrawn_and_not_deleted(self, staff: User) -> None:
        film = make_version().film
        assert delete(staff, f"/films/{film.slug}/", status=409)["code"] == "in_use"

    def test_versions(self, staff: User) -> None:
        film = a_film("river", "River")
        version = post(staff, "/films/river/versions/", {"kind": "trailer"})
        assert film.versions.get().public_id == version["id"]
        post(make_user(), "/films/river/versions/", {"kind": "restored"}, status=403)
        delete(staff, f"/versions/{version['id']}/")
        used = make_version(film)
        assert delete(staff, f"/versions/{used.public_id}/", status=409)["code"] == "in_use"


class TestTeam:
    @pytest.fixture
    def filmmaker(self) -> User:
        user = make_user("filmmaker")
        film = a_film("river", "River", visibility=Visibility.HIDDEN)
        FilmTeam.objects.create(film=film, user=user, role=TeamRole.DIRECTOR)
        return user

    def test_it_changes_the_words_of_its_film_though_it_is_hidden(self, filmmaker: User) -> None:
        changed = patch(filmmaker, "/films/river/", {"texts": {"zh-Hant": {"title": "河"}}})
        assert changed["texts"]["zh-Hant"]["title"] == "河"
        assert client_of(filmmaker).get(f"{API}/films/river/?all=true").status_code == 200

    @pytest.mark.parametrize(
        "body", [{"visibility": "public"}, {"terms": []}, {"credits": []}, {"slug": "stream"}]
    )
    def test_it_decides_nothing_else(self, filmmaker: User, body: dict[str, Any]) -> None:
        assert patch(filmmaker, "/films/river/", body, status=403)["code"] == "only_texts"
        delete(filmmaker, "/films/river/", status=403)

    def test_it_sees_no_more_around_its_film_than_others(self, filmmaker: User) -> None:
        film = Film.objects.get()
        Credit.objects.create(
            film=film, role="editor", person=a_person("secret", "Secret", visibility="hidden")
        )
        a_period("secret", "Secret", visibility="hidden").films.add(film)
        answer = client_of(filmmaker).get(f"{API}/films/river/?all=true")
        assert "secret" not in answer.content.decode().lower()

    def test_other_filmmakers_do_not_even_learn_that_there_is_one(self, filmmaker: User) -> None:
        other = make_user("filmmaker")
        patch(other, "/films/river/", {"texts": {}}, status=404)
        Film.objects.update(visibility=Visibility.PUBLIC)
        refused = patch(other, "/films/river/", {"texts": {}}, status=403)
        assert refused["code"] == "not_on_team"


class TestHistory:
    def test_films_people_and_essays_hang_on_a_period(self, staff: User) -> None:
        a_film("river", "River")
        a_person("zhang-san", "Zhang San")
        period = BODIES["/periods/"] | {"films": ["river"], "people": ["zhang-san"]}
        made = post(staff, "/periods/", period)
        assert [film["slug"] for film in made["films"]] == ["river"]
        essay = {"period": "nineties", "authors": ["zhang-san"], "films": ["river"]}
        assert post(staff, "/essays/", BODIES["/essays/"] | essay)["period"]["slug"] == "nineties"
        patch(staff, "/periods/nineties/", {"films": []})
        assert not Period.objects.get().films.exists()
        assert Essay.objects.get().films.exists()

    @pytest.mark.parametrize(
        "wrong", [{"last_year": 1980}, {"films": ["nothing"]}, {"people": "zhang-san"}]
    )
    def test_refuses(self, staff: User, wrong: dict[str, Any]) -> None:
        post(staff, "/periods/", BODIES["/periods/"] | wrong, status=400)


class TestScreening:
    def body(self, edition: Edition, **fields: Any) -> dict[str, Any]:
        items = [{"version": make_version().public_id} for _ in range(2)]
        return {"edition": edition.slug, "slug": "block", "items": items} | fields

    def test_a_block_in_its_order(self, staff: User) -> None:
        body = self.body(make_edition(), texts={"en": {"title": "Block"}})
        body["items"][1] |= {"kind": "conversation", "on_unavailable": "skip"}
        made = post(staff, "/screenings/", body)
        assert [(i["position"], i["kind"]) for i in made["items"]] == [
            (0, "film"), (1, "conversation"),
        ]  # fmt: skip
        assert [item["version"] for item in made["items"]] == [i["version"] for i in body["items"]]

    def test_items_that_stay_keep_their_ids(self, staff: User) -> None:
        body = self.body(make_edition())
        made = post(staff, "/screenings/", body)
        path = f"/screenings/{made['id']}/"
        ids = {item["version"]: item["id"] for item in made["items"]}
        turned = patch(staff, path, {"items": body["items"][::-1]})
        assert [item["id"] for item in turned["items"]] == [
            ids[item["version"]] for item in body["items"][::-1]
        ]
        assert len(patch(staff, path, {"items": body["items"][:1]})["items"]) == 1
        assert last_entry().model == "catalog.screening"
        assert len(last_entry().before["items"]) == 2

    @pytest.mark.parametrize(
        "wrong",
        [
            {"items": [{"version": "nothing"}]},
            {"items": [{"kind": "film"}]},
            {"edition": "nothing"},
            {"programme": "of-another-edition"},
        ],
    )
    def test_refuses(self, staff: User, wrong: dict[str, Any]) -> None:
        post(staff, "/screenings/", self.body(make_edition()) | wrong, status=400)

    def test_the_same_twice_is_refused(self, staff: User) -> None:
        body = self.body(make_edition())
        post(staff, "/screenings/", body | {"items": body["items"][:1] * 2}, status=400)

    def test_a_taken_slug_is_a_conflict(self, staff: User) -> None:
        edition = make_edition()
        post(staff, "/screenings/", self.body(edition))
        refused = post(staff, "/screenings/", self.body(edition), status=409)
        assert refused["code"] == "conflict"

    def test_one_with_tickets_stays(self, staff: User) -> None:
        screening = make_screening()
        offer = make_offer(screening)
        make_ticket(offer, make_user())
        assert delete(staff, f"/screenings/{screening.public_id}/", status=409)["code"] == "in_use"
        Offer.objects.get().tickets.all().delete()
        delete(staff, f"/screenings/{screening.public_id}/")
        assert not Screening.objects.exists()

    def test_others_may_not(self, staff: User) -> None:
        screening = make_screening()
        for user in (None, make_user(), make_user("filmmaker")):
            refused = 403 if user else 401
            post(user, "/screenings/", self.body(make_edition()), status=refused)
            patch(user, f"/screenings/{screening.public_id}/", {"slug": "x"}, status=refused)
            delete(user, f"/screenings/{screening.public_id}/", status=refused)


def test_somebody_needs_a_name(staff: User) -> None:
    post(staff, "/people/", {"slug": "zhang-san"}, status=400)
    assert not Person.objects.exists()
    assert not Term.objects.exists()
