"""A report's findings in the words of its reader: what it is, and what to do."""

from dataclasses import dataclass, replace
from typing import Any

from transcoding.quality.findings import Code, Level

LEVELS: dict[Level, dict[str, str]] = {
    Level.INFO: {"en": "For your information", "zh-Hans": "提示"},
    Level.WARNING: {"en": "Please check", "zh-Hans": "请检查"},
    Level.BLOCKS: {"en": "Blocks publishing", "zh-Hans": "暂不能发布"},
}


@dataclass(frozen=True)
class Words:
    """What it is called, what was found, what to do."""

    title: str
    text: str
    advice: str


WORDS: dict[Code, dict[str, Words]] = {
    Code.DAMAGED: {
        "en": Words(
            "Damaged pictures",
            "{frames} frames could not be decoded properly. Viewers would see blocks or jumps.",
            "Play your file at these places. If they are sound there, upload it again; else export "
            "it anew.",
        ),
        "zh-Hans": Words(
            "画面损坏",
            "有 {frames} 帧无法正常解码，观众会看到马赛克或跳帧。",
            "请在您的文件中查看这些位置：若播放正常，请重新上传；否则请重新导出。",
        ),
    },
    Code.BLACK: {
        "en": Words(
            "Black picture",
            "The picture is black for {seconds:.0f} seconds in all.",
            "If this is meant, there is nothing to do. Else look for missing media on your "
            "timeline, and export again.",
        ),
        "zh-Hans": Words(
            "黑场",
            "画面共有 {seconds:.0f} 秒为黑场。",
            "若为有意设计，无需处理；否则请检查时间线上是否有素材脱机，然后重新导出。",
        ),
    },
    Code.FROZEN: {
        "en": Words(
            "Frozen picture",
            "The picture does not move at all for {seconds:.0f} seconds, not even by film grain or "
            "noise.",
            "If these are stills or titles, there is nothing to do. Else export again.",
        ),
        "zh-Hans": Words(
            "静帧",
            "画面共有 {seconds:.0f} 秒完全静止，连颗粒或噪点也没有变化。",
            "若为静态图片或字幕卡，无需处理；否则请重新导出。",
        ),
    },
    Code.INTERLACED: {
        "en": Words(
            "Interlaced picture",
            "The film is made of fields, as for television. We turned them into whole frames, "
            "which costs some sharpness.",
            "If you have a progressive version, it will look better.",
        ),
        "zh-Hans": Words(
            "隔行扫描",
            "影片由电视隔行场构成。我们已将其转换为逐行画面，清晰度会略有损失。",
            "如有逐行扫描的版本，画质会更好。",
        ),
    },
    Code.TELECINE: {
        "en": Words(
            "Telecined picture",
            "The film was brought from 24 to 30 frames a second for television. We restored "
            "the 24.",
            "If you have the version with 24 frames a second, it will look better.",
        ),
        "zh-Hans": Words(
            "电视电影转换（3:2 下拉）",
            "影片曾由每秒 24 帧转换为电视的 30 帧，我们已还原为 24 帧。",
            "如有每秒 24 帧的原始版本，画质会更好。",
        ),
    },
    Code.VARIABLE_RATE: {
        "en": Words(
            "Variable frame rate",
            "Pictures follow each other at uneven intervals, as phones record them. We show "
            "{rate:g} frames a second.",
            "Check that movements look even. An export with a constant frame rate is safer.",
        ),
        "zh-Hans": Words(
            "可变帧率",
            "画面间隔不均匀（常见于手机拍摄），播放时统一为每秒 {rate:g} 帧。",
            "请检查动作是否流畅；以恒定帧率导出更为稳妥。",
        ),
    },
    Code.BARS: {
        "en": Words(
            "Black bars in the picture",
            "Black bars take {down} lines above and below, and {across} pixels left and right.",
            "We crop nothing. An export without bars fills screens better and looks sharper.",
        ),
        "zh-Hans": Words(
            "画面含黑边",
            "上下黑边共 {down} 行，左右黑边共 {across} 像素。",
            "我们不会裁切画面。不带黑边导出，可更充分利用屏幕，画面也更清晰。",
        ),
    },
    Code.CLIPPED: {
        "en": Words(
            "Clipped highlights",
            "In {percent} % of the film large parts of the picture are at the limit of white.",
            "If this is meant, there is nothing to do. Else check the export's levels.",
        ),
        "zh-Hans": Words(
            "高光溢出",
            "影片中 {percent}% 的画面有大片区域达到白电平上限。",
            "若为有意设计，无需处理；否则请检查导出时的电平设置。",
        ),
    },
    Code.OUT_OF_RANGE: {
        "en": Words(
            "Levels beyond the limits",
            "In {percent} % of the film there are levels beyond video range (16–235): full range "
            "was probably exported as video range. Shadows and highlights will be lost.",
            "Set the range of your export to “auto” or “video”, and export again.",
        ),
        "zh-Hans": Words(
            "电平超出范围",
            "影片中 {percent}% 的画面电平超出视频范围（16–235），可能是全范围画面被标为视频范围，"
            "暗部与亮部细节会丢失。",
            "请将导出的数据级别设为“自动”或“视频”，然后重新导出。",
        ),
    },
    Code.NO_COLOR_TAGS: {
        "en": Words(
            "Missing colour tags",
            "The file does not say which colour space it is in. We took the usual one for its size "
            "(BT.709, or BT.601 for standard definition).",
            "Check the colours in the stream. If they are off, export with colour tags.",
        ),
        "zh-Hans": Words(
            "缺少色彩标记",
            "文件未注明色彩空间，我们按画面尺寸采用通常的标准（高清为 BT.709，标清为 BT.601）。",
            "请核对播放画面的颜色；如有偏差，请带色彩标记重新导出。",
        ),
    },
    Code.HDR: {
        "en": Words(
            "HDR picture",
            "The film is in high dynamic range. Viewers see a version that we tone-mapped to "
            "standard range.",
            "Check the stream. If you have graded a version in standard range, send that.",
        ),
        "zh-Hans": Words(
            "HDR 画面",
            "影片为高动态范围（HDR），观众看到的是经色调映射转换的标准动态范围版本。",
            "请核对播放画面；如您有调色完成的 SDR 版本，请上传该版本。",
        ),
    },
    Code.SMALL: {
        "en": Words(
            "Small picture",
            "The picture is {width} by {height} pixels.",
            "If you have a larger version, it will look better on large screens.",
        ),
        "zh-Hans": Words(
            "画面尺寸较小",
            "画面尺寸为 {width}×{height} 像素。",
            "如有更大尺寸的版本，在大屏幕上效果会更好。",
        ),
    },
    Code.COMPRESSED: {
        "en": Words(
            "Strongly compressed",
            "The file has {megabits:g} Mbit/s, as copies made for the web do. What was lost there "
            "can't come back.",
            "If you have a master in ProRes, DNxHR or a higher bit rate, please send that.",
        ),
        "zh-Hans": Words(
            "压缩程度较高",
            "文件码率为 {megabits:g} Mbit/s，接近网络版本，已损失的画质无法恢复。",
            "如有 ProRes、DNxHR 或更高码率的母版，请上传该版本。",
        ),
    },
    Code.NO_SOUND: {
        "en": Words(
            "No sound",
            "There is no sound in the file.",
            "If the film is silent, there is nothing to do. Else export it with sound.",
        ),
        "zh-Hans": Words(
            "没有声音",
            "文件中没有声音。",
            "若为默片，无需处理；否则请连同声音重新导出。",
        ),
    },
    Code.SILENT_TRACK: {
        "en": Words(
            "A sound track is silent",
            "The track is there, and nothing is to be heard in it from beginning to end.",
            "Check which tracks your export takes, and export again; of a silent film without "
            "sound.",
        ),
        "zh-Hans": Words(
            "声轨完全无声",
            "文件含有这条声轨，但从头到尾没有任何声音。",
            "请检查导出时选用的声轨，然后重新导出；若为默片，请导出不含声轨的版本。",
        ),
    },
    Code.SILENCE: {
        "en": Words(
            "Silence",
            "Nothing is to be heard for {seconds:.0f} seconds in all, not even a room's noise.",
            "If this is meant, there is nothing to do.",
        ),
        "zh-Hans": Words(
            "静音段落",
            "共有 {seconds:.0f} 秒完全无声，连环境底噪也没有。",
            "若为有意设计，无需处理。",
        ),
    },
    Code.DEAD_CHANNEL: {
        "en": Words(
            "A channel is silent",
            "{channels} of the track's channels are silent all along, the first of them number "
            "{channel}.",
            "Check in headphones that the sound comes from both sides. If not, export again.",
        ),
        "zh-Hans": Words(
            "部分声道无声",
            "这条声轨有 {channels} 个声道始终无声，其中第一个是第 {channel} 声道。",
            "请戴耳机检查左右是否都有声音；如果没有，请重新导出。",
        ),
    },
    Code.LOUDNESS: {
        "en": Words(
            "Unusual loudness",
            "The loudness is {loudness:.1f} LUFS (EBU R128). Films are commonly between -33 and "
            "-14.",
            "We change nothing. If viewers should not have to reach for the volume, export with "
            "about -27 to -20 LUFS.",
        ),
        "zh-Hans": Words(
            "响度异常",
            "整体响度为 {loudness:.1f} LUFS（EBU R128），影片通常在 -33 至 -14 之间。",
            "我们不会改动声音。若不希望观众频繁调节音量，建议以 -27 至 -20 LUFS 导出。",
        ),
    },
    Code.TRUE_PEAK: {
        "en": Words(
            "High peaks",
            "The true peak is {peak:+.1f} dBTP; EBU R128 asks for -1 at most. It may distort.",
            "Lower the peaks with a limiter at -1 dBTP, and export again.",
        ),
        "zh-Hans": Words(
            "峰值过高",
            "真峰值为 {peak:+.1f} dBTP（EBU R128 要求不高于 -1），可能产生失真。",
            "请用限制器将真峰值控制在 -1 dBTP 以内，然后重新导出。",
        ),
    },
    Code.SOUND_ENDS_EARLY: {
        "en": Words(
            "The sound ends before the picture",
            "The sound is {seconds:g} seconds shorter than the picture. The rest is silent.",
            "Check the end of the film. If sound is missing, export again.",
        ),
        "zh-Hans": Words(
            "声音先于画面结束",
            "声音比画面短 {seconds:g} 秒，其余部分无声。",
            "请检查影片结尾；若缺少声音，请重新导出。",
        ),
    },
    Code.SOUND_ENDS_LATE: {
        "en": Words(
            "The sound goes on after the picture",
            "The sound is {seconds:g} seconds longer than the picture. It is cut at the picture's "
            "end.",
            "Check the end of the film. If picture is missing, export again.",
        ),
        "zh-Hans": Words(
            "声音长于画面",
            "声音比画面长 {seconds:g} 秒，超出部分会被截去。",
            "请检查影片结尾；若缺少画面，请重新导出。",
        ),
    },
}


def describe(finding: dict[str, Any], *, language: str) -> Words:
    """The words of a kept finding, in a language (BCP 47); English where there are none."""
    words = WORDS[Code(finding["code"])]["zh-Hans" if language.lower().startswith("zh") else "en"]
    return replace(words, text=words.text.format(**finding["figures"]))
