"""A message as a mail: plain and HTML, with nothing in it that is fetched or counted."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from vod.outbox.kinds import ALWAYS, PAGES, Kind
from vod.outbox.models import Message
from vod.outbox.tokens import unsubscribe_token
from vod.outbox.words import STOP, Locale


def letter(message: Message, *, to: str) -> EmailMultiAlternatives:
    """Write it. Sent twice, it has the same Message-ID, by which mail programs show it once."""
    kind, locale, text = Kind(message.kind), Locale(message.locale), message.text
    page = _address(PAGES[kind])
    stop = "" if kind in ALWAYS else stop_address(message)
    parts = [text.body, page, *([f"{STOP[locale]}: {stop}"] if stop else [])]
    mail = EmailMultiAlternatives(
        subject=text.subject, body="\n\n".join(parts) + "\n", to=[to], headers=_headers(message)
    )
    context = {"text": text, "page": page, "stop": stop, "stop_word": STOP[locale]}
    html = render_to_string("outbox/mail.html", context | {"locale": locale.value})
    mail.attach_alternative(html, "text/html")
    return mail


def stop_address(message: Message) -> str:
    """Where one click stops mail of this kind."""
    token = unsubscribe_token(user_id=message.recipient.public_id, kind=Kind(message.kind))
    return _address(reverse("unsubscribe", args=[token]))


def _headers(message: Message) -> dict[str, str]:
    sender = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >")
    headers = {
        "Message-ID": f"<{message.public_id}@{sender}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: no robot answers it
        "Content-Language": message.locale,
    }
    if Kind(message.kind) not in ALWAYS:
        headers["List-Unsubscribe"] = f"<{stop_address(message)}>"  # RFC 2369
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    return headers


def _address(path: str) -> str:
    return settings.PUBLIC_URLS[0].rstrip("/") + path
