"""`manage.py ingest FILE --title …`: a film on disk, the whole way through the public API."""

import json
import signal
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.services import open_session
from vod.ingest import lookup, submission, telling
from vod.ingest.client import Client
from vod.ingest.explaining import EXPLAINED, explain
from vod.ingest.journey import Journey
from vod.ingest.outcome import BadInput, Exit, Failed, Outcome
from vod.ingest.showing import Show, show_on

LOG_IN_LASTS = timedelta(days=7)
NEEDED = frozenset({"database", "cache", "store"})


class Command(BaseCommand):
    """Progress goes to standard error, one JSON object to standard output.

    Exit code 0: in, and with --wait ready; 2: held back by the quality report; 3: what was handed
    in is at fault; 4: it failed; 130: ended by Ctrl-C, and to be gone on with.
    """

    help = "Hand in a film file, and wait for its tracks. See docs/how-to/ingest.md."
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> CommandParser:
        """Wrong usage is bad input: argparse would end with 2, which says something else here."""
        parser = super().create_parser(prog_name, subcommand, **options)
        parser.error = partial(_refuse_usage, parser)  # type: ignore[method-assign]
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        """What, for which film, as whom, and what for."""
        add = parser.add_argument
        add("film", metavar="FILE", type=Path, help="the film; its name is not kept")
        add(
            "--title",
            action="append",
            default=[],
            metavar="[LANGUAGE=]TITLE",
            help="of a film that is new, or of one that has these very titles; once a language",
        )
        add("--into", default="", metavar="VERSION", help="instead: the version of a film, by id")
        add("--year", type=int, metavar="YEAR", help="of a film that is new; default: this year")
        add(
            "--subtitle",
            action="append",
            default=[],
            metavar="LANGUAGE=FILE",
            help="SRT, WebVTT, ASS, SSA or TTML; once a language",
        )
        add("--as", default="", dest="acting", metavar="ADDRESS", help="who hands in")
        add("--server", default="", metavar="URL", help="default: the first of VOD_PUBLIC_URLS")
        add("--wait", action="store_true", help="until the tracks are there")
        add("--publish", action="store_true", help="let the version play them")
        add("--export", type=Path, metavar="DIR", help="write a copy that any player plays")
        add("--encrypted", action="store_true", help="the copy as it is stored, with its keys")

    def handle(self, **options: Any) -> None:
        """Go the way, tell, and exit."""
        outcome = Outcome()
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            with show_on(sys.stderr) as show:
                self._go(options, outcome, show)
            code = outcome.exit()
            told = list(telling.lines(outcome))
        except KeyboardInterrupt:
            outcome.error, code = "Stopped.", Exit.INTERRUPTED
            told = [outcome.error, telling.how_to_go_on(outcome, days=settings.UPLOAD_DAYS)]
        except EXPLAINED as error:
            code, outcome.error = explain(error)
            told = [outcome.error]
            if code == Exit.FAILED:
                told.append(telling.how_to_go_on(outcome, days=settings.UPLOAD_DAYS))
        finally:
            signal.signal(signal.SIGTERM, before)
        for line in told:
            self.stderr.write(line, style_func=str)  # not all of it is bad news
        self.stdout.write(_as_json(outcome))
        if code:
            raise SystemExit(code)

    def _go(self, options: dict[str, Any], outcome: Outcome, show: Show) -> None:
        _check(options)
        wanted = submission.Submission(
            film=options["film"],
            size=submission.size_of_film(options["film"]),
            titles=submission.read_titles(options["title"]),
            into=options["into"],
            year=options["year"] or timezone.now().year,
            subtitles=submission.read_subtitles(options["subtitle"]),
        )
        user = lookup.acting(options["acting"])
        if options["publish"] and not lookup.is_staff(user):
            raise BadInput("--publish: this account is neither a programmer's nor an admin's.")
        server, host = _server(options["server"])
        _require_ready(server, host)
        session = open_session(user=user, lasts=LOG_IN_LASTS)
        try:
            with Client(server, token=str(session.session_key), host=host) as client:
                journey = Journey(
                    submission=wanted, user=user, client=client, show=show, outcome=outcome
                )
                _travel(journey, options)
        finally:
            session.delete()


def _travel(journey: Journey, options: dict[str, Any]) -> None:
    journey.hand_in()
    if not options["wait"]:
        return
    journey.follow()
    if journey.outcome.exit() != Exit.OK:
        return
    if options["publish"]:
        journey.publish()
    if options["export"] is not None:
        journey.export(options["export"], clear=not options["encrypted"])


def _check(options: dict[str, Any]) -> None:
    """What contradicts itself, and what could only be found out after the upload."""
    if bool(options["title"]) == bool(options["into"]):
        raise BadInput("Give either --title, once a language, or --into VERSION.")
    if not options["wait"] and (options["publish"] or options["export"] is not None):
        raise BadInput("--publish and --export need --wait.")
    if options["encrypted"] and options["export"] is None:
        raise BadInput("--encrypted needs --export DIR.")
    if options["export"] is not None:
        submission.check_export(options["export"])


def _server(given: str) -> tuple[str, str]:
    """Where to ask, and the name under which the platform knows itself, if that is another."""
    public = settings.PUBLIC_URLS[0]
    if not given:
        return public, ""
    address = urlsplit(given)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise BadInput(f"--server {given}: write an address like http://127.0.0.1:8000")
    return given, urlsplit(public).netloc


def _require_ready(server: str, host: str) -> None:
    with Client(server, host=host) as client:
        failing = NEEDED & set(client.failing())
    if failing:
        names = ", ".join(sorted(failing))
        raise Failed(f"The platform at {server} is not ready; this does not answer: {names}.")


def _refuse_usage(parser: CommandParser, message: str) -> NoReturn:
    if not parser.called_from_command_line:
        raise CommandError(f"Error: {message}", returncode=Exit.BAD_INPUT)
    parser.print_usage(sys.stderr)
    parser.exit(Exit.BAD_INPUT, f"{parser.prog}: {message}\n")
    raise AssertionError


def _as_json(outcome: Outcome) -> str:
    """Bytes of a path that are no UTF-8 become escapes of JSON's own."""
    text = json.dumps(outcome.to_json(), ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode()
