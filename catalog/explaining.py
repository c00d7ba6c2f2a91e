"""The words of an explanation, for staff: each line of `catalog.explain` as a sentence."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from catalog.explain import Line, Point
from catalog.messages import LANGUAGES, instant_in_words, language_of
from catalog.verdict import BEGINNING, FOREVER

Words = tuple[str, str, str]  # in the order of LANGUAGES

SENTENCES: dict[Point, Words] = {
    Point.VIEWER: ("The viewer is {state}.", "观众：{state}。", "觀眾：{state}。"),
    Point.PLACE: (
        "She is in {place}, on {network}.",
        "所在地：{place}；网络：{network}。",
        "所在地：{place}；網路：{network}。",
    ),
    Point.EDITION: ("The edition is {state}.", "本届影展：{state}。", "本屆影展：{state}。"),
    Point.FILMS: (
        "The films are {ready}; they run for {runtime}.",
        "影片{ready}；片长：{runtime}。",
        "影片{ready}；片長：{runtime}。",
    ),
    Point.AUDIENCE: ("An offer to {audience}.", "面向{audience}的场次。", "面向{audience}的場次。"),
    Point.WINDOW: (
        "It opens on {opens} and closes on {closes}; {close_mode}.",
        "{opens}开放，{closes}关闭；{close_mode}。",
        "{opens}開放，{closes}關閉；{close_mode}。",
    ),
    Point.TERRITORIES: (
        "It is shown {area}; the viewer is {inside}.",
        "放映地区：{area}；观众{inside}。",
        "放映地區：{area}；觀眾{inside}。",
    ),
    Point.NETWORK: ("Networks: {policy}.", "网络：{policy}。", "網路：{policy}。"),
    Point.TICKET: (
        "Ticket: {state}; issued {issued_at}, started {started_at}.",
        "票：{state}；出票：{issued_at}；开始观看：{started_at}。",
        "票：{state}；出票：{issued_at}；開始觀看：{started_at}。",
    ),
    Point.NO_TICKET: ("She has no ticket to it.", "没有此场次的票。", "沒有此場次的票。"),
    Point.UNLOCK: (
        "It has to be started before {ends}.",
        "须在{ends}之前开始观看。",
        "須在{ends}之前開始觀看。",
    ),
    Point.WATCH: ("It may be watched until {ends}.", "可观看至{ends}。", "可觀看至{ends}。"),
    Point.EXTENSION: ("It was extended until {ends}.", "已延长至{ends}。", "已延長至{ends}。"),
    Point.RIGHTS: (
        "{film}: rights for {use} from {begins} to {ends}, {area}; the viewer is {inside}.",
        "{film}：{use}授权，自{begins}至{ends}，{area}；观众{inside}。",
        "{film}：{use}授權，自{begins}至{ends}，{area}；觀眾{inside}。",
    ),
    Point.NO_GRANT: (
        "{film}: no rights for {use} have been granted.",
        "{film}：没有{use}授权。",
        "{film}：沒有{use}授權。",
    ),
}

TERMS: dict[str, Words] = {
    "state.anonymous": ("not logged in", "未登录", "未登入"),
    "state.unconfirmed": ("not confirmed", "未确认", "未確認"),
    "state.confirmed": ("confirmed", "已确认", "已確認"),
    "state.draft": ("a draft", "草稿", "草稿"),
    "state.announced": ("announced", "已公布", "已公布"),
    "state.open": ("open", "开放中", "開放中"),
    "state.closed": ("closed", "已结束", "已結束"),
    "state.archived": ("archived", "已存档", "已封存"),
    "state.unused": ("not used yet", "未使用", "未使用"),
    "state.started": ("started", "已开始", "已開始"),
    "state.revoked": ("cancelled", "已取消", "已取消"),
    "network.ordinary": ("an ordinary network", "普通网络", "一般網路"),
    "network.anonymous": ("an anonymous network", "匿名网络", "匿名網路"),
    "network.unknown": ("an unknown network", "未知网络", "未知網路"),
    "ready.True": ("ready", "已就绪", "已就緒"),
    "ready.False": ("not ready", "未就绪", "未就緒"),
    "audience.public": ("the public", "公众", "公眾"),
    "audience.press": ("the press", "媒体", "媒體"),
    "audience.jury": ("the jury", "评委", "評審"),
    "audience.industry": ("the industry", "业界", "業界"),
    "audience.school": ("schools", "学校", "學校"),
    "audience.staff": ("staff", "工作人员", "工作人員"),
    "close_mode.last_start": (
        "a started film may finish",
        "已开始的影片可看完",
        "已開始的影片可看完",
    ),
    "close_mode.hard_stop": ("it stops for everybody", "到时一律停止", "到時一律停止"),
    "policy.any": ("all", "不限", "不限"),
    "policy.refuse_anonymous": ("anonymous ones are refused", "拒绝匿名网络", "拒絕匿名網路"),
    "inside.True": ("there", "在此范围内", "在此範圍內"),
    "inside.False": ("elsewhere", "不在此范围内", "不在此範圍內"),
    "inside.None": ("perhaps there: the place is unknown", "位置不明", "位置不明"),
    "rule.everywhere": ("everywhere", "全球", "全球"),
    "rule.nowhere": ("nowhere", "无", "無"),
    "rule.allow": ("in {codes}", "仅限 {codes}", "僅限 {codes}"),
    "rule.deny": ("everywhere but in {codes}", "除 {codes} 以外", "除 {codes} 以外"),
    "use.public": ("the public", "公开放映", "公開放映"),
    "use.press": ("the press", "媒体", "媒體"),
    "use.institution": ("institutions", "机构", "機構"),
    "use.archive": ("an archive", "存档", "典藏"),
    "use.clips": ("clips", "片段", "片段"),
    "unknown": ("an unknown place", "未知", "未知"),
    "runtime.None": ("an unknown time", "未知", "未知"),
    "never": ("never", "无", "無"),
    "open_end": ("without end", "无期限", "無期限"),
    "open_beginning": ("ever", "任何时候", "任何時候"),
    "but": (" (but not {codes})", "（{codes} 相反）", "（{codes} 相反）"),
}


def describe(line: Line, *, language: str | None) -> str:
    """Put a line into one of our languages; English for those we have no words in."""
    tongue = LANGUAGES.index(language_of(language))
    values = dict(line.values)
    if line.point is Point.PLACE:
        values["place"] = values["region"] or values["country"] or TERMS["unknown"][tongue]
    words = {name: _word(name, value, tongue) for name, value in values.items()}
    return SENTENCES[line.point][tongue].format_map(words)


def _word(name: str, value: Any, tongue: int) -> str:
    if isinstance(value, Mapping):
        return _area(value, tongue)
    if isinstance(value, timedelta):
        return f"{value}"
    if isinstance(value, datetime) or name.endswith("_at"):
        return _instant(value, tongue)
    term = TERMS.get(f"{name}.{value}")
    return term[tongue] if term else str(value)


def _instant(value: datetime | None, tongue: int) -> str:
    ends = {None: "never", BEGINNING: "open_beginning", FOREVER: "open_end"}
    if value in ends:
        return TERMS[ends[value]][tongue]
    return instant_in_words(value, LANGUAGES[tongue]) if value else ""


def _area(area: Mapping[str, Any], tongue: int) -> str:
    words = TERMS[f"rule.{area['rule']}"][tongue].replace("{codes}", ", ".join(area["territories"]))
    if area["but"]:
        words += TERMS["but"][tongue].replace("{codes}", ", ".join(area["but"]))
    return words
