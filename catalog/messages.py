"""What a viewer reads when she may not watch: what is the matter, and what she can do."""

from datetime import UTC, datetime

from catalog.verdict import Reason, Refusal

LANGUAGES = ("en", "zh-Hans")
OPENING = "{opening}"  # stands for the instant, where it is known

WORDS: dict[Reason, dict[str, str]] = {
    Reason.NOT_AUTHENTICATED: {
        "en": "Please log in, or register: it takes a minute.",
        "zh-Hans": "请先登录。还没有账号？注册只需一分钟。",
    },
    Reason.UNCONFIRMED: {
        "en": "Please confirm your account: follow the link we mailed you, or enter a voucher.",
        "zh-Hans": "请先确认您的账号：点击邮件中的链接，或输入兑换码。",
    },
    Reason.NO_TICKET: {
        "en": "You need a ticket for this screening.",
        "zh-Hans": "观看本场放映需要一张票。",
    },
    Reason.NOT_OPEN_YET: {
        "en": "This screening has not opened yet. It opens on {opening}.",
        "zh-Hans": "本场放映尚未开始，开放时间为{opening}。",
    },
    Reason.EDITION_NOT_OPEN: {
        "en": "The exhibition is not open at the moment. Its programme remains here to read.",
        "zh-Hans": "本届影展目前没有开放放映，节目单仍可浏览。",
    },
    Reason.NOT_READY: {
        "en": "This film is not ready to be shown yet. Please come back a little later.",
        "zh-Hans": "影片尚未准备就绪，请稍后再来。",
    },
    Reason.ANONYMOUS_NETWORK: {
        "en": "This film's rights do not allow VPNs or anonymous networks. "
        "If it is safe for you, please switch yours off for the screening.",
        "zh-Hans": "因版权限制，本片不能通过 VPN 或匿名网络观看。"
        "在确保自身安全的前提下，请暂时关闭后再试。",
    },
    Reason.UNKNOWN_PLACE: {
        "en": "This film may be shown in certain places only, and we can't tell where you are. "
        "Another network may help; otherwise, please write to us.",
        "zh-Hans": "本片只能在部分地区放映，而我们无法判断您所在的地区。"
        "请换一个网络再试，或写信给我们。",
    },
    Reason.WRONG_TERRITORY: {
        "en": "This film may not be shown where you are: its rights end at that border.",
        "zh-Hans": "因版权限制，本片不能在您所在的地区放映。",
    },
    Reason.TICKET_REVOKED: {
        "en": "Your ticket was cancelled. If you think this is a mistake, please write to us.",
        "zh-Hans": "您的票已被取消。如有疑问，请写信给我们。",
    },
    Reason.UNLOCK_EXPIRED: {
        "en": "The time to start this film with your ticket has passed.",
        "zh-Hans": "您的票已超过开始观看的期限。",
    },
    Reason.WATCH_EXPIRED: {
        "en": "The time to finish this film with your ticket has passed. "
        "If your line failed you, please write to us.",
        "zh-Hans": "您的票的观看时间已结束。如因网络问题未能看完，请写信给我们。",
    },
    Reason.CLOSED: {
        "en": "This screening is over.",
        "zh-Hans": "本场放映已结束。",
    },
    Reason.SOLD_OUT: {
        "en": "Every ticket is taken. Some are given back, so it is worth looking in again.",
        "zh-Hans": "票已全部取完。有时会有退票，欢迎稍后再来看看。",
    },
    Reason.NO_OFFER: {
        "en": "There is no screening of this film for you at present.",
        "zh-Hans": "目前没有面向您的放映场次。",
    },
}

UNDATED = {
    "en": "This screening has not opened yet.",
    "zh-Hans": "本场放映尚未开始。",
}


def language_of(tag: str | None) -> str:
    """Choose among our languages for a reader of `tag` (any case, "zh-hans-cn" too)."""
    return "zh-Hans" if (tag or "").lower().split("-")[0] == "zh" else "en"


def describe(refusal: Refusal, *, language: str | None) -> str:
    """Put a refusal into a language; English for those we have no words in. Instants are in UTC."""
    ours = language_of(language)
    words = WORDS[refusal.reason][ours]
    if OPENING not in words:
        return words
    if refusal.retry_at is None:
        return UNDATED[ours]
    return words.replace(OPENING, _instant(refusal.retry_at.astimezone(UTC), ours))


def _instant(instant: datetime, language: str) -> str:
    if language == "zh-Hans":
        return f"世界协调时 {instant.year}年{instant.month}月{instant.day}日 {instant:%H:%M}"
    return f"{instant.day} {instant:%B %Y} at {instant:%H:%M} UTC"
