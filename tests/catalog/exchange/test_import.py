"""Files as people make them: what is read, what is said of mistakes; all of it, or nothing."""

import io
import zipfile
from typing import Any

import pytest

from accounts.models import AuditEntry
from catalog.exchange import tables
from catalog.exchange.report import WORDS, Code
from catalog.models import Edition, Film, FilmText, Person, Screening
from catalog.services import import_catalogue
from tests.catalog.exchange.shelf import NOW, shelf
from tests.catalog.rows import client_of, make_user

pytestmark = pytest.mark.django_db
EDITION = "slug,year,time_zone,state,title:en\n2027,2027,Europe/Berlin,draft,Second\n"


def packed(**files: str | bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in {"edition": EDITION, **files}.items():
            archive.writestr(f"{name}.csv", content)
    return data.getvalue()


def bring(data: bytes, **more: Any) -> Any:
    return import_catalogue(**{"data": data, "actor": None, "now": NOW, "dry_run": False} | more)


class TestRead:
    def test_a_hand_made_block_with_labels_of_its_own(self) -> None:
        report = bring(
            packed(
                people="slug,visibility,name:zh-Hans\nli,public,李四\n",
                films="slug,year,countries,title:en\nriver,2019,CN; FR,River\nlake,2020,,Lake\n",
                credits="film,person,role\nriver,li,director\n",
                versions="id,film,kind\nv1,river,festival_cut\nv2,lake,festival_cut\n",
                screenings="id,slug,title:en\ns1,waters,Waters\n",
                items=(
                    "screening,position,kind,version,on_unavailable\n"
                    "s1,0,film,v1,deny\ns1,1,film,v2,skip\n"
                ),
            )
        )
        assert report.errors == []
        screening = Screening.objects.get(slug="waters")
        assert len(screening.public_id) == 22
        shown = screening.items.order_by("position")
        assert [item.version.film.slug for item in shown] == ["river", "lake"]
        assert Film.objects.get(slug="river").countries == ["CN", "FR"]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_what_spreadsheets_write(self, encoding: str, delimiter: str) -> None:
        rows = [["slug", "year", "title:zh-Hans"], ["he", "2019", "长河之歌"]]
        text = "".join(delimiter.join(row) + "\r\n" for row in rows)
        assert bring(packed(films=text.encode(encoding))).errors == []
        assert FilmText.objects.get(film__slug="he").title == "长河之歌"

    def test_what_the_file_does_not_name_stays(self) -> None:
        shelf()
        texts = list(FilmText.objects.filter(film__slug="river").values_list("title", "synopsis"))
        films = "slug,year,title:zh-Hant\nriver,2010,河\n"
        report = bring(packed(films=films))
        assert report.errors == []
        film = Film.objects.get(slug="river")
        assert (film.year, film.visibility, film.countries) == (2010, "public", ["CN", "FR"])
        assert film.credits.count() == 2
        kept = film.texts.exclude(language="zh-Hant").values_list("title", "synopsis")
        assert list(kept) == texts

    def test_the_state_of_an_edition_is_not_changed_by_a_file(self) -> None:
        Edition.objects.create(slug="2027", year=2027, state="closed")
        report = bring(packed())
        assert [finding.code for finding in report.findings] == [Code.STATE_STAYS]
        assert report.written
        assert Edition.objects.get(slug="2027").state == "closed"


class TestMistakes:
    @pytest.mark.parametrize(
        ("noun", "text", "column", "code"),
        [
            ("films", "slug,year\nriver,\n", "year", "required"),
            ("films", "slug\nriver\n", "year", "required"),
            ("films", "slug,year\nriver,many\n", "year", "not_a_number"),
            ("films", "slug,year\nri ver,2019\n", "slug", "not_a_key"),
            ("films", "slug,year,countries\nr,2019,China\n", "countries", "not_a_country"),
            ("films", "slug,year,languages\nr,2019,zh_CN\n", "languages", "not_a_language"),
            ("films", "slug,year,title:english\nr,2019,x\n", "title:english", "not_a_language"),
            ("films", "slug,year,visibility\nr,2019,open\n", "visibility", "not_a_choice"),
            ("films", "slug,year,indexable\nr,2019,maybe\n", "indexable", "not_a_flag"),
            ("films", "slug,year,reveal_at\nr,2019,2026-11-20\n", "reveal_at", "not_an_instant"),
            ("films", "slug,year,colour\nr,2019,red\n", "colour", "unknown_column"),
            ("films", "slug,year,synopsis:en\nr,2019,x\n", "title:en", "required"),
            ("films", f"slug,year,title:en\nr,2019,{'x' * 201}\n", "title:en", "too_long"),
            ("films", "slug,year\nr,2019\nr,2020\n", "slug", "twice"),
            ("films", "slug,year,themes\nr,2019,exile\n", "themes", "unknown_key"),
            ("credits", "film,person,role\nr,p,director\n", "film", "unknown_key"),
            ("periods", "slug,first_year,last_year\np,2011,2000\n", "last_year", "order"),
            ("films", b"slug,year\n\xff\xff\x00,1\n", "", "encoding"),
            ("users", "email\nx\n", "", "unknown_file"),
        ],
    )
    def test_each_is_named_with_its_line_and_column(
        self, noun: str, text: str | bytes, column: str, code: str
    ) -> None:
        report = bring(packed(**{noun: text}))
        found = report.errors[0]
        assert (found.code, found.column) == (code, column)
        if column:
            assert (found.noun, found.line) == (noun, 3 if code == "twice" else 2)
        assert set(found.messages()) == {"en", "zh-Hans"}
        assert not report.written
        assert not Edition.objects.exists()

    def test_a_row_after_a_text_of_several_lines_has_its_line_in_the_file(self) -> None:
        films = 'slug,year,title:en,synopsis:en\na,2019,A,"one\ntwo\nthree"\nb,never,B,\n'
        assert bring(packed(films=films)).errors[0].line == 5

    def test_all_or_nothing(self) -> None:
        report = bring(packed(people="slug\nli\n", films="slug,year\nriver,2019\nlake,never\n"))
        assert [finding.line for finding in report.errors] == [3]
        assert not Person.objects.exists()
        assert not Film.objects.exists()

    @pytest.mark.parametrize("data", [b"", b"PK", b"{", b"[]", b"{}", b"\x00" * 100])
    def test_what_is_no_catalogue(self, data: bytes) -> None:
        assert [finding.code for finding in bring(data).errors] == ["not_a_catalogue"]

    def test_a_bomb_is_not_unpacked(self) -> None:
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("films.csv", b"0" * (tables.LARGEST + 1))
        assert [finding.code for finding in bring(data.getvalue()).errors] == ["too_large"]

    def test_every_code_has_words_in_both_languages(self) -> None:
        assert set(WORDS) == set(Code)
        assert all(english and chinese for english, chinese in WORDS.values())


class TestFormulas:
    @pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "＝1", "'=1", "''=1"])
    def test_no_cell_is_computed_and_each_comes_back(self, cell: str) -> None:
        assert tables.escape(cell).startswith("'")
        assert tables.unescape(tables.escape(cell)) == cell

    @pytest.mark.parametrize("cell", ["'til madness", "1=1", "", "河"])
    def test_other_cells_stay_as_they_are(self, cell: str) -> None:
        assert tables.escape(cell) == tables.unescape(cell) == cell


