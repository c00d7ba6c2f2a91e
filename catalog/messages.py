"""What people read when they may not do what they asked: what is the matter, what they can do."""

from datetime import UTC, datetime

from catalog.verdict import Ending, Granted, Reason, Refusal

LANGUAGES = ("en", "zh-Hans", "zh-Hant")
INSTANT = "{instant}"  # where words name an instant, if it is known

WORDS: dict[Reason, dict[str, str]] = {
    Reason.NOT_AUTHENTICATED: {
        "en": "Please log in, or register: it takes a minute.",
        "zh-Hans": "请先登录。还没有账号？注册只需一分钟。",
        "zh-Hant": "請先登入。還沒有帳號？註冊只需一分鐘。",
    },
    Reason.UNCONFIRMED: {
        "en": "Please confirm your account: follow the link we mailed you, or enter a voucher.",
        "zh-Hans": "请先确认您的账号：点击邮件中的链接，或输入兑换码。",
        "zh-Hant": "請先確認您的帳號：點擊郵件中的連結，或輸入兌換碼。",
    },
    Reason.NO_TICKET: {
        "en": "You need a ticket for this screening.",
        "zh-Hans": "观看本场放映需要一张票。",
        "zh-Hant": "觀看本場放映需要一張票。",
    },
    Reason.NOT_OPEN_YET: {
        "en": "This screening has not opened yet. It opens on {instant}.",
        "zh-Hans": "本场放映尚未开始，开放时间为{instant}。",
        "zh-Hant": "本場放映尚未開始，開放時間為{instant}。",
    },
    Reason.EDITION_NOT_OPEN: {
        "en": "The exhibition is not open at the moment. Its programme remains here to read.",
        "zh-Hans": "本届影展目前没有开放放映，节目单仍可浏览。",
        "zh-Hant": "本屆影展目前沒有開放放映，節目單仍可瀏覽。",
    },
    Reason.NOT_READY: {
        "en": "This film is not ready to be shown yet. Please come back a little later.",
        "zh-Hans": "影片尚未准备就绪，请稍后再来。",
        "zh-Hant": "影片尚未準備就緒，請稍後再來。",
    },
    Reason.NO_RIGHTS: {
        "en": "The makers of this film allow it to be shown here from {instant} on.",
        "zh-Hans": "经影片作者授权，本片自{instant}起可在此放映。",
        "zh-Hant": "經影片作者授權，本片自{instant}起可在此放映。",
    },
    Reason.ANONYMOUS_NETWORK: {
        "en": "This film's rights do not allow VPNs or anonymous networks. "
        "If it is safe for you, please switch yours off for the screening.",
        "zh-Hans": "因版权限制，本片不能通过 VPN 或匿名网络观看。"
        "在确保自身安全的前提下，请暂时关闭后再试。",
        "zh-Hant": "因版權限制，本片不能透過 VPN 或匿名網路觀看。"
        "在確保自身安全的前提下，請暫時關閉後再試。",
    },
    Reason.UNKNOWN_PLACE: {
        "en": "This film may be shown in certain places only, and we can't tell where you are. "
        "Another network may help; otherwise, please write to us.",
        "zh-Hans": "本片只能在部分地区放映，而我们无法判断您所在的地区。"
        "请换一个网络再试，或写信给我们。",
        "zh-Hant": "本片只能在部分地區放映，而我們無法判斷您所在的地區。"
        "請換一個網路再試，或寫信給我們。",
    },
    Reason.WRONG_TERRITORY: {
        "en": "This film may not be shown where you are: its rights end at that border.",
        "zh-Hans": "因版权限制，本片不能在您所在的地区放映。",
        "zh-Hant": "因版權限制，本片不能在您所在的地區放映。",
    },
    Reason.TICKET_REVOKED: {
        "en": "Your ticket was cancelled. If you think this is a mistake, please write to us.",
        "zh-Hans": "您的票已被取消。如有疑问，请写信给我们。",
        "zh-Hant": "您的票已被取消。如有疑問，請寫信給我們。",
    },
    Reason.UNLOCK_EXPIRED: {
        "en": "The time to start this film with your ticket has passed.",
        "zh-Hans": "您的票已超过开始观看的期限。",
        "zh-Hant": "您的票已超過開始觀看的期限。",
    },
    Reason.WATCH_EXPIRED: {
        "en": "The time to finish this film with your ticket has passed. "
        "If your line failed you, please write to us.",
        "zh-Hans": "您的票的观看时间已结束。如因网络问题未能看完，请写信给我们。",
        "zh-Hant": "您的票的觀看時間已結束。如因網路問題未能看完，請寫信給我們。",
    },
    Reason.CLOSED: {
        "en": "This screening is over.",
        "zh-Hans": "本场放映已结束。",
        "zh-Hant": "本場放映已結束。",
    },
    Reason.SOLD_OUT: {
        "en": "Every ticket is taken. Some are given back, so it is worth looking in again.",
        "zh-Hans": "票已全部取完。有时会有退票，欢迎稍后再来看看。",
        "zh-Hant": "票已全部取完。有時會有退票，歡迎稍後再來看看。",
    },
    Reason.NOT_SHOWN: {
        "en": "This film is not being shown at present.",
        "zh-Hans": "本片目前不放映，敬请谅解。",
        "zh-Hant": "本片目前不放映，敬請見諒。",
    },
    Reason.NO_OFFER: {
        "en": "There is no screening of this film for you at present.",
        "zh-Hans": "目前没有面向您的放映场次。",
        "zh-Hant": "目前沒有面向您的放映場次。",
    },
}

