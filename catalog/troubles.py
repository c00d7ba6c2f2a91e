"""What goes wrong with codes, passes and bookings, as problems with words for their readers."""

from typing import Any, ClassVar

from django.utils.translation import get_language
from rest_framework.exceptions import APIException

from catalog.messages import language_of

Words = dict[str, str]


class Trouble(APIException):
    """A problem whose `detail` is in the request's language; `extra` are further members."""

    status_code = 409
    words: ClassVar[Words] = {}

    def __init__(self, **extra: Any) -> None:
        super().__init__(self.words[language_of(get_language())])
        self.extra = extra


class Busy(Trouble):
    """Too many want the same seats at this moment."""

    status_code = 503
    default_code = "busy"
    words: ClassVar = {
        "en": "Very many people are asking for tickets just now. Please try again in a moment.",
        "zh-Hans": "现在取票的人很多，请稍候再试。",
        "zh-Hant": "現在取票的人很多，請稍候再試。",
    }


class CodeUnknown(Trouble):
    """There is no such code, or it is no longer good: a guess learns nothing from the answer."""

    status_code = 404
    default_code = "code_unknown"
    words: ClassVar = {
        "en": "This code is not one of ours, or it is no longer valid. Please look at it again.",
        "zh-Hans": "没有这个代码，或者它已失效。请再核对一遍。",
        "zh-Hant": "沒有這個代碼，或者它已失效。請再核對一遍。",
    }


class CodeTooEarly(Trouble):
    """The voucher's validity has not begun."""

    default_code = "code_too_early"
    words: ClassVar = {
        "en": "This voucher is not valid yet. Please keep it and come back.",
        "zh-Hans": "这张兑换码尚未生效，请保存好，届时再来。",
        "zh-Hant": "這張兌換碼尚未生效，請保存好，屆時再來。",
    }


class VoucherUsedUp(Trouble):
    """As many have used it as may."""

    default_code = "voucher_used_up"
    words: ClassVar = {
        "en": "This voucher has been used as often as it may be.",
        "zh-Hans": "这张兑换码的使用次数已满。",
        "zh-Hant": "這張兌換碼的使用次數已滿。",
    }


class ChooseOffer(Trouble):
    """The right is to one of several offers, which `offers` lists."""

    default_code = "choose_offer"
    words: ClassVar = {
        "en": "Please choose the screening that you want a ticket for.",
        "zh-Hans": "请选择您想观看的场次。",
        "zh-Hant": "請選擇您想觀看的場次。",
    }


class PassUsedUp(Trouble):
    """The pass has given as many tickets as its kind gives."""

    default_code = "pass_used_up"
    words: ClassVar = {
        "en": "Your pass has given all its tickets. Give one back, and you may take another.",
        "zh-Hans": "您的通行证的票数已用完。退回一张，即可另取一张。",
        "zh-Hant": "您的通行證的票數已用完。退回一張，即可另取一張。",
    }


class BookingFull(Trouble):
    """Every booked place is taken."""

    default_code = "booking_full"
    words: ClassVar = {
        "en": "All the places of this booking are taken. Please ask whoever gave you the code.",
        "zh-Hans": "这次预订的名额已满，请联系给您代码的人。",
        "zh-Hant": "這次預訂的名額已滿，請聯繫給您代碼的人。",
    }


class BookingOfRoom(Trouble):
    """A room has one stream: its members' own."""

    default_code = "booking_of_room"
    words: ClassVar = {
        "en": "This booking is for one projection in a room; nobody joins it by code.",
        "zh-Hans": "这是现场集体放映的预订，不能用代码加入。",
        "zh-Hant": "這是現場集體放映的預訂，不能用代碼加入。",
    }


class NotEnoughSeats(Trouble):
    """Fewer seats are left than were asked for."""

    default_code = "not_enough_seats"
    words: ClassVar = {
        "en": "There are not so many seats left.",
        "zh-Hans": "剩余的座位不够。",
        "zh-Hant": "剩餘的座位不夠。",
    }


class TicketInUse(Trouble):
    """The film was started: the seat can't be given to somebody else."""

    default_code = "ticket_in_use"
    words: ClassVar = {
        "en": "This ticket can't be given back: the film has been started with it.",
        "zh-Hans": "已用这张票开始观看，不能再退。",
        "zh-Hant": "已用這張票開始觀看，不能再退。",
    }


