"""Pictures of films: taken in, shown at addresses that soon end, taken away."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import lru_cache

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext
from rest_framework.exceptions import APIException, ValidationError

from accounts.models import User
from catalog.models import Film, Still
from catalog.models.stills import object_name
from catalog.pictures import MAX_PIXELS, MAX_SIDE, MIN_SIDE, NotAPicture, as_jpeg
from catalog.services.nouns import STILL
from catalog.services.writing import create, delete
from transcoding.storage import STORE_ERRORS, StoreUnavailable

MOST = 60  # stills of one film
SIGNED_ANEW_SECONDS = 600  # the same address till then, so that a browser need not load it twice


class TooMany(APIException):
    """The film has as many stills as it may have."""

    status_code = 409
    default_code = "too_many_stills"

    def __init__(self) -> None:
        super().__init__(gettext("This film has enough stills. Delete one first."))


def add_still(*, film: Film, data: bytes, actor: User, now: datetime) -> Still:
    """A new still, hidden until staff show it. Raises `ValidationError`, `TooMany`."""
    try:
        picture = as_jpeg(data)
    except NotAPicture as refused:
        raise ValidationError({"image": _why(refused.code)}, code=refused.code) from refused
    number = film.stills.count()
    if number >= MOST:
        raise TooMany
    values = {
        "film": film,
        "image": ContentFile(picture.data, name="still.jpg"),
        "width": picture.width,
        "height": picture.height,
        "position": number,
    }
    with _storing(), transaction.atomic():
        still: Still = create(noun=STILL, values=values, actor=actor, now=now)
        storages["default"].save(small_name(still), ContentFile(picture.small))
    return still


@transaction.atomic
def delete_still(*, still: Still, actor: User, now: datetime) -> None:
    """Take the picture away; its bytes go once the row is gone."""
    names = (str(still.image.name), small_name(still))
    delete(noun=STILL, row=still, actor=actor, now=now)
    transaction.on_commit(lambda: _delete(names))


def destroy_all(*, film_id: int) -> None:
    """Delete every picture of a film, then its rows. Raises `StoreUnavailable`."""
    for still in Still.objects.filter(film=film_id):
        with _storing():
            for name in (str(still.image.name), small_name(still)):
                storages["default"].delete(name)
        still.delete()


def move_concealed(*, now: datetime) -> int:
    """Give pictures that a withdrawal took out of sight new names; how many.

    Addresses that were signed before end with it, instead of within the hour. Each is moved once:
    a picture's name is new from then on, and nobody is told it.
    """
    waiting = Still.objects.filter(concealed_at__lte=now, moved=False)
    return sum(_move(still) for still in waiting)


def _move(still: Still) -> bool:
    """Copy, point, delete: whatever fails on the way, the row names a picture that is there."""
    before = (str(still.image.name), small_name(still))
    try:
        with _storing():
            pictures = [_read(name) for name in before]
            name = storages["default"].save(object_name(still, ""), ContentFile(pictures[0]))
            storages["default"].save(_small(name), ContentFile(pictures[1]))
    except (StoreUnavailable, FileNotFoundError):
        return False
    Still.objects.filter(pk=still.pk).update(image=name, moved=True)
    _delete(before)
    return True


def address_of(still: Still, *, now: datetime, small: bool = False) -> str:
    """Where browsers load the picture from; the address ends within an hour (`STORAGES`)."""
    return signed_address(str(still.image.name), now=now, small=small)


def signed_address(name: str, *, now: datetime, small: bool = False) -> str:
    """The same by the name of the picture's object."""
    asked = _small(name) if small else name
    return _signed(asked, int(now.timestamp()) // SIGNED_ANEW_SECONDS)


def small_name(still: Still) -> str:
    """The name of the picture for lists, beside the other's."""
    return _small(str(still.image.name))


def _small(name: str) -> str:
    return name.removesuffix(".jpg") + "-small.jpg"


@lru_cache(maxsize=4096)
def _signed(name: str, _: int) -> str:
    return storages["signed"].url(name)


def _read(name: str) -> bytes:
    with storages["default"].open(name) as picture:
        return bytes(picture.read())


def _delete(names: Iterable[str]) -> None:
    # What stays because the store is away is named by chance and known to nobody any more.
    for name in names:
        with suppress(StoreUnavailable), _storing():
            storages["default"].delete(name)


@contextmanager
def _storing() -> Iterator[None]:
    try:
        yield
    except STORE_ERRORS as failure:
        raise StoreUnavailable(str(failure)) from failure


def _why(code: str) -> str:
    return {
        "too_large": gettext("A still has 20 MB at most."),
        "not_a_picture": gettext("This is no JPEG, PNG or WebP that we can read."),
        "too_many_pixels": gettext("A still has %(millions)s million pixels at most.")
        % {"millions": MAX_PIXELS // 1_000_000},
        "too_small": gettext(
            "A still has %(least)s pixels at least, and is shown with up to %(most)s."
        )
        % {"least": MIN_SIDE, "most": MAX_SIDE},
    }[code]
