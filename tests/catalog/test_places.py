"""Where a request comes from: which address is believed, and what a database says of it."""

import logging
import os
from ipaddress import ip_network
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.test import RequestFactory
from mmdb_writer import MMDBWriter
from netaddr import IPSet
from pytest_django import Settings

from catalog.places import place_of
from catalog.verdict import Place

GERMAN, FRENCH, CALIFORNIAN, VPN = "192.0.2.7", "198.51.100.7", "203.0.113.7", "203.0.113.200"
BERLIN_V6 = "2001:db8:1::7"
PROXY, INNER_PROXY = "10.0.0.1", "10.0.0.2"
UNKNOWN = Place(country=None, region=None, network="unknown")
RECORDS: dict[str, Any] = {
    "192.0.2.0/24": {"country": {"iso_code": "DE"}},
    "198.51.100.0/24": {"country": {"iso_code": "FR"}},
    "203.0.113.0/25": {"country": {"iso_code": "US"}, "subdivisions": [{"iso_code": "CA"}]},
    "203.0.113.128/25": {"country": {"iso_code": "NL"}, "traits": {"is_anonymous": True}},
    "2001:db8:1::/48": {"country": {"iso_code": "DE"}, "subdivisions": [{"iso_code": "BE"}]},
}


def write(path: Path, records: dict[str, Any], *, ip_version: int = 6) -> None:
    """A new database over the old one, as operators are told to replace it."""
    writer = MMDBWriter(ip_version, "Test", ipv4_compatible=ip_version == 6)
    for network, record in records.items():
        writer.insert_network(IPSet([network]), record)
    fresh = path.with_suffix(".new")
    writer.to_db_file(str(fresh))
    fresh.replace(path)


@pytest.fixture
def database(tmp_path: Path, settings: Settings) -> Path:
    path = tmp_path / "places.mmdb"
    write(path, RECORDS)
    settings.PLACE_DATABASE = str(path)
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]
    return path


def place(remote: str, forwarded: str | None = None) -> Place:
    headers: dict[str, Any] = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return place_of(RequestFactory().get("/", REMOTE_ADDR=remote, **headers))


@pytest.mark.usefixtures("database")
class TestRecord:
    def test_country(self) -> None:
        assert place(GERMAN) == Place(country="DE", region=None, network="ordinary")

    def test_region_is_the_whole_code(self) -> None:
        assert place(CALIFORNIAN) == Place(country="US", region="US-CA", network="ordinary")

    def test_anonymous_network(self) -> None:
        assert place(VPN) == Place(country="NL", region=None, network="anonymous")

    def test_ipv6(self) -> None:
        assert place(BERLIN_V6) == Place(country="DE", region="DE-BE", network="ordinary")

    def test_ipv4_mapped_address_is_the_ipv4_address(self) -> None:
        assert place(f"::ffff:{GERMAN}") == place(GERMAN)

    def test_an_address_without_record_is_unknown(self) -> None:
        assert place("8.8.8.8") == UNKNOWN

    @pytest.mark.parametrize(
        "record",
        ["DE", {"country": "DE"}, {"country": {"iso_code": 49}}, {"subdivisions": "BE"}, {}],
    )
    def test_a_record_of_another_shape_names_no_country(
        self, database: Path, record: object
    ) -> None:
        write(database, {"192.0.2.0/24": record})
        assert place(GERMAN).country is None

    def test_ipv6_in_a_database_of_ipv4_is_unknown(self, database: Path) -> None:
        write(database, {"192.0.2.0/24": RECORDS["192.0.2.0/24"]}, ip_version=4)
        assert place(BERLIN_V6) == UNKNOWN
        assert place(GERMAN).country == "DE"


class TestShapes:
    """Records as the databases that operators use hold them, cut to what matters."""

    DB_IP_LITE: ClassVar[dict[str, Any]] = {
        "continent": {"code": "EU", "names": {"en": "Europe"}},
        "country": {
            "geoname_id": 2921044,
            "is_in_european_union": True,
            "iso_code": "DE",
            "names": {"en": "Germany", "zh-CN": "德国"},
        },
        "subdivisions": [{"names": {"en": "Berlin"}}],
        "city": {"names": {"en": "Berlin (Mitte)"}},
        "location": {"latitude": 52.5, "longitude": 13.4},
    }
    DB_IP_PAID: ClassVar[dict[str, Any]] = DB_IP_LITE | {
        "subdivisions": [{"geoname_id": 2950157, "iso_code": "BE", "names": {"en": "Berlin"}}],
        "traits": {"is_anonymous_proxy": True, "isp": "Example"},
    }
    MAXMIND: ClassVar[dict[str, Any]] = {
        "country": {"iso_code": "GB"},
        "registered_country": {"iso_code": "US"},
        "subdivisions": [{"iso_code": "ENG"}, {"iso_code": "LND"}],
        "traits": {"is_anycast": True},
    }

    @pytest.mark.parametrize(
        ("record", "country", "region", "network"),
        [
            (DB_IP_LITE, "DE", None, "ordinary"),
            (DB_IP_PAID, "DE", "DE-BE", "anonymous"),
            (MAXMIND, "GB", "GB-ENG", "ordinary"),
        ],
    )
    def test_of_a_place(
        self,
        database: Path,
        record: dict[str, Any],
        country: str,
        region: str | None,
        network: Any,
    ) -> None:
        write(database, {"192.0.2.0/24": record})
        assert place(GERMAN) == Place(country=country, region=region, network=network)


