"""A client of the public API. It knows addresses and JSON, and nothing of Django.

Messages never hold an address with its query: a signed one is a secret.
"""

import time
from types import TracebackType
from typing import Any, Self

import httpx

POLL_SECONDS = 0.5
PAUSES = (0.5, 1.0, 2.0, 4.0)  # before each further attempt, in seconds
BUSY = frozenset({502, 503, 504})
TOKEN = "X-Session-Token"  # noqa: S105 - the name of a header


class Unexpected(Exception):
    """An answer that should have been another one; `code` and `problem` are RFC 9457's."""

    def __init__(
        self, words: str, *, status: int = 0, problem: dict[str, Any] | None = None
    ) -> None:
        super().__init__(words)
        self.status = status
        self.problem = problem or {}

    @property
    def code(self) -> str:
        """Of the problem, as machines read it."""
        return str(self.problem.get("code", ""))

    @property
    def detail(self) -> str:
        """Of the problem, as people read it; without one, everything that is known."""
        return str(self.problem.get("detail") or self)


class Unreachable(Exception):
    """Nobody answers, after several attempts."""


class Client:
    """Somebody who speaks to the API."""

    def __init__(
        self,
        url: str,
        *,
        token: str = "",
        language: str = "en",
        host: str = "",
        transport: Any = None,
    ) -> None:
        headers = {"Accept-Language": language}
        headers |= {TOKEN: token} if token else {}
        headers |= {"Host": host} if host else {}
        self.http = httpx.Client(base_url=url, headers=headers, timeout=60)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.http.close()

    def get(self, path: str, *, status: int = 200, language: str = "") -> Any:
        """GET JSON, in another language than usual where one is named."""
        headers = {"Accept-Language": language} if language else {}
        return expect(self.patiently("GET", path, headers=headers), status)

    def post(self, path: str, body: dict[str, Any] | None = None, *, status: int = 200) -> Any:
        """POST JSON."""
        return expect(self.patiently("POST", path, json=body or {}), status)

    def delete(self, path: str) -> None:
        """DELETE what may have gone already."""
        expect(self.patiently("DELETE", path), 204)

    def failing(self) -> list[str]:
        """Names of the platform's parts that don't answer. Asked once: nothing has begun yet."""
        try:
            answer = self.http.get("/readyz")
        except httpx.TransportError as failure:
            raise Unreachable(f"{self.http.base_url} ({failure})") from failure
        if "application/json" not in answer.headers.get("Content-Type", ""):
            raise Unexpected(f"at {self.http.base_url} answers something else than the platform")
        names: list[str] = answer.json()["failing"]
        return names

    def patiently(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Ask again while the server is away or busy; raises `Unreachable`.

        What is asked for here may be asked for twice.
        """
        pauses = iter(PAUSES)
        while True:
            try:
                answer = self.http.request(method, path, **request)
            except httpx.TransportError as failure:
                pause = next(pauses, None)
                if pause is None:
                    raise Unreachable(f"{self.http.base_url} ({failure})") from failure
            else:
                pause = next(pauses, None) if answer.status_code in BUSY else None
                if pause is None:
                    return answer
            time.sleep(pause)


def expect(answer: httpx.Response, status: int) -> Any:
    """The body of an answer with this status; raises `Unexpected` with what came instead."""
    if answer.status_code != status:
        request = answer.request
        raise Unexpected(
            f"{request.method} {request.url.path}: {answer.status_code}, not {status}: "
            f"{answer.text[:600]}",
            status=answer.status_code,
            problem=problem_of(answer),
        )
    return answer.json() if answer.content else None


def problem_of(answer: httpx.Response) -> dict[str, Any]:
    """The members of a problem; empty where the answer is none."""
    if "problem+json" not in answer.headers.get("Content-Type", ""):
        return {}
    members: dict[str, Any] = answer.json()
    return members
