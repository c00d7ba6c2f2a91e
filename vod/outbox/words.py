"""What a message says, in three languages: plain, short, and of no film."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from vod.outbox.kinds import INSTANTS, Kind


class Locale(StrEnum):
    """The languages that messages are written in."""

    HANS = "zh-Hans"
    HANT = "zh-Hant"
    EN = "en"


@dataclass(frozen=True)
class Text:
    """A subject, and what follows it."""

    subject: str
    body: str


_EN: Final = {
    Kind.CONFIRMATION: Text("Your account is confirmed", "You can take tickets now."),
    Kind.TICKET: Text("Your ticket", "A ticket is yours. It waits on the page of your tickets."),
    Kind.REMINDER: Text("It opens soon", "What you have a ticket for opens on {opens}."),
    Kind.CHANGE: Text(
        "The times of your ticket have changed",
        "What you have a ticket for has new times. Your ticket moves with them; you need not do "
        "anything.",
    ),
    Kind.CANCELLATION: Text(
        "Your ticket was cancelled",
        "A ticket of yours is no longer valid. We are sorry. If you paid for it, whoever sold it "
        "to you gives the money back.",
    ),
    Kind.WAITING_LIST_OFFER: Text("A seat is free", "A seat is kept for you until {until}."),
    Kind.TRANSCODE_FINISHED: Text(
        "Your upload is ready", "What you sent has been worked through, and can be looked at."
    ),
    Kind.TRANSCODE_REFUSED: Text(
        "Your upload needs your attention",
        "What you sent could not be worked through. The studio says why, and what helps.",
    ),
    Kind.QUALITY_REPORT: Text(
        "A quality report is ready", "The report on what you sent can be read in the studio."
    ),
    Kind.QUESTION_ANSWERED: Text("Your question was answered", "You can read the answer now."),
    Kind.WITHDRAWAL: Text(
        "Something you have a ticket for is not shown",
        "It is not available any more. Your page of tickets says what is left of yours.",
    ),
    Kind.DESK_ANSWER: Text("The desk has answered", "You can read the answer on the help page."),
    Kind.STAFF_MESSAGE: Text("A message to you", "{text}"),
}
_HANS: Final = {
    Kind.CONFIRMATION: Text("您的账号已确认", "现在您可以领票了。"),
    Kind.TICKET: Text("您的票", "您已得到一张票，可在“我的票”页面查看。"),
    Kind.REMINDER: Text("即将开放", "您持票的场次将于{opens}开放。"),
    Kind.CHANGE: Text(
        "您的票时间有变",
        "您持票的场次调整了时间。您的票随之更新，无需任何操作。",
    ),
    Kind.CANCELLATION: Text(
        "您的票已取消",
        "您有一张票已失效，非常抱歉。如果是付费购买，请由售票方退款。",
    ),
    Kind.WAITING_LIST_OFFER: Text("有空位了", "我们为您保留了一个座位，至{until}为止。"),
    Kind.TRANSCODE_FINISHED: Text("您的上传已处理完毕", "您上传的内容已处理完毕，可以查看了。"),
    Kind.TRANSCODE_REFUSED: Text(
        "您的上传需要您处理",
        "您上传的内容未能处理。工作室页面说明了原因和解决办法。",
    ),
    Kind.QUALITY_REPORT: Text("质量报告已生成", "您可以在工作室页面阅读所传内容的质量报告。"),
    Kind.QUESTION_ANSWERED: Text("您的提问有了回答", "您现在可以阅读回答。"),
    Kind.WITHDRAWAL: Text(
        "您持票的内容不再放映",
        "该内容已无法观看。“我的票”页面说明了您的票还能用于什么。",
    ),
    Kind.DESK_ANSWER: Text("服务台已回复", "您可以在帮助页面阅读回复。"),
    Kind.STAFF_MESSAGE: Text("给您的消息", "{text}"),
}
_HANT: Final = {
    Kind.CONFIRMATION: Text("您的帳號已確認", "現在您可以領票了。"),
    Kind.TICKET: Text("您的票", "您已得到一張票，可在「我的票」頁面查看。"),
    Kind.REMINDER: Text("即將開放", "您持票的場次將於{opens}開放。"),
    Kind.CHANGE: Text(
        "您的票時間有變",
        "您持票的場次調整了時間。您的票隨之更新，無需任何操作。",
    ),
    Kind.CANCELLATION: Text(
        "您的票已取消",
        "您有一張票已失效，非常抱歉。如果是付費購買，請由售票方退款。",
    ),
    Kind.WAITING_LIST_OFFER: Text("有空位了", "我們為您保留了一個座位，至{until}為止。"),
    Kind.TRANSCODE_FINISHED: Text("您的上傳已處理完畢", "您上傳的內容已處理完畢，可以查看了。"),
    Kind.TRANSCODE_REFUSED: Text(
        "您的上傳需要您處理",
        "您上傳的內容未能處理。工作室頁面說明了原因和解決辦法。",
    ),
    Kind.QUALITY_REPORT: Text("品質報告已產生", "您可以在工作室頁面閱讀所傳內容的品質報告。"),
    Kind.QUESTION_ANSWERED: Text("您的提問有了回答", "您現在可以閱讀回答。"),
    Kind.WITHDRAWAL: Text(
        "您持票的內容不再放映",
        "該內容已無法觀看。「我的票」頁面說明了您的票還能用於什麼。",
    ),
    Kind.DESK_ANSWER: Text("服務台已回覆", "您可以在說明頁面閱讀回覆。"),
    Kind.STAFF_MESSAGE: Text("給您的訊息", "{text}"),
}
WORDS: Final[Mapping[Locale, Mapping[Kind, Text]]] = {
    Locale.EN: _EN,
    Locale.HANS: _HANS,
    Locale.HANT: _HANT,
}
STOP: Final[Mapping[Locale, str]] = {
    Locale.EN: "No more mail of this kind",
    Locale.HANS: "不再接收此类邮件",
    Locale.HANT: "不再接收此類郵件",
}


def text_of(kind: Kind, *, locale: Locale, context: Mapping[str, Any]) -> Text:
    """Fill the words in. What staff wrote is filled in once, so braces in it stay as they are."""
    words = WORDS[locale][kind]
    values = {
        name: _instant(str(value), locale) if name in INSTANTS else str(value)
        for name, value in context.items()
    }
    return Text(words.subject, words.body.format(**values))


def _instant(written: str, locale: Locale) -> str:
    """In UTC, which is said: a mail does not know where it is read."""
    instant = datetime.fromisoformat(written).astimezone(UTC)
    if locale == Locale.EN:
        return f"{instant.day} {instant:%B %Y}, {instant:%H:%M} UTC"
    return f"{instant.year}年{instant.month}月{instant.day}日 {instant:%H:%M}（UTC）"