class TestAnonymousDatabase:
    @pytest.fixture
    def networks(self, database: Path, tmp_path: Path, settings: Settings) -> Path:
        path = tmp_path / "anonymous.mmdb"
        write(
            path,
            {
                "192.0.2.0/28": {"is_anonymous": True, "is_anonymous_vpn": True},
                "192.0.2.16/28": {"is_tor_exit_node": True},
                "192.0.2.32/28": {"is_anonymous": False, "is_hosting_provider": True},
                "2001:db8:1::/48": {"is_anonymous": True, "is_residential_proxy": True},
            },
        )
        settings.ANONYMOUS_DATABASE = str(path)
        return path

    @pytest.mark.parametrize(
        ("address", "network"),
        [
            (GERMAN, "anonymous"),
            ("192.0.2.20", "anonymous"),
            ("192.0.2.40", "ordinary"),
            ("192.0.2.100", "ordinary"),
            (BERLIN_V6, "anonymous"),
        ],
    )
    @pytest.mark.usefixtures("networks")
    def test_says_which_networks_are(self, address: str, network: str) -> None:
        assert (place(address).country, place(address).network) == ("DE", network)

    @pytest.mark.usefixtures("networks")
    def test_knows_better_than_the_traits_of_a_place(self) -> None:
        assert place(VPN) == Place(country="NL", region=None, network="ordinary")

    @pytest.mark.usefixtures("networks")
    def test_needs_no_place(self) -> None:
        assert place("8.8.8.8") == Place(country=None, region=None, network="ordinary")

    def test_is_reloaded_when_replaced(self, networks: Path) -> None:
        assert place(GERMAN).network == "anonymous"
        write(networks, {"198.51.100.0/24": {"is_anonymous": True}})
        os.utime(networks, (2_000_000_000, 2_000_000_000))
        assert place(GERMAN).network == "ordinary"
        assert place(FRENCH).network == "anonymous"

    def test_the_traits_serve_where_it_is_missing(self, networks: Path) -> None:
        networks.unlink()
        assert place(VPN).network == "anonymous"


@pytest.mark.usefixtures("database")
class TestForwarded:
    def test_a_spoofed_header_of_a_direct_client_is_ignored(self) -> None:
        assert place(GERMAN, FRENCH).country == "DE"

    def test_a_trusted_proxy_is_believed(self) -> None:
        assert place(PROXY, GERMAN).country == "DE"

    def test_entries_that_the_client_put_before_are_ignored(self) -> None:
        assert place(PROXY, f"{FRENCH}, {GERMAN}").country == "DE"

    def test_a_chain_of_trusted_proxies_is_walked(self) -> None:
        assert place(PROXY, f"{FRENCH}, {GERMAN}, {INNER_PROXY}").country == "DE"

    def test_a_client_cannot_pose_as_a_proxy(self) -> None:
        assert place(PROXY, f"{FRENCH}, {INNER_PROXY}, {GERMAN}").country == "DE"

    @pytest.mark.parametrize(
        "forwarded", ["nonsense", f"{FRENCH},", f"{FRENCH}, {GERMAN}:8080", f"{FRENCH}, unknown"]
    )
    def test_a_malformed_entry_is_unknown_and_not_skipped(self, forwarded: str) -> None:
        assert place(PROXY, forwarded) == UNKNOWN

    def test_ipv6_proxy_and_client(self) -> None:
        assert place("fd00::1", BERLIN_V6).region == "DE-BE"

    def test_an_ipv4_mapped_proxy_is_trusted(self) -> None:
        assert place(f"::ffff:{PROXY}", GERMAN).country == "DE"

    def test_a_proxy_that_forwards_for_nobody_is_nowhere(self) -> None:
        assert place(PROXY) == UNKNOWN
        assert place(PROXY, "") == UNKNOWN

    def test_without_trusted_proxies_nobody_is_believed(self, settings: Settings) -> None:
        settings.TRUSTED_PROXIES = []
        assert place(PROXY, GERMAN) == UNKNOWN

    @pytest.mark.parametrize("remote", ["", "unix:", "/run/app.sock", "localhost"])
    def test_a_unix_socket_is_nowhere(self, remote: str) -> None:
        assert place(remote, GERMAN) == UNKNOWN


class TestDatabase:
    def test_none_is_set(self, settings: Settings) -> None:
        settings.PLACE_DATABASE = ""
        assert place(GERMAN) == UNKNOWN

    def test_missing(self, tmp_path: Path, settings: Settings) -> None:
        settings.PLACE_DATABASE = str(tmp_path / "none.mmdb")
        assert place(GERMAN) == UNKNOWN

    def test_replaced_while_running(self, database: Path) -> None:
        assert place(GERMAN).country == "DE"
        write(database, {"192.0.2.0/24": {"country": {"iso_code": "CH"}}})
        os.utime(database, (2_000_000_000, 2_000_000_000))
        assert place(GERMAN).country == "CH"

    def test_removed_while_running(self, database: Path) -> None:
        assert place(GERMAN).country == "DE"
        database.unlink()
        assert place(GERMAN) == UNKNOWN

    def test_a_damaged_replacement_leaves_the_last_good_one(
        self, database: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        assert place(GERMAN).country == "DE"
        damaged = database.with_suffix(".new")
        damaged.write_bytes(b"not a database")
        damaged.replace(database)
        assert place(GERMAN).country == "DE"
        assert GERMAN not in caplog.text

    def test_no_address_is_logged(self, database: Path, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        place(PROXY, GERMAN)
        assert GERMAN not in caplog.text
        assert PROXY not in caplog.text
