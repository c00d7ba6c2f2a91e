"""What the desk says often, to begin with; staff edit it."""

from django.db import migrations

# slug, act that it goes out with, words by language
ANSWERS = (
    ("ticket-given", "ticket", {
        "en": "We have put a ticket into your account. Open the film's page and press play.",
        "zh-Hans": "我们已为您的账号添加一张票。请打开影片页面，点击播放。",
        "zh-Hant": "我們已為您的帳號加入一張票。請打開影片頁面，按下播放。",
    }),
    ("time-given", "extend", {
        "en": "You can watch until {until}. Your ticket is the same: open the film's page and press play.",
        "zh-Hans": "您可以观看到 {until}。票没有变：请打开影片页面，点击播放。",
        "zh-Hant": "您可以觀看到 {until}。票沒有變：請打開影片頁面，按下播放。",
    }),
    ("ticket-renewed", "reissue", {
        "en": "Your ticket is as new: your time to watch begins again when you start the film.",
        "zh-Hans": "您的票已恢复如新：观看时限将在您重新开始观看时起算。",
        "zh-Hant": "您的票已恢復如新：觀看時限將在您重新開始觀看時起算。",
    }),
    ("log-in-first", "", {
        "en": "You were not logged in when you made this code, so we have nowhere to put a ticket. "
        "Please log in, open the film's page, and make a new code.",
        "zh-Hans": "生成这个代码时您没有登录，我们无法为您添加票。请先登录，再打开影片页面，重新生成代码。",
        "zh-Hant": "產生這個代碼時您沒有登入，我們無法為您加入票。請先登入，再打開影片頁面，重新產生代碼。",
    }),
    ("not-open-yet", "", {
        "en": "This film opens on {opens}. All is well with your account: please come back then.",
        "zh-Hans": "本片将于 {opens} 开放。您的账号一切正常，请届时再来。",
        "zh-Hant": "本片將於 {opens} 開放。您的帳號一切正常，請屆時再來。",
    }),
    ("closed", "", {
        "en": "This film closed on {closes}. We are sorry: its rights end there, and we can't open it again.",
        "zh-Hans": "本片已于 {closes} 结束放映。很抱歉，授权到此为止，我们无法再次开放。",
        "zh-Hant": "本片已於 {closes} 結束放映。很抱歉，授權到此為止，我們無法再次開放。",
    }),
    ("not-in-your-country", "", {
        "en": "We may not show this film in the country you are in. Whoever holds its rights decides that. "
        "We are sorry; other films of the programme are open to you.",
        "zh-Hans": "您所在的国家或地区不能放映本片，这由版权方决定。很抱歉；节目中还有其他影片向您开放。",
        "zh-Hant": "您所在的國家或地區不能放映本片，這由版權方決定。很抱歉；節目中還有其他影片向您開放。",
    }),
    ("network-hides-place", "", {
        "en": "Your network hides the country you are in, and this film is open in some countries only. "
        "If you need a VPN to be safe, keep it on: your safety matters more than the film. "
        "If you do not, turn it off and reload the page.",
        "zh-Hans": "您的网络隐藏了所在国家或地区，而本片只在部分国家或地区开放。如果您为了安全需要 VPN，请不要关闭：您的安全比影片重要。"
        "如果不需要，请关闭后刷新页面。",
        "zh-Hant": "您的網路隱藏了所在國家或地區，而本片只在部分國家或地區開放。如果您為了安全需要 VPN，請不要關閉：您的安全比影片重要。"
        "如果不需要，請關閉後重新整理頁面。",
    }),
    ("sold-out", "", {
        "en": "Every ticket is taken. When somebody gives one back, it can be had on the film's page: "
        "please look again before the film closes.",
        "zh-Hans": "票已全部取完。如有人退票，影片页面会重新开放取票，请在放映结束前再来看看。",
        "zh-Hant": "票已全部取完。如有人退票，影片頁面會重新開放取票，請在放映結束前再來看看。",
    }),
    ("voucher-used", "", {
        "en": "The code that you entered has been used, has run out, or has a wrong sign in it. "
        "Please look at it once more, or ask whoever gave it to you for another.",
        "zh-Hans": "您输入的代码已被使用、已过期，或有一位输错。请再核对一遍，或向给您代码的人另要一个。",
        "zh-Hant": "您輸入的代碼已被使用、已過期，或有一位輸錯。請再核對一遍，或向給您代碼的人另要一個。",
    }),
    ("another-browser", "", {
        "en": "Your browser could not play the film. Please reload the page; if that does not help, "
        "update the browser, or try a current Firefox, Chrome, Edge or Safari.",
        "zh-Hans": "您的浏览器无法播放本片。请刷新页面；如仍不行，请更新浏览器，或改用最新版的 Firefox、Chrome、Edge 或 Safari。",
        "zh-Hant": "您的瀏覽器無法播放本片。請重新整理頁面；如仍不行，請更新瀏覽器，或改用最新版的 Firefox、Chrome、Edge 或 Safari。",
    }),
    ("slow-line", "", {
        "en": "Your line was slow when the film stopped. In the player's settings, turn on the data saver or "
        "choose a smaller picture. The film goes on where it stopped.",
        "zh-Hans": "影片中断时您的网络较慢。请在播放器设置中打开省流量模式，或选择较低的画质。影片会从中断处继续。",
        "zh-Hant": "影片中斷時您的網路較慢。請在播放器設定中開啟省流量模式，或選擇較低的畫質。影片會從中斷處繼續。",
    }),
    ("our-fault", "", {
        "en": "Something broke on our side, and we are at it. Please try again in a quarter of an hour. "
        "If your time to watch runs out meanwhile, make a new code: you will get it back.",
        "zh-Hans": "是我们这边出了故障，正在处理。请过一刻钟再试。如果其间您的观看时限已过，请重新生成代码，我们会为您补回。",
        "zh-Hant": "是我們這邊出了故障，正在處理。請過一刻鐘再試。如果其間您的觀看時限已過，請重新產生代碼，我們會為您補回。",
    }),
)  # fmt: skip


def seed(apps, schema_editor):
    CannedAnswer = apps.get_model("catalog", "CannedAnswer")
    CannedAnswerText = apps.get_model("catalog", "CannedAnswerText")
    for position, (slug, act, words) in enumerate(ANSWERS):
        answer = CannedAnswer.objects.create(slug=slug, position=position, sent_with=act)
        for language, text in words.items():
            CannedAnswerText.objects.create(answer=answer, language=language, text=text)


def unseed(apps, schema_editor):
    slugs = [slug for slug, *_ in ANSWERS]
    apps.get_model("catalog", "CannedAnswer").objects.filter(slug__in=slugs).delete()


class Migration(migrations.Migration):
    dependencies = [("catalog", "0007_desk")]

    operations = [migrations.RunPython(seed, unseed)]
