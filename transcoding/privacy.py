"""What is held of films that were sent: their senders stand here under a public id alone."""

from datetime import datetime
from typing import Any, Protocol

from transcoding.models import (
    ContentSecret,
    Frame,
    Job,
    JobStep,
    Master,
    Publication,
    QualityReport,
    Segment,
    SubtitleSource,
    Track,
    UploadPart,
)
from vod.retention import Counts, Held, forget_all, kept

FILM = "With the film: of what was sent, not of who watches. No file name is kept."


class Sender(Protocol):
    """Whoever sent a master."""

    public_id: str


HELD = (
    Held(
        model=Master,
        rule="Until `retain_until`, unless a publication needs it.",
        since="created_at",
    ),
    Held(model=SubtitleSource, rule=FILM, since="created_at"),
    Held(model=QualityReport, rule=FILM, since="created_at"),
    Held(model=Job, rule=FILM, since="created_at"),
    Held(model=JobStep, rule=FILM, since="created_at"),
    Held(model=Publication, rule=FILM, since="created_at"),
    *kept(FILM, UploadPart, ContentSecret, Track, Segment, Publication.tracks.through, Frame),
)


def export(user: Sender) -> dict[str, Any]:
    """What `user` has sent."""
    sent = Master.objects.filter(owner=user.public_id).order_by("created_at", "pk")
    return {
        "masters": list(sent.values("public_id", "state", "size", "created_at", "retain_until"))
    }


def erase(user: Sender, now: datetime) -> None:
    """Films stay with their teams; that she sent them is forgotten."""
    Master.objects.filter(owner=user.public_id).update(owner="")
    JobStep.objects.filter(owner=user.public_id).update(owner="")


def retain(now: datetime) -> Counts:
    """Nothing here has a time of its own: `transcoding.collection` clears the store."""
    return forget_all(HELD, now)