UNDATED: dict[Reason, dict[str, str]] = {
    Reason.NOT_OPEN_YET: {
        "en": "This screening has not opened yet.",
        "zh-Hans": "本场放映尚未开始。",
        "zh-Hant": "本場放映尚未開始。",
    },
    Reason.NO_RIGHTS: {
        "en": "We have no permission from this film's makers to show it at present.",
        "zh-Hans": "我们目前没有影片作者的放映授权。",
        "zh-Hant": "我們目前沒有影片作者的放映授權。",
    },
}

# Read before play: what will cut a film short that is watched through from now.
CUT_SHORT: dict[Ending, dict[str, str]] = {
    Ending.CLOSING: {
        "en": "This screening closes before the film would end. It stops on {instant}.",
        "zh-Hans": "本场放映将在影片结束之前关闭，播放于{instant}停止。",
        "zh-Hant": "本場放映將在影片結束之前關閉，播放於{instant}停止。",
    },
    Ending.RIGHTS_END: {
        "en": "The rights to show this film end before it would. It stops on {instant}.",
        "zh-Hans": "影片的放映授权将在影片结束之前到期，播放于{instant}停止。",
        "zh-Hant": "影片的放映授權將在影片結束之前到期，播放於{instant}停止。",
    },
    Ending.WATCH_END: {
        "en": "Your time to watch ends before the film would. It stops on {instant}.",
        "zh-Hans": "您的观看时间将在影片结束之前用完，播放于{instant}停止。",
        "zh-Hant": "您的觀看時間將在影片結束之前用完，播放於{instant}停止。",
    },
}

REQUESTS: dict[str, dict[str, str]] = {
    "not_on_team": {
        "en": "Only the film's team may do this.",
        "zh-Hans": "只有影片的主创团队可以进行此操作。",
        "zh-Hant": "只有影片的主創團隊可以進行此操作。",
    },
    "not_a_programmer": {
        "en": "Only programmers may publish.",
        "zh-Hans": "只有策展人员可以发布影片。",
        "zh-Hant": "只有策展人員可以發布影片。",
    },
    "no_master": {
        "en": "This version has no master yet. Upload the film first.",
        "zh-Hans": "此版本还没有母版，请先上传影片。",
        "zh-Hant": "此版本還沒有母版，請先上傳影片。",
    },
    "nothing_to_publish": {
        "en": "This version has no finished tracks yet.",
        "zh-Hans": "此版本还没有处理完成的影片可供发布。",
        "zh-Hant": "此版本還沒有處理完成的影片可供發布。",
    },
}


def language_of(tag: str | None) -> str:
    """Choose among our languages for a reader of `tag` (any case, "zh-hans-cn" and "zh-TW" too)."""
    subtags = (tag or "").lower().replace("_", "-").split("-")
    if subtags[0] != "zh":
        return "en"
    if "hans" in subtags:
        return "zh-Hans"
    return "zh-Hant" if {"hant", "tw", "hk", "mo"} & set(subtags) else "zh-Hans"


def describe(refusal: Refusal, *, language: str | None) -> str:
    """Put a refusal into a language; English for those we have no words in. Instants are in UTC."""
    ours = language_of(language)
    words = WORDS[refusal.reason][ours]
    if INSTANT not in words:
        return words
    if refusal.retry_at is None:
        return UNDATED[refusal.reason][ours]
    return words.replace(INSTANT, instant_in_words(refusal.retry_at, ours))


def describe_ending(granted: Granted, *, language: str | None) -> str:
    """Say what will cut the film short; empty where nothing will."""
    if granted.cut_short is None:
        return ""
    ours = language_of(language)
    return CUT_SHORT[granted.cut_short][ours].replace(
        INSTANT, instant_in_words(granted.until, ours)
    )


def refused(code: str, *, language: str | None) -> str:
    """Why a request for a version is refused, by the code of the problem."""
    return REQUESTS[code][language_of(language)]


def instant_in_words(instant: datetime, language: str) -> str:
    """Write an instant in UTC, in one of our languages."""
    instant = instant.astimezone(UTC)
    date = f"{instant.year}年{instant.month}月{instant.day}日 {instant:%H:%M}"
    if language == "zh-Hans":
        return f"世界协调时 {date}"
    if language == "zh-Hant":
        return f"世界協調時間 {date}"
    return f"{instant.day} {instant:%B %Y} at {instant:%H:%M} UTC"