class TestApi:
    def test_there_and_back(self) -> None:
        shelf()
        staff = client_of(make_user("programmer"))
        for form, media in (("csv", "application/zip"), ("json", "application/json")):
            got = staff.get(f"/api/v1/editions/2026/export/?format={form}")
            assert got["Content-Type"] == media
            assert "public" in got["Content-Disposition"]
            back = staff.post("/api/v1/editions/2026/import/", got.content, content_type=media)
            assert (back.status_code, back.json()["findings"]) == (200, [])
            assert back.json()["written"] is True

    def test_a_dry_run_writes_nothing(self) -> None:
        Edition.objects.create(slug="2027", year=2027)
        data = packed(films="slug,year\nriver,2019\n")
        url = "/api/v1/editions/2027/import/?dry_run=1"
        report = client_of(make_user("admin")).post(url, data, content_type="application/zip")
        assert report.status_code == 200
        counts = {one["noun"]: one["created"] for one in report.json()["records"]}
        assert counts["films"] == 1
        assert report.json()["written"] is False
        assert not Film.objects.exists()
        assert not AuditEntry.objects.exists()

    def test_mistakes_are_422_with_the_report(self) -> None:
        Edition.objects.create(slug="2027", year=2027)
        data = packed(films="slug,year\nriver,never\n")
        url = "/api/v1/editions/2027/import/"
        report = client_of(make_user("admin")).post(url, data, content_type="application/zip")
        assert report.status_code == 422
        assert report.json()["findings"][0]["messages"]["zh-Hans"]

    def test_a_file_of_another_edition_is_refused(self) -> None:
        Edition.objects.create(slug="2026", year=2026)
        url = "/api/v1/editions/2026/import/"
        report = client_of(make_user("admin")).post(url, packed(), content_type="application/zip")
        assert report.json()["findings"][0]["code"] == "other_edition"

    def test_it_is_in_the_audit_log_under_who_did_it(self) -> None:
        user = make_user("programmer")
        bring(packed(films="slug,year\nriver,2019\n"), actor=user)
        entry = AuditEntry.objects.get(model="catalog.import")
        assert entry.after["created"] == {"edition": 1, "films": 1}
        assert entry.actor
        assert AuditEntry.objects.get(model="catalog.edition").after["slug"] == "2027"

    @pytest.mark.parametrize("roles", [None, (), ("filmmaker",)])
    def test_for_staff_alone(self, roles: tuple[str, ...] | None) -> None:
        shelf()
        client = client_of(make_user(*roles) if roles is not None else None)
        status = 401 if roles is None else 403
        for form in ("csv", "json"):
            refused = client.get(f"/api/v1/editions/2026/export/?format={form}")
            assert refused.status_code == status
            assert refused.json()["code"] in {"permission_denied", "not_authenticated"}
        url = "/api/v1/editions/2026/import/"
        assert client.post(url, b"{}", content_type="application/json").status_code == status
