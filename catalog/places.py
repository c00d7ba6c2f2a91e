"""Where a request comes from. The address is looked up and forgotten: never logged or stored."""

import logging
import threading
from dataclasses import replace
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Any

import maxminddb
from django.conf import settings
from django.http import HttpRequest

from catalog.verdict import Place

logger = logging.getLogger(__name__)

UNKNOWN = Place(country=None, region=None, network="unknown")
Address = IPv4Address | IPv6Address
# Flags of MaxMind's Anonymous IP and of DB-IP. A hosting provider alone is no anonymity: whole
# companies and universities go out through one.
ANONYMOUS = (
    "is_anonymous",
    "is_anonymous_proxy",
    "is_anonymous_vpn",
    "is_public_proxy",
    "is_residential_proxy",
    "is_tor_exit_node",
)


def place_of(request: HttpRequest) -> Place:
    """Find the client's place in the operator's database; unknown where anything is missing."""
    address = client_address(
        remote=request.META.get("REMOTE_ADDR", ""),
        forwarded=request.META.get("HTTP_X_FORWARDED_FOR", ""),
    )
    return UNKNOWN if address is None else place_at(address)


def place_at(address: Address) -> Place:
    """Find the place of an address, and what kind of network it is in.

    A database of anonymous networks knows better than the traits of a place database; what it does
    not list is an ordinary network.
    """
    place = _place(_places.lookup(settings.PLACE_DATABASE, address))
    if not _networks.opens(settings.ANONYMOUS_DATABASE):
        return place
    listed = _networks.lookup(settings.ANONYMOUS_DATABASE, address)
    return replace(place, network="anonymous" if _is_anonymous(listed) else "ordinary")


def client_address(*, remote: str, forwarded: str) -> Address | None:
    """Find the client's address behind our own proxies.

    Anybody may send X-Forwarded-For, so it is read from the right, only as far as the proxies we
    trust have written it, and only when one of them hands us the request. None: can't be told.
    """
    address = _parse(remote)
    if address is None or not _trusted(address):
        return address
    for entry in reversed(forwarded.split(",") if forwarded.strip() else []):
        address = _parse(entry)
        if address is None or not _trusted(address):
            return address
    return address


def _parse(text: str) -> Address | None:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def _trusted(address: Address) -> bool:
    return any(address in network for network in settings.TRUSTED_PROXIES)


class _Database:
    """One open reader a process, opened anew when the file's time changes.

    Replace the file by renaming a new one over it: a reader maps it into memory. A file that can't
    be read leaves the last good one in use.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._opened: tuple[str, int] | None = None
        self._reader: maxminddb.Reader | None = None

    def opens(self, path: str) -> bool:
        """Tell whether there is a database to look into."""
        return self._current(path) is not None

    def lookup(self, path: str, address: Address) -> Any:
        """Return the record of `address`, None where there is none."""
        reader = self._current(path)
        if reader is None:
            return None
        try:
            return reader.get(address)
        except (ValueError, maxminddb.InvalidDatabaseError):
            return None  # an IPv6 address in a database of IPv4, or a damaged file

    def _current(self, path: str) -> maxminddb.Reader | None:
        try:
            version = (path, Path(path).stat().st_mtime_ns) if path else None
        except OSError:
            version = None
        with self._lock:
            if version is None:
                self._opened = self._reader = None
            elif version != self._opened:
                self._open(version)
            return self._reader

    def _open(self, version: tuple[str, int]) -> None:
        if self._opened is not None and self._opened[0] != version[0]:
            self._reader = None
        self._opened = version
        try:
            self._reader = maxminddb.open_database(version[0])
        except (OSError, ValueError, maxminddb.InvalidDatabaseError):
            logger.exception("A place database can't be read")


_places, _networks = _Database(), _Database()


def _place(record: Any) -> Place:
    """From a record of MaxMind's or DB-IP's shape; fields of another shape count as missing.

    DB-IP's free database names regions without their codes: those are known to be in the country.
    """
    if not isinstance(record, dict):
        return UNKNOWN
    country = _code(record.get("country"))
    subdivisions = record.get("subdivisions")
    part = _code(subdivisions[0]) if isinstance(subdivisions, list) and subdivisions else None
    return Place(
        country=country,
        region=f"{country}-{part}" if country and part else None,
        network="anonymous" if _is_anonymous(record.get("traits")) else "ordinary",
    )


def _is_anonymous(flags: Any) -> bool:
    """Of a record of an anonymous-network database, or of the traits of a place."""
    return isinstance(flags, dict) and any(flags.get(flag) is True for flag in ANONYMOUS)


def _code(entry: Any) -> str | None:
    code = entry.get("iso_code") if isinstance(entry, dict) else None
    return code if isinstance(code, str) and code else None
