"""The whole way of a submission: film, upload, subtitles, transcode, report, publication, copy."""

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import close_old_connections

from accounts.models import User
from catalog.models import FilmVersion
from transcoding.models import Master
from transcoding.states import MasterState, Problem
from vod.ingest import lookup
from vod.ingest.client import Client, Unexpected
from vod.ingest.outcome import BadInput, Failed, Outcome, finding_of
from vod.ingest.sending import AnotherFile, is_same, send_parts
from vod.ingest.showing import Show, Stillness, megabytes, note_of
from vod.ingest.submission import Submission, Subtitle
from vod.ingest.watching import watch
from vod.playback.export import export

CHINESE = "zh-Hans"
GONE_ON_WITH = frozenset({MasterState.PROCESSING, MasterState.READY, MasterState.BLOCKED})
NO_CHANGE = (
    "This film is in already, without its subtitles in {languages}. Add them to it as "
    "docs/how-to/add-a-subtitle.md says; nothing has to be encoded again."
)


@dataclass(kw_only=True)
class Journey:
    """One run. `outcome` is filled as it goes, so that a run which ends early can be told of."""

    submission: Submission
    user: User
    client: Client
    show: Show
    outcome: Outcome

    def hand_in(self) -> None:
        """The film and its subtitles are in, and the work on them begins."""
        version = lookup.version_for(self.submission, user=self.user)
        self.outcome.film = version.film.public_id
        self.outcome.film_slug = version.film.slug
        self.outcome.version = version.public_id
        self.show.say(f"Version {version.public_id} of the film {version.film.slug!r}.")
        earlier = lookup.earlier_master(version, user=self.user, size=self.submission.size)
        if earlier is None or not self._gone_on_with(earlier):
            self._begin(version)

    def _begin(self, version: FilmVersion) -> None:
        if version.master is not None:
            self.show.say(
                "It has a master already. What plays now plays on until the new one is published."
            )
        body = {"size": self.submission.size}
        path = f"/api/v1/versions/{version.public_id}/uploads/"
        self._send(self.client.post(path, body, status=201), kept=set())

    def _gone_on_with(self, earlier: Master) -> bool:
        """Whether the master that is there is of this file, and was gone on with."""
        if earlier.state == MasterState.UPLOADING:
            self.show.say("An upload of this size has begun earlier; going on with it.")
            sources = earlier.subtitle_sources.filter(origin="upload")
            kept = set(sources.values_list("language", "text"))
            try:
                self._send(self.client.get(f"/api/v1/masters/{earlier.public_id}/"), kept=kept)
            except AnotherFile:
                self.show.say("What arrived earlier is of another file: beginning anew.")
                self.client.delete(f"/api/v1/masters/{earlier.public_id}/")
                return False
            return True
        again = earlier.problem == Problem.INTERNAL and lookup.is_staff(self.user)
        if not (again or earlier.state in GONE_ON_WITH) or not self._is_of_this_file(earlier):
            return False
        self.show.say("This very file was handed in earlier; going on with its master.")
        path = f"/api/v1/masters/{earlier.public_id}/"
        self._note(self.client.post(f"{path}retry/") if again else self.client.get(path))
        there = set(earlier.subtitle_sources.values_list("language", flat=True))
        missing = {subtitle.language for subtitle in self.submission.subtitles} - there
        if missing:
            raise BadInput(NO_CHANGE.format(languages=", ".join(sorted(missing))))
        return True

    def _is_of_this_file(self, earlier: Master) -> bool:
        return is_same(
            self.submission.film,
            size=earlier.size,
            part_size=earlier.part_size,
            sums=dict(earlier.parts.values_list("number", "sha256")),
            on_read=lambda count: self._moved("compare", count),
        )

    def _send(self, master: dict[str, Any], *, kept: set[tuple[str, str]]) -> None:
        """Subtitles first: they are small, and what is wrong with them is told at once."""
        self._note(master)
        for subtitle in self.submission.subtitles:
            if (subtitle.language, subtitle.text) not in kept:
                self._add(subtitle)
        film = self.submission.film
        send_parts(self.client, master, film, on_sent=lambda count: self._moved("upload", count))
        self._note(self.client.post(f"/api/v1/masters/{master['id']}/complete/"))

    def _add(self, subtitle: Subtitle) -> None:
        body = {
            "language": subtitle.language,
            "kind": "subtitles",
            "content": base64.b64encode(subtitle.data).decode(),
        }
        path = f"/api/v1/versions/{self.outcome.version}/subtitles/"
        try:
            taken = self.client.post(path, body, status=201)
        except Unexpected as refused:
            if refused.code.startswith("subtitle_"):
                raise BadInput(f"--subtitle {subtitle.language}: {refused.detail}") from refused
            raise
        for note in taken["notes"]:
            self.show.say(f"Subtitle {subtitle.language}: {note['words']['en']}")

    def _moved(self, act: str, count: int) -> None:
        size = self.submission.size
        self.show.moved(act, count / size, note=f"{megabytes(count)} of {megabytes(size)}")

    def follow(self) -> None:
        """Wait until the work is over, and take down what came of it."""
        master = str(self.outcome.master)
        still = Stillness(self.show)
        for shown in watch(self.client, master):
            self._note(shown)
            progress = shown["progress"]
            still.notice(progress)
            if shown["state"] in {MasterState.PROCESSING, MasterState.READY}:
                fraction, stage = progress["fraction"], progress["stage"]
                self.show.moved("transcode", fraction, stage=stage, note=note_of(progress))
        self._take_down(master)

    def _take_down(self, master: str) -> None:
        close_old_connections()  # hours may have gone by
        path = f"/api/v1/masters/{master}/"
        if self.outcome.problem:
            chinese = self.client.get(path, language=CHINESE)
            self.outcome.message[CHINESE] = chinese["message"]
        try:
            report = self.client.get(f"{path}report/")
        except Unexpected as none:
            if none.status != 404:  # noqa: PLR2004 - it was not encoded
                raise
        else:
            self.outcome.findings = [finding_of(told) for told in report["findings"]]
        publication = lookup.newest_publication(master)
        if self.outcome.state == MasterState.READY and publication is not None:
            self.outcome.publication = publication.public_id
            self.outcome.revision = publication.revision
            self.outcome.published = lookup.plays(self.outcome.version, publication)

    def publish(self) -> None:
        """Let the version play what was made."""
        made = self.client.post(f"/api/v1/versions/{self.outcome.version}/publish/")
        self.outcome.publication, self.outcome.revision = made["publication"], made["revision"]
        self.outcome.published = True

    def export(self, directory: Path, *, clear: bool) -> None:
        """Write a copy that anybody can play."""
        publication = lookup.newest_publication(str(self.outcome.master))
        if publication is None:
            raise Failed("There are no tracks to copy.")
        self.show.say(f"Writing a copy to {directory} …")
        self.outcome.playlist = str(export(publication, directory.absolute(), clear=clear))

    def _note(self, master: dict[str, Any]) -> None:
        self.outcome.master = master["id"]
        self.outcome.state = master["state"]
        self.outcome.problem = master["problem"] or None
        self.outcome.message = {"en": master["message"]} if master["problem"] else {}
