"""What a page and its player knew of a trouble, in words for the desk."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.messages import language_of
from catalog.models import SupportCode
from catalog.troubles import Trouble

# Of what the player tells by a name of its own, and of refusals that have words elsewhere.
ERRORS: dict[str, Promise] = {
    "sold_out": _("every ticket was taken"),
    "ticket_refused": _("a ticket was refused"),
    "access_denied": _("playing was refused"),
    "permission_denied": _("a page for others was opened"),
    "too_many_streams": _("she watches on as many devices as she may"),
    "ended_elsewhere": _("the film was moved to another device"),
    "session_over": _("the session was over"),
    "not_begun": _("our servers were not reached"),
    "server_failed": _("our servers did not answer as they should"),
    "not_decodable": _("the browser could not decode the film"),
    "not_playable": _("the browser can't play such films at all"),
}
MEASURED: dict[str, Promise] = {
    "status": _("HTTP status: %(value)s"),
    "stream_error": _("Error of the player: %(value)s"),
    "rung": _("Picture: %(value)s lines"),
    "buffer_seconds": _("Film loaded ahead: %(value)s s"),
    "line_kbps": _("Speed of the line: %(value)s kbit/s"),
}
EVEN_NONE = {"buffer_seconds"}  # nothing loaded ahead is telling, too
LANGUAGES: dict[str, Promise] = {
    "en": _("English"),
    "zh-Hans": _("Chinese, simplified"),
    "zh-Hant": _("Chinese, traditional"),
}
BROWSERS: dict[str, Promise] = {"other": _("another browser")}
DEVICES: dict[str, Promise] = {"computer": _("on a computer"), "phone": _("on a phone or tablet")}


def described(code: SupportCode, *, language: str | None) -> list[str]:
    """One line a fact, the most telling first."""
    return list(_lines(code, language))


def _lines(code: SupportCode, language: str | None) -> Iterator[str]:
    told = code.trouble
    if error := told.get("error"):
        what = _error(error, language)
        yield gettext("What happened: %(what)s (%(code)s)") % {"what": what, "code": error}
    for name, words in MEASURED.items():
        if told.get(name) not in (None, 0) or name in EVEN_NONE & told.keys():
            yield str(words) % {"value": told[name]}
    if browser := told.get("browser"):
        family, device = BROWSERS.get(browser, browser.title()), told.get("device")
        yield f"{family}, {DEVICES[device]}" if device in DEVICES else str(family)
    answered = LANGUAGES.get(code.language, code.language)
    yield gettext("Answered in: %(language)s") % {"language": answered}
    if code.holder_id is None:
        yield gettext("She was not logged in: no ticket can be given by this code.")


def _error(error: str, language: str | None) -> str:
    if error in ERRORS:
        return str(ERRORS[error])
    known = (kind for kind in _kinds(Trouble) if kind.default_code == error and kind.words)
    found = next(known, None)
    return found.words[language_of(language)] if found is not None else error


def _kinds(kind: type[Trouble]) -> Iterator[type[Trouble]]:
    for below in kind.__subclasses__():
        yield below
        yield from _kinds(below)
