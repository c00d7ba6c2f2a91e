"""Content Security Policy (W3C CSP3): a page runs our own code and talks to us and our store."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from vod.playback import delivery

HEADER = "Content-Security-Policy"
SELF, NONE, INLINE, EVAL = "'self'", "'none'", "'unsafe-inline'", "'unsafe-eval'"

Policy = dict[str, tuple[str, ...]]


class ContentSecurityPolicy:
    """Middleware. A policy that a view has set stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        strict = policy(store=origin(settings.S3_PUBLIC_ENDPOINT), films=delivery.origin())
        self.usual = written(strict)
        self.exceptions = {path: written(strict | looser) for path, looser in EXCEPTIONS.items()}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the policy of the request's path."""
        response = self.get_response(request)
        prefixes = (path for path in self.exceptions if request.path.startswith(path))
        prefix = next(prefixes, None)
        text = self.usual if prefix is None else self.exceptions[prefix]
        response.headers.setdefault(HEADER, text)
        return response


def policy(*, store: str, films: str) -> Policy:
    """What every page may do. Uploads go to the origin `store`, segments come from `films`."""
    films = films if films == store else f"{store} {films}"
    return {
        "default-src": (SELF,),
        # hls.js gives each subtitle track an empty file of its own as "data:".
        "media-src": (SELF, "blob:", "data:", films),
        "connect-src": (SELF, films),
        "worker-src": (SELF, "blob:"),
        "img-src": (SELF, "data:", films),
        "object-src": (NONE,),
        "base-uri": (NONE,),
        "form-action": (SELF,),
        "frame-ancestors": (NONE,),
    }


EXCEPTIONS: dict[str, Policy] = {
    # media-chrome brings the style of each control as a <style> element in its shadow tree.
    "/watch/": {"style-src": (SELF, INLINE)},
    # Alpine, of Unfold, evaluates the expressions of its attributes; see ADR 0026.
    "/admin/": {"script-src": (SELF, EVAL), "style-src": (SELF, INLINE)},
    # Swagger UI starts by an inline script; the page shows nothing that somebody else wrote.
    "/api/v1/docs/": {"script-src": (SELF, INLINE), "style-src": (SELF, INLINE)},
}


def origin(url: str) -> str:
    """Scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def written(rules: Policy) -> str:
    """The header's value."""
    return "; ".join(" ".join((directive, *sources)) for directive, sources in rules.items())
