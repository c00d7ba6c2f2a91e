"""What went wrong, in words for whoever stands at the machine, and the exit code that says so."""

from django.db import Error as DatabaseError

from transcoding.storage import StoreUnavailable
from vod.ingest.client import Unexpected, Unreachable
from vod.ingest.outcome import BadInput, Exit, Failed
from vod.ingest.sending import FileChanged, StoreRefused, StoreUnreachable
from vod.playback.export import ExportRefused

STORE_AWAY = "The film store does not answer. Is it up?"
# The first that fits; `{}` is what the error says by itself.
WORDS: tuple[tuple[type[Exception], Exit, str], ...] = (
    (BadInput, Exit.BAD_INPUT, "{}"),
    (ExportRefused, Exit.BAD_INPUT, "{}"),
    (
        FileChanged,
        Exit.BAD_INPUT,
        "The file became shorter while it was read. Is it still being written?",
    ),
    (
        StoreUnreachable,
        Exit.FAILED,
        "Uploads go to VOD_S3_PUBLIC_ENDPOINT, and no store answers there from here: {}",
    ),
    (
        Unreachable,
        Exit.FAILED,
        "No server answers at {}. Is it up? Another address is given with --server URL.",
    ),
    (StoreRefused, Exit.FAILED, "The film store refused the upload: {}"),
    (StoreUnavailable, Exit.FAILED, STORE_AWAY + " ({})"),
    (DatabaseError, Exit.FAILED, "The database does not do what it was asked: {}"),
    (Failed, Exit.FAILED, "{}"),
    (OSError, Exit.FAILED, "{}"),
)
EXPLAINED: tuple[type[Exception], ...] = (Unexpected, *(kind for kind, _, _ in WORDS))


def explain(error: Exception) -> tuple[Exit, str]:
    """The exit code and the words for one of `EXPLAINED`."""
    if isinstance(error, Unexpected):
        return Exit.FAILED, _refusal(error)
    for kind, code, words in WORDS:
        if isinstance(error, kind):
            return code, words.format(str(error).strip())
    raise error


def _refusal(answer: Unexpected) -> str:
    if answer.code == "store_unavailable":
        return STORE_AWAY
    if answer.code == "not_authenticated":
        return "The server does not know our log-in: does it use the same database as this command?"
    return f"The server refused: {answer.detail}"
