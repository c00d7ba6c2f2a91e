"""What is in the database and the store after all that: `python -m infra.chaos.evidence`.

Run in the platform's environment. Prints JSON: `films` (by the id of their master: `state`,
`tracks` with the SHA-256 of each decrypted track, `broken` with what `validate_hls` says against
it), `doubled` and `left_behind`, each a list of what is wrong.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vod.settings")
django.setup()

from django.conf import settings  # noqa: E402

from infra.local.hls import decrypt  # noqa: E402
from transcoding import keys, storage  # noqa: E402
from transcoding.models import (  # noqa: E402
    Frame,
    JobStep,
    Master,
    Publication,
    Segment,
    Track,
)
from transcoding.states import MasterState, StepState  # noqa: E402
from transcoding.validation.report import validate  # noqa: E402
from vod.playback.export import export  # noqa: E402


def stored(name: str) -> bytes:
    """An object of the renditions' bucket."""
    body = storage.client().get_object(Bucket=settings.BUCKET_RENDITIONS, Key=name)["Body"]
    data: bytes = body.read()
    return data


def digest(track: Track) -> str:
    """SHA-256 of a whole track in clear; raises if a segment is missing or can't be decrypted."""
    seen = hashlib.sha256(stored(track.init_object) if track.init_object else b"")
    rows = list(track.segments.order_by("position"))
    if any(after.position - before.position != 1 for before, after in pairwise(rows)):
        raise LookupError(f"{track}: a segment is missing")
    for row in rows:
        data = stored(row.object_name)
        if len(data) != row.size:
            raise LookupError(f"{track}: segment {row.position} has {len(data)} of {row.size}")
        seen.update(clear(track, row, data))
    return f"{len(rows)} segments, {seen.hexdigest()}"


def clear(track: Track, row: Segment, data: bytes) -> bytes:
    """A stored segment as it was before it was encrypted."""
    if track.secret is None:
        return data
    sealed = bytes(track.secret.sealed)
    secret = keys.unseal(sealed, key_encryption_keys=settings.KEY_ENCRYPTION_KEYS)
    per_period = track.key_period_segments
    key, initial = keys.of_segment(
        secret, track=track.label, position=row.position, per_period=per_period
    )
    return decrypt(data, key, initial)


def film(master: Master) -> dict[str, Any]:
    """A master's state, and the newest publication's tracks."""
    if master.state != MasterState.READY:
        state = f"{master.state} {master.problem} {master.detail}"
        return {"state": state, "tracks": {}, "broken": []}
    publication = master.publications.latest("revision")
    tracks = publication.tracks.order_by("label")
    return {
        "state": master.state,
        "tracks": {track.label: digest(track) for track in tracks},
        "broken": broken(publication),
    }


def broken(publication: Publication) -> list[str]:
    """What `validate_hls` says against it: every MUST that it breaks."""
    with tempfile.TemporaryDirectory(prefix="chaos-") as name:
        playlist = export(publication, Path(name) / "copy", clear=False)
        failed = validate(str(playlist)).failed()
    return [f"{judged.rule.item}: {judged.measured}" for judged in failed]


def doubled() -> list[str]:
    """Listed objects that another attempt stored than the one that completed its step."""
    attempts = dict(JobStep.objects.filter(state=StepState.DONE).values_list("pk", "attempt"))
    names = set(Segment.objects.values_list("object_name", flat=True))
    if len(names) != Segment.objects.count():
        return ["two rows name one object"]
    return [name for name in names if attempts.get(int(name.split("/")[1])) != _attempt(name)]


def _attempt(name: str) -> int:
    return int(name.split("/")[2])


def left_behind() -> list[str]:
    """Objects and unfinished uploads that no row knows, steps that wait for nothing."""
    listed = set(Segment.objects.values_list("object_name", flat=True))
    listed |= set(Track.objects.values_list("init_object", flat=True))
    listed |= set(Frame.objects.values_list("object_name", flat=True))
    objects = [name for name in storage.list_renditions("") if name not in listed]
    bucket = settings.BUCKET_MASTERS
    uploads = storage.client().list_multipart_uploads(Bucket=bucket).get("Uploads", [])
    known = set(Master.objects.values_list("object_key", flat=True))
    masters = storage.client().list_objects_v2(Bucket=bucket).get("Contents", [])
    steps = JobStep.objects.exclude(state__in=[StepState.DONE, StepState.CANCELLED])
    return [
        *(f"object {name}" for name in objects),
        *(f"upload {upload['Key']}" for upload in uploads),
        *(f"master {entry['Key']}" for entry in masters if entry["Key"] not in known),
        *(f"step {step} is {step.state}" for step in steps),
    ]


def main() -> None:
    """Look, and print."""
    films = {master.public_id: film(master) for master in Master.objects.order_by("pk")}
    print(json.dumps({"films": films, "doubled": doubled(), "left_behind": left_behind()}))


if __name__ == "__main__":
    main()
