"""Findings in a sound."""

from transcoding.quality.findings import Code
from transcoding.quality.words.wording import Words

SOUNDS: dict[Code, dict[str, Words]] = {
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
