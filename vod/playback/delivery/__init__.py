"""How a film's objects reach its viewer: one protocol, three back ends (ADR 0029)."""

from vod.playback.delivery.chosen import chosen, origin
from vod.playback.delivery.protocol import (
    AFTER_END,
    LONGEST,
    Around,
    Delivery,
    addresses_until,
    film_of,
)

__all__ = [
    "AFTER_END",
    "LONGEST",
    "Around",
    "Delivery",
    "addresses_until",
    "chosen",
    "film_of",
    "origin",
]
