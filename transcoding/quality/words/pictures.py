"""Findings in a picture."""

from transcoding.quality.findings import Code
from transcoding.quality.words.wording import Words

PICTURES: dict[Code, dict[str, Words]] = {
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
    Code.PICTURED_SUBTITLES: {
        "en": Words(
            "Subtitles that are pictures",
            "The file has {streams:.0f} subtitle tracks made of pictures, as on DVD and Blu-ray. "
            "They can't be shown online and are left out.",
            "If viewers need them, send the subtitles as SRT, WebVTT, ASS/SSA or TTML.",
        ),
        "zh-Hans": Words(
            "图形字幕",
            "文件中有 {streams:.0f} 条图形字幕轨（如 DVD、蓝光所用），无法在线显示，将不予采用。",
            "若观众需要这些字幕，请以 SRT、WebVTT、ASS/SSA 或 TTML 格式提交。",
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
}
