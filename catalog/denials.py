"""A verdict as JSON, and as an error."""

from typing import Any, TypedDict

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.exceptions import APIException, ErrorDetail

from catalog.messages import describe, describe_ending, language_of
from catalog.verdict import Denied, Granted, Verdict


class ReasonJson(TypedDict):
    """One reason; `retry_at` is RFC 3339."""

    code: str
    message: str
    retry_at: str | None
    remedy: str | None


class WarningJson(TypedDict):
    """What will cut the film short."""

    code: str
    message: str


class VerdictJson(TypedDict):
    """`until` (RFC 3339) and `warning` of a grant, `reasons` of a denial."""

    granted: bool
    until: str | None
    warning: WarningJson | None
    reasons: list[ReasonJson]


def reasons_json(denied: Denied, *, language: str | None) -> list[ReasonJson]:
    """Return the reasons in their order, in words of `language` (BCP 47)."""
    return [
        ReasonJson(
            code=refusal.reason.value,
            message=describe(refusal, language=language),
            retry_at=refusal.retry_at.isoformat() if refusal.retry_at else None,
            remedy=refusal.remedy.value if refusal.remedy else None,
        )
        for refusal in denied.reasons
    ]


def verdict_json(verdict: Verdict, *, language: str | None) -> VerdictJson:
    """Return what an API says about access."""
    if verdict:
        return VerdictJson(
            granted=True,
            until=verdict.until.isoformat(),
            warning=warning_json(verdict, language=language),
            reasons=[],
        )
    return VerdictJson(
        granted=False,
        until=None,
        warning=None,
        reasons=reasons_json(verdict, language=language),
    )


def warning_json(granted: Granted, *, language: str | None) -> WarningJson | None:
    """Return what a viewer is told before she plays; None where the film can be watched through."""
    if granted.cut_short is None:
        return None
    return WarningJson(
        code=granted.cut_short.value, message=describe_ending(granted, language=language)
    )


def language_asked(request: HttpRequest) -> str | None:
    """The request's language. Unlike the pages, verdicts are written in Traditional Chinese too."""
    active = get_language()
    if language_of(active) != "en":
        for tag, _ in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")):
            if tag.startswith("zh"):
                return language_of(tag)
    return active


class AccessDenied(APIException):
    """403 with every reason; the first one's words are the detail, in the request's language."""

    status_code = 403
    default_code = "access_denied"

    def __init__(self, denied: Denied) -> None:
        super().__init__()
        self.denied = denied
        self.extra: dict[str, Any] = {}
        self.put_into(get_language())

    def put_into(self, language: str | None) -> None:
        """Say it in `language`."""
        reasons = reasons_json(self.denied, language=language)
        self.detail = ErrorDetail(reasons[0]["message"], code=self.default_code)
        self.extra["reasons"] = reasons