class TermsNotAccepted(Trouble):
    """An account is made under our terms, or not at all."""

    status_code = 400
    default_code = "terms_not_accepted"
    words: ClassVar = {
        "en": "Please accept our terms: they are short, and mostly about what we don't keep.",
        "zh-Hans": "请先接受使用条款：内容很短，主要说明我们不保存什么。",
        "zh-Hant": "請先接受使用條款：內容很短，主要說明我們不保存什麼。",
    }


class AlreadyApplied(Trouble):
    """There is an application, or an accreditation, of this kind."""

    default_code = "already_applied"
    words: ClassVar = {
        "en": "You have applied for this already.",
        "zh-Hans": "您已提交过这项申请。",
        "zh-Hant": "您已提交過這項申請。",
    }


class NotForSale(Trouble):
    """Neither this offer nor this pass may be had now."""

    default_code = "not_for_sale"
    words: ClassVar = {
        "en": "This can't be sold or booked now: it is over, or its edition is closed.",
        "zh-Hans": "目前不能出售或预订：场次已结束，或影展未开放。",
        "zh-Hant": "目前不能出售或預訂：場次已結束，或影展未開放。",
    }


class AlreadySold(Trouble):
    """The shop used this reference for something else, or refunded it."""

    default_code = "reference_taken"
    words: ClassVar = {
        "en": "This reference was used for another sale, or was refunded.",
        "zh-Hans": "该订单号已用于另一笔销售，或已退款。",
        "zh-Hant": "該訂單號已用於另一筆銷售，或已退款。",
    }


class NobodyToGrant(Trouble):
    """The support code is of somebody who is not logged in, or has no ticket to extend."""

    default_code = "nobody_to_grant"
    words: ClassVar = {
        "en": "There is no account, or no ticket, behind this code. Ask the viewer to log in "
        "and to make a new one.",
        "zh-Hans": "这个代码没有对应的账号或票。请观众登录后重新生成代码。",
        "zh-Hant": "這個代碼沒有對應的帳號或票。請觀眾登入後重新產生代碼。",
    }


class NoAnswer(CodeUnknown):
    """Unknown, run out, or not answered yet: who guesses codes can't tell these apart."""

    default_code = "no_answer"
    words: ClassVar = {
        "en": "There is no answer under this code. The desk has not written yet, the code is older "
        "than 48 hours, or a sign is wrong.",
        "zh-Hans": "这个代码还没有答复：服务台尚未回复，代码已超过 48 小时，或者有一位输错了。",
        "zh-Hant": "這個代碼還沒有答覆：服務台尚未回覆，代碼已超過 48 小時，或者有一位輸錯了。",
    }


class AnswerUnfit(Trouble):
    """There is no such canned answer, or it speaks of a screening and the code has none."""

    default_code = "answer_unfit"
    words: ClassVar = {
        "en": "This canned answer does not fit this code. Please choose another one.",
        "zh-Hans": "这条常用答复不适用于此代码，请另选一条。",
        "zh-Hant": "這條常用答覆不適用於此代碼，請另選一條。",
    }


class SayUntil(Trouble):
    """More time has an end, and it lies ahead."""

    status_code = 400
    default_code = "invalid"
    words: ClassVar = {
        "en": "Please say until when; it has to be later than now.",
        "zh-Hans": "请注明延长到何时，须晚于现在。",
        "zh-Hant": "請註明延長到何時，須晚於現在。",
    }


class TooManyCalls(Trouble):
    """The page for code words was used too often from one place, rightly or wrongly."""

    status_code = 429
    default_code = "too_many_calls"
    words: ClassVar = {
        "en": "This page was used very often from your line. Please wait ten minutes.",
        "zh-Hans": "您所在的网络使用此页过于频繁，请等十分钟再试。",
        "zh-Hant": "您所在的網路使用此頁過於頻繁，請等十分鐘再試。",
    }


class TooManyTries(Trouble):
    """Too many wrong codes from one place."""

    status_code = 429
    default_code = "too_many_tries"
    words: ClassVar = {
        "en": "That was wrong too often. Please wait a few minutes and try again.",
        "zh-Hans": "输错次数过多，请等几分钟再试。",
        "zh-Hant": "輸錯次數過多，請等幾分鐘再試。",
    }
